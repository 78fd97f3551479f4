import { endianness } from "node:os";
import type { Column, ColumnKind } from "../series/column.js";

/** Bytes of one value of each kind of column; text is stored as its position in the dictionary. */
export const VALUE_BYTES: Readonly<Record<ColumnKind, number>> = {
  float64: 8,
  int64: 8,
  time: 8,
  string: 4,
  bool: 1,
};

const LITTLE_ENDIAN = endianness() === "LE";

/**
 * The values of a column as little-endian bytes: IEEE doubles, two's complement integers, one byte a boolean. On a
 * little-endian machine a view, without a copy.
 */
export function valueBytes(values: Column["values"]): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return LITTLE_ENDIAN ? bytes : swapped(bytes, values.BYTES_PER_ELEMENT);
}

/**
 * The values of a column from the bytes that {@link valueBytes} gave: a view where the bytes are aligned to the
 * size of a value, else a copy.
 */
export function bytesToValues(kind: "float64" | "time", bytes: Uint8Array): Float64Array;
export function bytesToValues(kind: "int64", bytes: Uint8Array): BigInt64Array;
export function bytesToValues(kind: "bool", bytes: Uint8Array): Uint8Array;
export function bytesToValues(kind: "string", bytes: Uint8Array): Int32Array;
export function bytesToValues(kind: ColumnKind, bytes: Uint8Array): Column["values"] {
  const width = VALUE_BYTES[kind];
  const aligned = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset } = LITTLE_ENDIAN ? aligned : swapped(bytes, width);
  const length = bytes.byteLength / width;
  switch (kind) {
    case "float64":
    case "time":
      return new Float64Array(buffer, byteOffset, length);
    case "int64":
      return new BigInt64Array(buffer, byteOffset, length);
    case "bool":
      return new Uint8Array(buffer, byteOffset, length);
    case "string":
      return new Int32Array(buffer, byteOffset, length);
  }
}

/** A copy with the bytes of every value in the opposite order. */
export function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  const buffer = Buffer.from(copy.buffer, copy.byteOffset, copy.byteLength);
  if (width === 8) buffer.swap64();
  if (width === 4) buffer.swap32();
  return copy;
}

/** Byte runs one after the other; a single one is given back as it is. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}
