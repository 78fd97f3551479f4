import fc from "fast-check";
import { expect, it } from "vitest";
import { map } from "../../src/series/arithmetic.js";
import { series } from "../../src/series/construct.js";
import { roundHalfEven } from "../../src/series/rounding.js";

it.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, 0],
  [-1.5, -2],
  [-2.5, -2],
  [0.49999999999999994, 0],
  [0.5000000000000001, 1],
  [-2.4, -2],
  [-2.6, -3],
  [4503599627370495.5, 4503599627370496],
  [4503599627370494.5, 4503599627370494],
  [-(2 ** 53) - 2, -(2 ** 53) - 2],
  [1e300, 1e300],
])("%d rounds to %d", (value, rounded) => {
  expect(roundHalfEven(value)).toBe(rounded);
});

it("never gives −0, and leaves what is not finite", () => {
  for (const value of [-0, -0.2, -0.5]) expect(Object.is(roundHalfEven(value), 0)).toBe(true);
  expect(roundHalfEven(Number.NaN)).toBeNaN();
  expect([roundHalfEven(Infinity), roundHalfEven(-Infinity, 2)]).toEqual([Infinity, -Infinity]);
});

it("agrees with rounding down and deciding by the distance", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: -1000, max: 1000 }).map((n) => n / 2),
      ),
      (value) => {
        const floor = Math.floor(value);
        const rest = value - floor;
        const expected = rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
        expect(roundHalfEven(value) === expected).toBe(true);
      },
    ),
  );
});

it("rounds to decimals, or to tens where they are negative", () => {
  expect(roundHalfEven(0.125, 2)).toBe(0.12);
  expect(roundHalfEven(0.375, 2)).toBe(0.38);
  expect(roundHalfEven(-1.005, 1)).toBe(-1);
  expect(roundHalfEven(1250, -2)).toBe(1200);
  expect(roundHalfEven(1350, -2)).toBe(1400);
  expect(roundHalfEven(1.5e300, 20)).toBe(1.5e300);
  expect(() => roundHalfEven(1, 0.5)).toThrow(
    expect.objectContaining({
      code: "SERIES_PARAMETER",
      message: expect.stringContaining("decimals is 0.5"),
    }),
  );
});

it("rounds a series through map", () => {
  expect([...map(series([1, 2, 3], [0.5, Number.NaN, 1.5]), roundHalfEven).values]).toEqual([
    0,
    Number.NaN,
    2,
  ]);
});
