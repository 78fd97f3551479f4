import { ContangoError } from "../errors/contangoError.js";
import { boolColumn, type Column, floatColumn, intColumn, stringColumn, timeColumn } from "./column.js";

/** What a column can be made of; in a list, `null` and `undefined` are missing. */
export type ColumnValues =
  | Column
  | Float64Array
  | BigInt64Array
  | readonly (number | null | undefined)[]
  | readonly (string | null | undefined)[]
  | readonly (Date | null | undefined)[]
  | readonly boolean[]
  | readonly bigint[];

/**
 * A column from a typed array or a list, whose kind follows from its first value that is not missing; a list
 * without any is float64.
 *
 * @throws ContangoError `SERIES_VALUE`, with `row`, where a value is of another kind, or missing where a bool or
 * int64 cannot be.
 */
export function columnOf(name: string, values: ColumnValues): Column {
  if (values instanceof Float64Array) return floatColumn(values);
  if (values instanceof BigInt64Array) return intColumn(values);
  if ("kind" in values) return values;
  const list: readonly unknown[] = values;
  const sample = list.find((value) => !isMissing(value));
  if (isText(sample)) return stringColumn(cells(name, list, "a text", isText, undefined));
  if (isDate(sample)) {
    const dates = cells(name, list, "a Date", isDate, undefined);
    return timeColumn(Float64Array.from(dates, (date) => date?.getTime() ?? Number.NaN));
  }
  if (isBoolean(sample))
    return boolColumn(Uint8Array.from(cells(name, list, "true or false", isBoolean), Number));
  if (typeof sample === "bigint")
    return intColumn(BigInt64Array.from(cells(name, list, "an int64", isInt64)));
  return floatColumn(Float64Array.from(cells(name, list, "a number", isNumber, Number.NaN)));
}

/** The values of a list, each checked; without `missing` no cell may be missing. */
function cells<T, M = never>(
  name: string,
  list: readonly unknown[],
  wanted: string,
  accepts: (value: unknown) => value is T,
  ...missing: [M?]
): (T | M)[] {
  return Array.from(list, (value, row): T | M => {
    if (accepts(value)) return value;
    if (isMissing(value) && missing.length > 0) return missing[0] as M;
    throw new ContangoError(
      "SERIES_VALUE",
      "series",
      `column "${name}": row ${row} holds ${describe(value)} where ${wanted} is needed`,
      { details: { column: name, row } },
    );
  });
}

const isMissing = (value: unknown): boolean => value === null || value === undefined;
const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isDate = (value: unknown): value is Date => Object.prototype.toString.call(value) === "[object Date]";
const isInt64 = (value: unknown): value is bigint =>
  typeof value === "bigint" && BigInt.asIntN(64, value) === value;

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
