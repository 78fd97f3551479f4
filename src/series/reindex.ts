import { type Times, toTimes } from "./construct.js";
import { Frame } from "./frame.js";
import { sameTimes } from "./joinTimes.js";
import { Series } from "./series.js";
import { takeRows } from "./takeRows.js";
import { checkTimeIndex } from "./timeIndex.js";

/** The times to look up: those of a series or frame, or ascending times of any form (a typed array is not copied). */
export type TimeIndex = Series | Frame | Times;

/**
 * The data at other times, by exact match: a time that the data does not have gives a missing row. In a frame,
 * columns of int64 and bool then become float64.
 *
 * @throws ContangoError `SERIES_UNSORTED_TIME`, `SERIES_DUPLICATE_TIME`, `TIME_VALUE`, `TIME_TEXT` for the times;
 * `COLUMN_KIND` for an int64 that float64 cannot hold.
 * @example
 * reindex(carry, price); // carry on the price's index
 */
export function reindex<T extends Series | Frame>(data: T, index: TimeIndex): T {
  return onTimes(data, timesOf(index), rowsAt);
}

/**
 * The data as of other times: for each, the last row at or before it, missing where there is none. The row is
 * chosen by its time alone: where its value is NaN the result is NaN. As pandas reindex(method="ffill").
 *
 * @throws ContangoError as {@link reindex}.
 * @example
 * multiply(price, asOf(forwardFill(fx), price));
 */
export function asOf<T extends Series | Frame>(data: T, index: TimeIndex): T {
  return onTimes(data, timesOf(index), rowsAsOf);
}

function timesOf(index: TimeIndex): Float64Array {
  if (index instanceof Series || index instanceof Frame) return index.time;
  const times = toTimes(index, "index");
  checkTimeIndex(times, "index");
  return times;
}

/** Moves data onto other times with the rows that `match` finds (-1 = missing). */
export function onTimes<T extends Series | Frame>(
  data: T,
  times: Float64Array,
  match: (source: Float64Array, target: Float64Array) => Int32Array,
): T {
  if (data.time === times) return data;
  if (sameTimes(data.time, times)) return withTimes(data, times);
  return takeRows(data, times, match(data.time, times));
}

function withTimes<T extends Series | Frame>(data: T, times: Float64Array): T {
  return (
    data instanceof Series
      ? new Series(times, data.values, data.name)
      : new Frame(times, (data as Frame).columns, (data as Frame).meta)
  ) as T;
}

/** For each target time, the source row of exactly that time, or -1. O(n + m). */
export function rowsAt(source: Float64Array, target: Float64Array): Int32Array {
  const rows = new Int32Array(target.length);
  const timeAt = (at: number): number => (at < source.length ? source[at]! : Number.POSITIVE_INFINITY);
  let at = 0;
  let next = timeAt(at);
  for (let row = 0; row < target.length; row++) {
    const time = target[row]!;
    while (next < time) next = timeAt(++at);
    if (next === time) {
      rows[row] = at;
      next = timeAt(++at);
    } else {
      rows[row] = -1;
    }
  }
  return rows;
}

/** For each target time, the last source row at or before it, or -1. O(n + m). */
export function rowsAsOf(source: Float64Array, target: Float64Array): Int32Array {
  const rows = new Int32Array(target.length);
  let after = 0;
  for (let row = 0; row < target.length; row++) {
    const time = target[row]!;
    while (after < source.length && source[after]! <= time) after++;
    rows[row] = after - 1;
  }
  return rows;
}
