import fc from "fast-check";
import { expect, it } from "vitest";
import { sortedIds } from "../../src/time/sortedIds.js";

it("are unique, and sort as they were given, however the clock goes", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4e12 }), { maxLength: 50 }), (times) => {
      const next = sortedIds("abcd1234");
      const ids = times.map(next);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...ids].sort()).toEqual(ids);
    }),
  );
});

it("sort by time among makers", () => {
  expect(sortedIds("zzzz")(1000) < sortedIds("aaaa")(1001)).toBe(true);
  expect(sortedIds("aaaa")(1000)).not.toBe(sortedIds("bbbb")(1000));
});
