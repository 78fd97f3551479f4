import type { Column } from "../../series/column.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import { formatTime } from "../../time/text.js";
import { csvError } from "./csvError.js";
import type { CsvTable } from "./table.js";

/** What to do about rows that a frame cannot hold as they are. */
export interface CsvPolicies {
  /** Rows of equal times: refuse them (the default), or keep the first or the last of them in the file. */
  readonly duplicates?: "error" | "first" | "last";
  /** Rows that are earlier than the one above: refuse them (the default), or sort. */
  readonly unsorted?: "error" | "sort";
}

/** Lines (1-based) of a file that were not taken as they are. */
export interface CsvRepairs {
  /** Lines left out, because another line of the same time was kept. */
  readonly duplicates: readonly number[];
  /** Lines that are earlier than the one above. */
  readonly unsorted: readonly number[];
}

const NOTHING: CsvRepairs = { duplicates: [], unsorted: [] };

/** Rows in strictly ascending order of time. */
export interface ArrangedTable {
  readonly time: Float64Array;
  readonly columns: ReadonlyMap<string, Column>;
  readonly repairs: CsvRepairs;
}

/**
 * The rows of a file in strictly ascending order.
 *
 * @throws ContangoError `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME` with the line, where the policies do not allow
 * a repair.
 */
export function arrange(table: CsvTable, policies: CsvPolicies, file: string): ArrangedTable {
  const { time, columns, line } = table;
  const { duplicates = "error", unsorted = "error" } = policies;
  const early: number[] = [];
  let ascending = true;
  for (let row = 1; row < time.length; row++) {
    if (time[row]! > time[row - 1]!) continue;
    ascending = false;
    if (time[row]! === time[row - 1]!) {
      if (duplicates === "error") throw duplicate(table, row - 1, row, file);
    } else if (unsorted === "error") {
      const what = `${formatTime(time[row]!)} is earlier than the line above, ${formatTime(time[row - 1]!)}; sort the file, or read it with { unsorted: "sort" }`;
      throw csvError("SERIES_UNSORTED_TIME", file, line(row), what);
    } else early.push(line(row));
  }
  if (ascending) return { time: trustTimeIndex(time), columns, repairs: NOTHING };

  const order = Uint32Array.from(time.keys()).sort((a, b) => time[a]! - time[b]! || a - b);
  const kept: number[] = [];
  const dropped: number[] = [];
  for (const row of order) {
    const last = kept.at(-1);
    if (last === undefined || time[last] !== time[row]) kept.push(row);
    else if (duplicates === "error") throw duplicate(table, last, row, file);
    else if (duplicates === "first") dropped.push(line(row));
    else {
      dropped.push(line(last));
      kept[kept.length - 1] = row;
    }
  }
  return {
    time: trustTimeIndex(Float64Array.from(kept, (row) => time[row]!)),
    columns: new Map([...columns].map(([name, column]) => [name, pick(column, kept)])),
    repairs: { duplicates: dropped.sort((a, b) => a - b), unsorted: early },
  };
}

function duplicate({ time, line }: CsvTable, first: number, second: number, file: string): Error {
  const what = `the time ${formatTime(time[second]!)} stands in line ${line(first)} too; remove one, or read with { duplicates: "first" | "last" }`;
  return csvError("SERIES_DUPLICATE_TIME", file, line(second), what);
}

/** The named rows of a column. */
function pick<C extends Column>(column: C, rows: readonly number[]): C {
  const values = column.values.slice(0, rows.length);
  for (const [position, row] of rows.entries()) values[position] = column.values[row]!;
  return { ...column, values };
}
