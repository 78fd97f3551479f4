import type { Column } from "../../series/column.js";
import type { CsvFormat } from "./format.js";

/** How the cells of a column become values. `inferred`: as they look. */
export type CsvKind = "float" | "contract" | "int64" | "bool" | "time" | "string" | "inferred";

/**
 * How a file writes its times. `iso`: `YYYY-MM-DD`, alone or with a clock. Epochs count from 1970-01-01. Else a pattern as of
 * `strftime`, of `%Y %y %m %b %d %H %I %p %M %S %f` and other text: `%d.%m.%Y`, `%Y%m%d %H%M`. A date without a clock in its
 * pattern may be followed by one, after a space or a `T`: `HH:MM`, `HH:MM:SS`, `HH:MM:SS.ffffff`, with `Z` or `+01:00` or
 * without.
 */
export type CsvDates = "iso" | "epoch seconds" | "epoch milliseconds" | `${string}%${string}`;

/** What a file is expected to hold. */
export interface CsvShape {
  /** The usual name of the time column. */
  readonly index: string;
  /** Other names it may have; absent = it is the first column, whatever its name. */
  readonly aliases?: readonly string[];
  readonly dates: CsvDates;
  /** Our names of columns that the file calls otherwise. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly kind: (column: string) => CsvKind;
  /** Columns that must be there, under our names. */
  readonly required: readonly string[];
}

/** A file's contents, rows in the order of the file. */
export interface CsvTable {
  readonly time: Float64Array;
  readonly columns: ReadonlyMap<string, Column>;
  readonly format: CsvFormat;
  /** Line (1-based) of a row (0-based). */
  readonly line: (row: number) => number;
}

/** Position of the time column in a header, -1 where there is none. */
export function timeColumn(header: readonly string[], shape: CsvShape): number {
  if (shape.aliases === undefined) return /^\d{4}-\d/.test(header[0] ?? "") ? -1 : 0;
  for (const name of [shape.index, ...shape.aliases]) {
    const position = header.indexOf(name);
    if (position >= 0) return position;
  }
  return -1;
}
