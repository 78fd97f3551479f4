import { ContangoError } from "../errors/contangoError.js";
import { formatTime } from "../time/text.js";

const checked = new WeakSet<Float64Array>();

/**
 * Refuses a time column that is not strictly ascending and finite, naming the first bad row (0-based). A column
 * that passed once is not read again: series and frames that share an index share its array.
 *
 * @throws ContangoError `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME` or `TIME_VALUE`, with `row`.
 */
export function checkTimeIndex(time: Float64Array, what: string): void {
  if (checked.has(time)) return;
  let previous = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < time.length; row++) {
    const current = time[row]!;
    if (!(current > previous && current < Number.POSITIVE_INFINITY)) {
      if (!Number.isFinite(current)) throw badTime(row, current, what);
      if (current === previous) throw duplicateTime(row - 1, row, current, what);
      throw unsortedTime(row, current, previous, what);
    }
    previous = current;
  }
  checked.add(time);
}

/** Marks a time column as ascending without reading it: for parts and merges of columns that were checked. */
export function trustTimeIndex(time: Float64Array): Float64Array {
  checked.add(time);
  return time;
}

export function badTime(row: number, time: number, what: string): ContangoError {
  return new ContangoError(
    "TIME_VALUE",
    "series",
    `${what}: the time of row ${row} is ${time}; give a finite time or leave the row out`,
    { details: { row } },
  );
}

export function duplicateTime(first: number, row: number, time: number, what: string): ContangoError {
  const text = formatTime(time);
  return new ContangoError(
    "SERIES_DUPLICATE_TIME",
    "series",
    `${what}: rows ${first} and ${row} have the same time ${text}; remove one, or repair with { duplicates: "first" | "last" }`,
    { details: { row, time: text } },
  );
}

export function unsortedTime(row: number, time: number, previous: number, what: string): ContangoError {
  const text = formatTime(time);
  return new ContangoError(
    "SERIES_UNSORTED_TIME",
    "series",
    `${what}: row ${row} (${text}) is earlier than row ${row - 1} (${formatTime(previous)}); sort it, or repair with { unsorted: "sort" }`,
    { details: { row, time: text } },
  );
}
