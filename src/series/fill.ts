import type { Column } from "./column.js";
import { Frame } from "./frame.js";
import { Series } from "./series.js";

/**
 * Each missing value becomes the last one before it that is not missing; leading ones stay missing. In a frame,
 * every column by itself, text too.
 *
 * @example
 * forwardFill(price);
 */
export function forwardFill<T extends Series | Frame>(data: T): T {
  return fill(data, 1);
}

/** Each missing value becomes the next one after it that is not missing; trailing ones stay missing. */
export function backwardFill<T extends Series | Frame>(data: T): T {
  return fill(data, -1);
}

type Direction = 1 | -1;

function fill<T extends Series | Frame>(data: T, direction: Direction): T {
  if (data instanceof Series) {
    return new Series(data.time, fillFloats(data.values, direction), data.name) as T;
  }
  const frame = data as Frame;
  const columns = [...frame.columns].map(([name, column]) => [name, fillColumn(column, direction)] as const);
  return new Frame(frame.time, new Map(columns), frame.meta) as T;
}

function fillColumn(column: Column, direction: Direction): Column {
  switch (column.kind) {
    case "float64":
    case "time":
      return { ...column, values: fillFloats(column.values, direction) };
    case "string":
      return { ...column, values: fillCodes(column.values, direction) };
    default:
      return column;
  }
}

function fillFloats(values: Float64Array, direction: Direction): Float64Array {
  const out = new Float64Array(values.length);
  let last = Number.NaN;
  for (let row = direction === 1 ? 0 : values.length - 1; row >= 0 && row < values.length; row += direction) {
    const value = values[row]!;
    if (!Number.isNaN(value)) last = value;
    out[row] = last;
  }
  return out;
}

function fillCodes(codes: Int32Array, direction: Direction): Int32Array {
  const out = new Int32Array(codes.length);
  let last = -1;
  for (let row = direction === 1 ? 0 : codes.length - 1; row >= 0 && row < codes.length; row += direction) {
    const code = codes[row]!;
    if (code >= 0) last = code;
    out[row] = last;
  }
  return out;
}
