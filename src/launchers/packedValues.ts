import { bytesToValues, valueBytes } from "../storage/frameCodec.js";

/**
 * Numbers as bytes that compress well, without loss: of each value only the bits that differ from the one before, and the
 * bytes of equal weight of all values together. `packed` has room for 8 bytes a value.
 */
export function packValues(values: Float64Array, packed: Uint8Array): void {
  const { length } = values;
  const { buffer, byteOffset, byteLength } = valueBytes(values);
  const bytes = new DataView(buffer, byteOffset, byteLength);
  const [second, third, fourth, fifth] = [length, 2 * length, 3 * length, 4 * length];
  const [sixth, seventh, eighth] = [5 * length, 6 * length, 7 * length];
  let lowBefore = 0;
  let highBefore = 0;
  for (let row = 0, at = 0; row < length; row++, at += 8) {
    const low = bytes.getUint32(at, true);
    const high = bytes.getUint32(at + 4, true);
    const lowChange = low ^ lowBefore;
    const highChange = high ^ highBefore;
    lowBefore = low;
    highBefore = high;
    packed[row] = lowChange;
    packed[second + row] = lowChange >>> 8;
    packed[third + row] = lowChange >>> 16;
    packed[fourth + row] = lowChange >>> 24;
    packed[fifth + row] = highChange;
    packed[sixth + row] = highChange >>> 8;
    packed[seventh + row] = highChange >>> 16;
    packed[eighth + row] = highChange >>> 24;
  }
}

/** The numbers that {@link packValues} made bytes of. */
export function unpackValues(packed: Uint8Array): Float64Array {
  const length = packed.length / 8;
  const unpacked = new Uint8Array(packed.length);
  const bytes = new DataView(unpacked.buffer);
  const [second, third, fourth, fifth] = [length, 2 * length, 3 * length, 4 * length];
  const [sixth, seventh, eighth] = [5 * length, 6 * length, 7 * length];
  let low = 0;
  let high = 0;
  for (let row = 0, at = 0; row < length; row++, at += 8) {
    low ^=
      packed[row]! |
      (packed[second + row]! << 8) |
      (packed[third + row]! << 16) |
      (packed[fourth + row]! << 24);
    high ^=
      packed[fifth + row]! |
      (packed[sixth + row]! << 8) |
      (packed[seventh + row]! << 16) |
      (packed[eighth + row]! << 24);
    bytes.setUint32(at, low, true);
    bytes.setUint32(at + 4, high, true);
  }
  return bytesToValues("float64", unpacked);
}
