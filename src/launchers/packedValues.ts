import { bytesToValues, valueBytes } from "../storage/frameCodec.js";

/**
 * Numbers as bytes that compress well, without loss: of each value only the bits that differ from the one before, and the
 * bytes of equal weight of all values together.
 */
export function packValues(values: Float64Array): Uint8Array {
  const { length } = values;
  const bytes = valueBytes(values);
  const packed = new Uint8Array(8 * length);
  for (let plane = 0; plane < 8; plane++) {
    let before = 0;
    for (let row = 0, from = plane, to = plane * length; row < length; row++, from += 8, to++) {
      const byte = bytes[from]!;
      packed[to] = byte ^ before;
      before = byte;
    }
  }
  return packed;
}

/** The numbers that {@link packValues} made bytes of. */
export function unpackValues(packed: Uint8Array): Float64Array {
  const length = packed.length / 8;
  const bytes = new Uint8Array(packed.length);
  for (let plane = 0; plane < 8; plane++) {
    let before = 0;
    for (let row = 0, from = plane * length, to = plane; row < length; row++, from++, to += 8) {
      before ^= packed[from]!;
      bytes[to] = before;
    }
  }
  return bytesToValues("float64", bytes);
}
