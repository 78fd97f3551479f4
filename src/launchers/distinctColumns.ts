import type { Series } from "../series/series.js";
import { valueBytes } from "../storage/frameCodec.js";

/** The values of some series, those that are equal once. */
export interface DistinctColumns {
  /** Those of a series whose values are all the same are that one value. */
  readonly columns: readonly Float64Array[];
  /** The position of each series' column, in their order. */
  readonly places: readonly number[];
}

/** What is to be kept of the values of some series. Values are equal where every bit of them is. */
export function distinctColumns(series: Iterable<Series>): DistinctColumns {
  const columns: Float64Array[] = [];
  const places: number[] = [];
  for (const { values } of series) {
    const column = isConstant(values) ? values.subarray(0, 1) : values;
    const bytes = valueBytes(column);
    const known = columns.findIndex(
      ({ length }, at) => length === column.length && Buffer.compare(valueBytes(columns[at]!), bytes) === 0,
    );
    places.push(known === -1 ? columns.push(column) - 1 : known);
  }
  return { columns, places };
}

/** The values of a series of some length from its column. */
export function repeated(column: Float64Array, length: number): Float64Array {
  if (column.length === length) return column;
  const values = new Float64Array(length);
  // As whole numbers, so that every bit of a NaN comes back.
  new BigUint64Array(values.buffer).fill(new BigUint64Array(column.buffer, column.byteOffset, 1)[0]!);
  return values;
}

function isConstant({ buffer, byteOffset, length }: Float64Array): boolean {
  const words = new Uint32Array(buffer, byteOffset, 2 * length);
  for (let at = 2; at < words.length; at++) if (words[at] !== words[at - 2]) return false;
  return length > 1;
}
