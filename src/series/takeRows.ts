import { ContangoError } from "../errors/contangoError.js";
import { type Column, floatColumn } from "./column.js";
import { Frame } from "./frame.js";
import { Series } from "./series.js";

/**
 * A series or frame of the given rows under the given times; row -1 is missing in every column.
 *
 * @throws ContangoError `COLUMN_KIND`, as {@link takeColumn}.
 */
export function takeRows<T extends Series | Frame>(data: T, time: Float64Array, rows: Int32Array): T {
  if (data instanceof Series) return new Series(time, takeFloats(data.values, rows), data.name) as T;
  const frame = data as Frame;
  const someMissing = rows.includes(-1);
  const columns = new Map<string, Column>();
  for (const [name, column] of frame.columns) {
    columns.set(name, takeColumn(name, column, rows, someMissing));
  }
  return new Frame(time, columns, frame.meta) as T;
}

/** Values at the given rows; row -1 gives NaN. */
export function takeFloats(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    out[i] = row < 0 ? Number.NaN : values[row]!;
  }
  return out;
}

/**
 * The cells of a column at the given rows; row -1 is a missing cell. Text keeps its dictionary. A column of
 * int64 or bool, which cannot say that a cell is missing, becomes float64 where some row is -1, as in pandas.
 *
 * @throws ContangoError `COLUMN_KIND` where an int64 beyond 2^53 would have to become float64.
 */
export function takeColumn(name: string, column: Column, rows: Int32Array, someMissing: boolean): Column {
  switch (column.kind) {
    case "float64":
    case "time":
      return { ...column, values: takeFloats(column.values, rows) };
    case "string":
      return { ...column, values: rows.map((row) => (row < 0 ? -1 : column.values[row]!)) };
    case "bool":
      if (someMissing) return floatColumn(takeFloats(Float64Array.from(column.values), rows));
      return { ...column, values: Uint8Array.from(rows, (row) => column.values[row]!) };
    case "int64":
      if (someMissing) return floatColumn(takeFloats(exactFloats(name, column.values), rows));
      return { ...column, values: BigInt64Array.from(rows, (row) => column.values[row]!) };
  }
}

function exactFloats(name: string, values: BigInt64Array): Float64Array {
  return Float64Array.from(values, (value) => {
    const float = Number(value);
    if (Number.isSafeInteger(float)) return float;
    throw new ContangoError(
      "COLUMN_KIND",
      "series",
      `column "${name}" would need a missing cell and become float64, which cannot hold ${value}; align fewer columns`,
      { details: { column: name } },
    );
  });
}
