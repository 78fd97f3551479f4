import { requireOneOf } from "./parameters.js";
import { badTime, duplicateTime, unsortedTime } from "./timeIndex.js";

/** What to do with times that are not strictly ascending; without options they are refused. */
export interface RepairOptions {
  /** Which of several rows with one time stays: the first or the last, by position. */
  readonly duplicates?: "error" | "first" | "last";
  /** `sort` orders the rows by time; rows with one time keep their order. */
  readonly unsorted?: "error" | "sort";
}

/**
 * The rows to take, in order, so that their times are strictly ascending; `undefined` where all rows are so
 * already. Row numbers in errors are those of the input.
 *
 * @throws ContangoError `TIME_VALUE`, `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME`, with `row`.
 */
export function ascendingRows(
  time: Float64Array,
  what: string,
  options: RepairOptions,
): Int32Array | undefined {
  const duplicates = requireOneOf("duplicates", options.duplicates ?? "error", ["error", "first", "last"]);
  const sort = requireOneOf("unsorted", options.unsorted ?? "error", ["error", "sort"]) === "sort";
  let sorted = true;
  let distinct = true;
  for (let row = 0; row < time.length; row++) {
    const current = time[row]!;
    if (!Number.isFinite(current)) throw badTime(row, current, what);
    if (row === 0) continue;
    const previous = time[row - 1]!;
    if (current < previous) {
      if (!sort) throw unsortedTime(row, current, previous, what);
      sorted = false;
    } else if (current === previous) {
      if (duplicates === "error") throw duplicateTime(row - 1, row, current, what);
      distinct = false;
    }
  }
  if (sorted && distinct) return undefined;
  const rows = Int32Array.from(time.keys());
  if (!sorted) rows.sort((a, b) => time[a]! - time[b]! || a - b);
  let kept = 0;
  for (const row of rows) {
    const previous = rows[kept - 1];
    if (previous === undefined || time[previous]! < time[row]!) {
      rows[kept++] = row;
    } else if (duplicates === "error") {
      throw duplicateTime(previous, row, time[row]!, what);
    } else if (duplicates === "last") {
      rows[kept - 1] = row;
    }
  }
  return rows.subarray(0, kept);
}
