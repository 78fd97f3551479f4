import { ContangoError } from "../errors/contangoError.js";
import { boolColumn, type Column, cell, floatColumn, stringColumn } from "../series/column.js";
import type { Frame, FrameMeta } from "../series/frame.js";
import type { CustomPosition } from "./optimalPosition.js";

/** Metadata of a frame by which its columns are declared to be of the user's own kind. */
export const CUSTOM_META: FrameMeta = { optimalPosition: "custom" };

/** True for a frame whose columns are declared to be of the user's own kind. */
export const isCustomPosition = (frame: Frame): boolean =>
  frame.meta.optimalPosition === CUSTOM_META.optimalPosition;

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * The values of a position of the user's own kind, as columns of one row.
 *
 * @throws ContangoError `POSITION_VALUE` where there is none, a name is not made of letters, digits and `_` (or is `time`), or
 * a value is no number, boolean or text.
 */
export function customPositionColumns({ values }: CustomPosition): ReadonlyMap<string, Column> {
  const columns = Object.entries(values ?? {}).map(([name, value]): [string, Column] => {
    if (!NAME.test(name) || name === "time")
      throw refuse(`"${name}" cannot be a column; use letters, digits and _, and not "time"`);
    if (typeof value === "number") return [name, floatColumn(Float64Array.of(value))];
    if (typeof value === "boolean") return [name, boolColumn(Uint8Array.of(Number(value)))];
    if (typeof value === "string") return [name, stringColumn([value])];
    throw refuse(`${name} is ${String(value)}; give a number (NaN where it is not known), a boolean or text`);
  });
  if (columns.length === 0) throw refuse("it has no values; give at least one");
  return new Map(columns);
}

/** The position in one row of a frame that {@link isCustomPosition}; integers become numbers, missing text is empty. */
export function customPositionAt(frame: Frame, row: number): CustomPosition {
  const values = [...frame.columns].map(([name, column]) => {
    const value = cell(column, row) ?? "";
    return [name, typeof value === "bigint" ? Number(value) : value];
  });
  return { kind: "custom", values: Object.fromEntries(values) };
}

const refuse = (what: string): ContangoError =>
  new ContangoError("POSITION_VALUE", "positions", `a custom optimal position is wrong: ${what}`);
