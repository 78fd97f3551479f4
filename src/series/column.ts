import { formatTime } from "../time/text.js";
import { numberText } from "./series.js";

export interface FloatColumn {
  readonly kind: "float64";
  /** NaN is missing. */
  readonly values: Float64Array;
}

export interface IntColumn {
  readonly kind: "int64";
  readonly values: BigInt64Array;
}

export interface BoolColumn {
  readonly kind: "bool";
  /** 0 or 1. */
  readonly values: Uint8Array;
}

export interface TimeColumn {
  readonly kind: "time";
  /** Epoch milliseconds of wall time, microseconds as a fraction; NaN is missing. */
  readonly values: Float64Array;
}

export interface StringColumn {
  readonly kind: "string";
  /** Positions in `dictionary`; -1 is missing. */
  readonly values: Int32Array;
  readonly dictionary: readonly string[];
}

/** One column of a {@link Frame}; `values` has one entry a row. */
export type Column = FloatColumn | IntColumn | BoolColumn | TimeColumn | StringColumn;

export type ColumnKind = Column["kind"];

/** What one cell reads as: missing is NaN for numbers and times, `undefined` for text. */
export type Cell = number | bigint | boolean | string | undefined;

export const floatColumn = (values: Float64Array): FloatColumn => ({ kind: "float64", values });
export const intColumn = (values: BigInt64Array): IntColumn => ({ kind: "int64", values });
export const boolColumn = (values: Uint8Array): BoolColumn => ({ kind: "bool", values });
export const timeColumn = (values: Float64Array): TimeColumn => ({ kind: "time", values });

/** A dictionary-coded text column from one text a row; `undefined` is missing. */
export function stringColumn(texts: readonly (string | undefined)[]): StringColumn {
  const codes = new Map<string, number>();
  const values = new Int32Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row];
    if (text === undefined) {
      values[row] = -1;
      continue;
    }
    let code = codes.get(text);
    if (code === undefined) {
      code = codes.size;
      codes.set(text, code);
    }
    values[row] = code;
  }
  return { kind: "string", values, dictionary: [...codes.keys()] };
}

/** The value of one cell. */
export function cell(column: Column, row: number): Cell {
  switch (column.kind) {
    case "string":
      return column.dictionary[column.values[row]!];
    case "bool":
      return column.values[row] === 1;
    default:
      return column.values[row];
  }
}

/** One cell as table text. */
export function cellText(column: Column, row: number): string {
  if (column.kind === "float64") return numberText(column.values[row]!);
  if (column.kind === "time") return formatTime(column.values[row]!);
  return String(cell(column, row) ?? "");
}

/** Rows `from` (inclusive) to `to` (exclusive) of a column, without a copy. */
export function sliceColumn<C extends Column>(column: C, from: number, to?: number): C {
  return { ...column, values: column.values.subarray(from, to) };
}
