import { type TimeLike, toTime } from "../time/text.js";
import type { Frame } from "./frame.js";
import type { Series } from "./series.js";

/** The first row whose time is at or after `at` (epoch ms); the row count where there is none. O(log n). */
export function lowerBound(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first row whose time is after `at` (epoch ms); the row count where there is none. O(log n). */
export function upperBound(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last row at or before a time, -1 where there is none. @throws ContangoError `TIME_TEXT`, `TIME_VALUE`. */
export function indexAtOrBefore(data: Series | Frame, at: TimeLike): number {
  return upperBound(data.time, toTime(at)) - 1;
}

/** The first row at or after a time, -1 where there is none. @throws ContangoError `TIME_TEXT`, `TIME_VALUE`. */
export function indexAtOrAfter(data: Series | Frame, at: TimeLike): number {
  const row = lowerBound(data.time, toTime(at));
  return row < data.length ? row : -1;
}

/**
 * The value of the last row at or before a time: NaN where that row is missing its value, or there is none. A date as
 * text is its first moment, midnight, so that the value is the previous close where closes are stamped later in the
 * day; `between` includes the whole day.
 *
 * @throws ContangoError `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * valueAsOf(fx, "2024-03-28 23:00:00");
 */
export function valueAsOf(series: Series, at: TimeLike): number {
  return series.values[indexAtOrBefore(series, at)] ?? Number.NaN;
}
