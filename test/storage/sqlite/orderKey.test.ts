import fc from "fast-check";
import { expect, test } from "vitest";
import { Int32, type RecordValue } from "../../../src/storage/recordStore.js";
import { compareValues } from "../../../src/storage/recordValues.js";
import { entryKey, orderKey } from "../../../src/storage/sqlite/orderKey.js";

/** Text whose order by code unit is that by code point (no surrogates); often with a zero inside. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\0", "\u0001", "a"),
    fc.integer({ min: 0, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 5,
});
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const nearDoubles = fc
  .tuple(fc.constantFrom(53n, 54n, 60n, 62n), fc.integer({ min: -3, max: 3 }))
  .map(([power, offset]) => 2n ** power + BigInt(offset));
const scalar = fc.oneof(
  fc.double(),
  fc.integer(),
  nearDoubles,
  nearDoubles.map(Number),
  int64,
  fc.integer().map((value) => new Int32(value)),
  text,
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 4, max: 3 }),
  fc.constantFrom(
    0,
    -0,
    0n,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.MIN_VALUE,
  ),
);
const { value } = fc.letrec<{ value: RecordValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

const sign = (order: number): number => Math.sign(order) + 0;

test("bytes are in the order of the values", () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(sign(Buffer.compare(orderKey(a), orderKey(b)))).toBe(sign(compareValues(a, b)));
    }),
    { numRuns: 5_000 },
  );
});

test("bytes of the same type are in the order of the values", () => {
  for (const same of [fc.oneof(fc.double(), nearDoubles, int64), text, fc.array(scalar, { maxLength: 3 })]) {
    fc.assert(
      fc.property(same, same, (a, b) => {
        expect(sign(Buffer.compare(orderKey(a), orderKey(b)))).toBe(sign(compareValues(a, b)));
      }),
      { numRuns: 2_000 },
    );
  }
});

test("several values are in the order of the first that differs", () => {
  fc.assert(
    fc.property(text, text, text, text, (a, b, c, d) => {
      const expected = sign(compareValues(a, c)) || sign(compareValues(b, d));
      expect(sign(Buffer.compare(orderKey(a, b), orderKey(c, d)))).toBe(expected);
    }),
  );
});

test("an index entry is short, and differs where long values differ at their end", () => {
  const long = "position ".repeat(1000);
  const keys = [long, `${long}a`, `${long}b`].map((each) => Buffer.from(entryKey(each)));
  for (const key of keys) expect(key.length).toBeLessThan(600);
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(3);
  expect(entryKey("short")).toEqual(orderKey("short"));
});
