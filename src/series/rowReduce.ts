import { alignOuter } from "./align.js";
import { Frame } from "./frame.js";
import { median } from "./reduce.js";
import { Series } from "./series.js";

/** Columns to reduce across: series, which meet on the union of their times, or the numeric columns of a frame. */
export type RowValues = Frame | readonly Series[];

/** The total of each row, missing values skipped; 0 for a row where all are missing. */
export function rowSum(columns: RowValues): Series {
  const { time, values } = rowsOf(columns);
  return new Series(time, totals(values, time.length).sums, "sum");
}

/** The mean of each row, missing values skipped; NaN for a row where all are missing. */
export function rowMean(columns: RowValues): Series {
  const { time, values } = rowsOf(columns);
  const { sums, counts } = totals(values, time.length);
  for (let row = 0; row < sums.length; row++) sums[row]! /= counts[row]!;
  return new Series(time, sums, "mean");
}

/** The median of each row, missing values skipped; NaN for a row where all are missing. */
export function rowMedian(columns: RowValues): Series {
  const { time, values } = rowsOf(columns);
  const out = new Float64Array(time.length);
  const cells = new Float64Array(values.length);
  for (let row = 0; row < out.length; row++) {
    for (let column = 0; column < values.length; column++) cells[column] = values[column]![row]!;
    out[row] = median(cells);
  }
  return new Series(time, out, "median");
}

function rowsOf(columns: RowValues): { readonly time: Float64Array; readonly values: Float64Array[] } {
  const list =
    columns instanceof Frame
      ? columns.names
          .filter((name) => ["float64", "int64", "bool"].includes(columns.column(name).kind))
          .map((name) => columns.series(name))
      : alignOuter(columns);
  const time = columns instanceof Frame ? columns.time : (list[0]?.time ?? new Float64Array(0));
  return { time, values: list.map((series) => series.values) };
}

function totals(
  columns: readonly Float64Array[],
  length: number,
): { readonly sums: Float64Array; readonly counts: Float64Array } {
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  for (const column of columns) {
    for (let row = 0; row < length; row++) {
      const value = column[row]!;
      if (Number.isNaN(value)) continue;
      sums[row]! += value;
      counts[row]!++;
    }
  }
  return { sums, counts };
}
