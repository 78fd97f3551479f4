import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoSidedPValue } from "../../../src/backtest/accounts/studentT.js";

/** The finite sums for a whole number of degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4). */
function exact(t: number, freedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let total = 0;
  for (let k = odd ? 2 : 1; k < freedom; k += 2) {
    total += term;
    term *= (cosine * cosine * k) / (k + 1);
  }
  return odd ? 1 - (2 / Math.PI) * (angle + sine * (freedom === 1 ? 0 : total)) : 1 - sine * total;
}

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

describe("twoSidedPValue", () => {
  it.each([
    [12.706204736432095, 1, 0.05],
    [2.2281388519649385, 10, 0.05],
    [2.0422724563012373, 30, 0.05],
    [4.032142983557536, 5, 0.01],
    [1.9839715184496334, 100, 0.05],
  ])("agrees with tables: t %d of %d degrees of freedom is %d", (t, freedom, expected) => {
    expect(relative(twoSidedPValue(t, freedom), expected)).toBeLessThan(1e-9);
  });

  it("agrees with the finite sums", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 3.5, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (t, freedom) => {
          expect(relative(twoSidedPValue(t, freedom), exact(t, freedom))).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 500 },
    );
    for (const freedom of [5000, 15_001, 100_000]) {
      for (const t of [0.1, 1, 1.7, 1.8, 2, 3])
        expect(relative(twoSidedPValue(t, freedom), exact(t, freedom))).toBeLessThan(1e-9);
    }
  });

  it("keeps its digits far out", () => {
    for (const t of [1e2, 1e5, 1e9]) {
      expect(relative(twoSidedPValue(t, 1), (2 / Math.PI) * Math.atan(1 / t))).toBeLessThan(1e-13);
      const root = Math.sqrt(2 + t * t);
      expect(relative(twoSidedPValue(t, 2), 2 / (root * (root + t)))).toBeLessThan(1e-13);
    }
  });

  it("approaches the normal distribution", () => {
    const [t, freedom] = [1.959963984540054, 1e7];
    const density = Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    const expected = 0.05 + (density * (t ** 3 + t)) / (2 * freedom);
    expect(relative(twoSidedPValue(t, freedom), expected)).toBeLessThan(1e-9);
  });

  it("is the same on both sides, 1 at 0 and 0 at infinity", () => {
    expect(twoSidedPValue(-2.5, 12)).toBe(twoSidedPValue(2.5, 12));
    expect(twoSidedPValue(0, 12)).toBe(1);
    expect(twoSidedPValue(Number.NEGATIVE_INFINITY, 12)).toBe(0);
    expect(twoSidedPValue(1e-160, 12)).toBeCloseTo(1, 12);
    expect(twoSidedPValue(1e200, 12)).toBe(0);
    expect(twoSidedPValue(40, 1e6)).toBeGreaterThanOrEqual(0);
  });

  it("is missing where there are no degrees of freedom", () => {
    expect(twoSidedPValue(2, 0)).toBeNaN();
    expect(twoSidedPValue(Number.NaN, 10)).toBeNaN();
    expect(twoSidedPValue(2, Number.NaN)).toBeNaN();
  });
});
