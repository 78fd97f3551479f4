import { ContangoError, isContangoError } from "../errors/contangoError.js";
import { type TimeLike, toTime } from "../time/text.js";
import type { Column } from "./column.js";
import { type ColumnValues, columnOf } from "./columnOf.js";
import { Frame, type FrameMeta } from "./frame.js";
import { ascendingRows, type RepairOptions } from "./repair.js";
import { Series } from "./series.js";
import { takeColumn, takeFloats } from "./takeRows.js";
import { trustTimeIndex } from "./timeIndex.js";

/** Times as a user may give them: epoch milliseconds in a typed array, or a list of times of any form. */
export type Times = Float64Array | readonly TimeLike[];

/** Numbers as a user may give them; `null` and `undefined` are missing, as NaN is. */
export type Numbers = Float64Array | readonly (number | null | undefined)[];

/**
 * A series from times and as many values. Typed arrays that need no repair are used as they are, not copied: do
 * not write to them again.
 *
 * @throws ContangoError `SERIES_LENGTH`; with `row`: `TIME_TEXT`, `TIME_VALUE`, `SERIES_DUPLICATE_TIME`,
 * `SERIES_UNSORTED_TIME`, `SERIES_VALUE`.
 * @example
 * series(["2024-03-01", "2024-03-04"], [101.25, null], { name: "price" });
 * series(times, values, { unsorted: "sort", duplicates: "last" });
 */
export function series(
  time: Times,
  values: Numbers,
  options: RepairOptions & { readonly name?: string } = {},
): Series {
  const name = options.name ?? "value";
  const what = `series "${name}"`;
  const times = toTimes(time, what);
  const column = columnOf(name, values);
  if (column.kind !== "float64") {
    throw new ContangoError("SERIES_VALUE", "series", `${what} holds ${column.kind}; give numbers`);
  }
  if (times.length !== column.values.length) return new Series(times, column.values, name);
  const rows = ascendingRows(times, what, options);
  return rows === undefined
    ? new Series(times, column.values, name)
    : new Series(trustTimeIndex(takeFloats(times, rows)), takeFloats(column.values, rows), name);
}

/**
 * A frame from times and named columns, each a typed array, a list, or a {@link Column}. The kind of a list
 * follows from its first value: number → float64, text → string, `Date` → time, boolean → bool, bigint → int64; `null`
 * and `undefined` are missing. Give a `Map` where names look like integers (an object would reorder them).
 *
 * @throws ContangoError `SERIES_LENGTH`; with `row`: `TIME_TEXT`, `TIME_VALUE`, `SERIES_DUPLICATE_TIME`,
 * `SERIES_UNSORTED_TIME`, `SERIES_VALUE`.
 * @example
 * frame(["2024-03-01", "2024-03-04"], { PRICE: [101.25, null], PRICE_CONTRACT: ["20240300", "20240600"] });
 */
export function frame(
  time: Times,
  columns: Readonly<Record<string, ColumnValues>> | ReadonlyMap<string, ColumnValues>,
  options: RepairOptions & { readonly meta?: FrameMeta } = {},
): Frame {
  const times = toTimes(time, "frame");
  const entries = columns instanceof Map ? [...columns] : Object.entries(columns);
  const converted = new Map<string, Column>();
  for (const [name, values] of entries) converted.set(name, columnOf(name, values));
  const wholeRows = [...converted.values()].every((column) => column.values.length === times.length);
  const rows = wholeRows ? ascendingRows(times, "frame", options) : undefined;
  if (rows === undefined) return new Frame(times, converted, options.meta);
  for (const [name, column] of converted) converted.set(name, takeColumn(name, column, rows, false));
  return new Frame(trustTimeIndex(takeFloats(times, rows)), converted, options.meta);
}

/** Times as epoch milliseconds. @throws ContangoError `TIME_TEXT`, `TIME_VALUE`, with `row`. */
export function toTimes(times: Times, what: string): Float64Array {
  if (times instanceof Float64Array) return times;
  return Float64Array.from(times, (time, row) => {
    try {
      return toTime(time);
    } catch (error) {
      if (!isContangoError(error)) throw error;
      const message = `${what}: the time of row ${row} (${String(time)}) cannot be read; write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS`;
      throw new ContangoError(error.code, "series", message, { details: { row }, cause: error });
    }
  });
}
