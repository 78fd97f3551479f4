import { ContangoError } from "../errors/contangoError.js";
import {
  type Cell,
  type Column,
  type ColumnKind,
  cell,
  cellText,
  type StringColumn,
  sliceColumn,
} from "./column.js";
import { parameterError } from "./parameters.js";
import { Series, tableText } from "./series.js";
import { checkTimeIndex, trustTimeIndex } from "./timeIndex.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Plain data that a frame carries beside its columns and that every store keeps. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * What was read beside the values and must survive a round trip: the index name, the dtypes of the source, and
 * whatever else a store notes under its own name.
 */
export interface FrameMeta {
  readonly index?: string;
  readonly [store: string]: Json | undefined;
}

/**
 * Named columns on one time index (epoch milliseconds of wall time, strictly ascending). Columns keep their
 * order; arrays are shared between frames and never written again.
 *
 * @example
 * const bars = new Frame(time, { FINAL: floatColumn(close), VOLUME: floatColumn(volume) });
 * bars.series("FINAL");
 */
export class Frame {
  readonly time: Float64Array;
  readonly columns: ReadonlyMap<string, Column>;
  readonly meta: FrameMeta;

  /**
   * @throws ContangoError `SERIES_LENGTH` where a column has another length than `time`;
   * `SERIES_DUPLICATE_TIME`, `SERIES_UNSORTED_TIME`, `TIME_VALUE`.
   */
  constructor(
    time: Float64Array,
    columns: Readonly<Record<string, Column>> | ReadonlyMap<string, Column>,
    meta: FrameMeta = {},
  ) {
    this.time = time;
    this.columns = columns instanceof Map ? columns : new Map(Object.entries(columns));
    this.meta = meta;
    for (const [name, column] of this.columns) {
      if (column.values.length !== time.length) {
        throw new ContangoError(
          "SERIES_LENGTH",
          "series",
          `column "${name}" has ${column.values.length} rows where the frame has ${time.length}`,
          { details: { column: name } },
        );
      }
    }
    checkTimeIndex(time, "frame");
  }

  get length(): number {
    return this.time.length;
  }

  /** Column names in order. */
  get names(): string[] {
    return [...this.columns.keys()];
  }

  /** @throws ContangoError `COLUMN_MISSING`. */
  column(name: string): Column {
    const column = this.columns.get(name);
    if (column !== undefined) return column;
    throw new ContangoError(
      "COLUMN_MISSING",
      "series",
      `there is no column "${name}"; the frame has ${this.names.map((known) => `"${known}"`).join(", ") || "none"}`,
      { details: { column: name } },
    );
  }

  /** The values of a float64 column, without a copy. @throws ContangoError `COLUMN_MISSING`, `COLUMN_KIND`. */
  floats(name: string): Float64Array {
    const column = this.column(name);
    if (column.kind === "float64") return column.values;
    throw wrongKind(name, column.kind, "float64");
  }

  /** A text column. @throws ContangoError `COLUMN_MISSING`, `COLUMN_KIND`. */
  strings(name: string): StringColumn {
    const column = this.column(name);
    if (column.kind === "string") return column;
    throw wrongKind(name, column.kind, "string");
  }

  /** A numeric column as a series; bool, int64 and time become float64. @throws ContangoError `COLUMN_KIND` for text. */
  series(name: string): Series {
    const column = this.column(name);
    if (column.kind === "string") throw wrongKind(name, column.kind, "a number");
    const values =
      column.kind === "float64" || column.kind === "time"
        ? column.values
        : Float64Array.from(column.values as ArrayLike<number | bigint>, Number);
    return new Series(this.time, values, name);
  }

  /**
   * One row as an object, its time under `time`; negative rows count from the end.
   *
   * @throws ContangoError `SERIES_PARAMETER` where there is no such row.
   */
  row(row: number): Record<string, Cell> {
    const index = row < 0 ? this.length + row : row;
    const time = this.time[index];
    if (time === undefined) throw parameterError(`there is no row ${row} in a frame of ${this.length} rows`);
    const entries = [...this.columns].map(([name, column]): [string, Cell] => [name, cell(column, index)]);
    return { time, ...Object.fromEntries(entries) };
  }

  /** Rows `from` (inclusive) to `to` (exclusive) by position, without a copy; negative positions count from the end. */
  rows(from: number, to?: number): Frame {
    const columns = new Map<string, Column>();
    for (const [name, column] of this.columns) columns.set(name, sliceColumn(column, from, to));
    return new Frame(trustTimeIndex(this.time.subarray(from, to)), columns, this.meta);
  }

  /** The same rows with some columns replaced or added at the end. */
  with(columns: Readonly<Record<string, Column>>): Frame {
    return new Frame(this.time, new Map([...this.columns, ...Object.entries(columns)]), this.meta);
  }

  /** Only the named columns, in that order. @throws ContangoError `COLUMN_MISSING`. */
  select(names: readonly string[]): Frame {
    return new Frame(this.time, new Map(names.map((name) => [name, this.column(name)])), this.meta);
  }

  /** The same data under other metadata. */
  withMeta(meta: FrameMeta): Frame {
    return new Frame(this.time, this.columns, meta);
  }

  /** Head and tail as text, as the REPL prints it. */
  toString(): string {
    return tableText(
      this.time,
      [...this.columns].map(([name, column]) => ({ name, text: (row) => cellText(column, row) })),
    );
  }

  [INSPECT](): string {
    return this.toString();
  }
}

function wrongKind(name: string, kind: ColumnKind, wanted: string): ContangoError {
  return new ContangoError(
    "COLUMN_KIND",
    "series",
    `column "${name}" holds ${kind}, where ${wanted} is needed`,
    {
      details: { column: name, kind },
    },
  );
}
