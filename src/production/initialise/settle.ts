import { type Column, cell, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import { formatTime } from "../../time/text.js";
import { valueDifference } from "./valueDifference.js";

/** What becomes of data that are given. */
export type Settlement =
  | { readonly status: "written" | "replaced" | "unchanged" }
  /** `difference` says in which place stored data differ. */
  | { readonly status: "refused"; readonly difference: string };

/**
 * What to do with given rows: they are `written` where nothing is stored, and `unchanged` where every given value is stored
 * already, whatever else is. Else they are `refused`, or, with `overwrite`, what is stored is `replaced`.
 */
export function settle(
  stored: Series | Frame | undefined,
  given: Series | Frame,
  overwrite: boolean,
): Settlement {
  if (stored === undefined) return { status: "written" };
  const difference = firstDifference(stored, given);
  if (difference === undefined) {
    const more = overwrite && firstDifference(given, stored) !== undefined;
    return { status: more ? "replaced" : "unchanged" };
  }
  return overwrite ? { status: "replaced" } : { status: "refused", difference };
}

/** What to do with a given value that is one record; as {@link settle}, but that it is stored already where it is the same. */
export function settleValue(stored: object | undefined, given: object, overwrite: boolean): Settlement {
  if (stored === undefined) return { status: "written" };
  const difference = valueDifference(stored, given);
  if (difference === undefined) return { status: "unchanged" };
  return overwrite ? { status: "replaced" } : { status: "refused", difference };
}

/** True where data are to be stored. */
export const isWrite = ({ status }: Settlement): boolean => status === "written" || status === "replaced";

/**
 * Where `stored` first lacks a value of `given`; missing values and metadata do not count, nor, with `commonRows`, rows that only
 * one of them has.
 */
export function firstDifference(
  stored: Series | Frame,
  given: Series | Frame,
  { commonRows = false }: { readonly commonRows?: boolean } = {},
): string | undefined {
  const [has, wants] = [framed(stored), framed(given)];
  let at = 0;
  for (let row = 0; row < wants.length; row++) {
    const time = wants.time[row]!;
    while (at < has.length && has.time[at]! < time) at++;
    if (has.time[at] !== time) {
      if (commonRows) continue;
      return `there is no row at ${formatTime(time)}, which is given`;
    }
    for (const [name, column] of wants.columns) {
      const wanted = valueAt(column, row);
      if (wanted === undefined) continue;
      const other = has.columns.get(name);
      const found = other === undefined ? undefined : valueAt(other, at);
      if (found === wanted || (commonRows && found === undefined)) continue;
      return `${name} at ${formatTime(time)} is ${found ?? "missing"}, and ${wanted} is given`;
    }
  }
  return undefined;
}

const framed = (data: Series | Frame): Frame =>
  data instanceof Series ? new Frame(data.time, { [data.name]: floatColumn(data.values) }) : data;

/** A number or a text; undefined where it is missing. */
function valueAt(column: Column, row: number): number | string | undefined {
  if (column.kind === "string") return column.dictionary[column.values[row]!];
  const value = column.kind === "float64" ? column.values[row]! : Number(cell(column, row));
  return Number.isNaN(value) ? undefined : value;
}
