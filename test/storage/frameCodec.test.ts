import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToValues, joinBytes, swapped, VALUE_BYTES, valueBytes } from "../../src/storage/frameCodec.js";

describe("frame codec", () => {
  test("writes little-endian values", () => {
    expect([...valueBytes(Float64Array.of(1, -2))]).toEqual([
      0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0,
    ]);
    expect([...valueBytes(BigInt64Array.of(258n, -1n))]).toEqual([
      2,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      ...Array<number>(8).fill(255),
    ]);
    expect([...valueBytes(Int32Array.of(258, -1))]).toEqual([2, 1, 0, 0, 255, 255, 255, 255]);
    expect([...valueBytes(Uint8Array.of(1, 0))]).toEqual([1, 0]);
  });

  test("reads what it wrote, bit for bit, wherever the bytes lie", () => {
    const shifted = (bytes: Uint8Array, by: number): Uint8Array => {
      const room = new Uint8Array(bytes.length + by);
      room.set(bytes, by);
      return room.subarray(by);
    };
    fc.assert(
      fc.property(
        fc.float64Array(),
        fc.bigInt64Array(),
        fc.int32Array(),
        fc.nat(8),
        (floats, ints, codes, by) => {
          expect(bytesToValues("float64", shifted(valueBytes(floats), by))).toEqual(floats);
          expect(bytesToValues("time", shifted(valueBytes(floats), by))).toEqual(floats);
          expect(bytesToValues("int64", shifted(valueBytes(ints), by))).toEqual(ints);
          expect(bytesToValues("string", shifted(valueBytes(codes), by))).toEqual(codes);
        },
      ),
    );
  });

  test("keeps the bits of −0, denormals and the sign of NaN", () => {
    const bits = BigUint64Array.of(1n << 63n, 1n, 0xfff8000000000123n);
    const values = new Float64Array(bits.buffer);
    expect([...new BigUint64Array(bytesToValues("float64", valueBytes(values)).buffer)]).toEqual([...bits]);
  });

  test("takes a part of an array as its part of the bytes", () => {
    const values = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(valueBytes(values)).toHaveLength(2 * VALUE_BYTES.float64);
    expect([...bytesToValues("float64", valueBytes(values))]).toEqual([2, 3]);
  });

  test("is a view where the bytes are aligned", () => {
    const values = Float64Array.of(1, 2);
    expect(bytesToValues("float64", valueBytes(values)).buffer).toBe(values.buffer);
  });

  test("swaps bytes on machines of the other order, and twice is not at all", () => {
    expect([...swapped(Uint8Array.of(1, 2, 3, 4), 4)]).toEqual([4, 3, 2, 1]);
    expect([...swapped(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 8)]).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect([...swapped(Uint8Array.of(1, 2), 1)]).toEqual([1, 2]);
    const bytes = valueBytes(Float64Array.of(1.5, Number.NaN));
    expect(swapped(swapped(bytes, 8), 8)).toEqual(new Uint8Array(bytes));
  });

  test("joins byte runs", () => {
    expect([...joinBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)])]).toEqual([1, 2, 3]);
    expect(joinBytes([])).toHaveLength(0);
  });
});
