import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CAPITAL_METHODS,
  type Compounded,
  compound,
  fixedCapital,
  fullCompounding,
  halfCompounding,
} from "../../src/capital/compounding.js";

const cents = (from: number, to: number) => fc.integer({ min: from, max: to }).map((value) => value / 100);
const amount = cents(0, 1_000_000_00);
const profit = cents(-2_000_000_00, 2_000_000_00);

const numbers = ({ total, maximum, unbounded }: Compounded): number[] => [
  total.toNumber(),
  maximum.toNumber(),
  unbounded.toNumber(),
];

describe("compounding", () => {
  it("full: the total follows the profit, and the maximum the total", () => {
    const after = fullCompounding({ total: 100, maximum: 120 }, -5.5);
    expect(numbers(after)).toEqual([94.5, 94.5, 94.5]);
    expect(after).toMatchObject({ capped: false, floored: false });
  });

  it("half: a profit above the maximum is not traded", () => {
    const after = halfCompounding({ total: 118, maximum: 120 }, 9);
    expect(numbers(after)).toEqual([120, 120, 127]);
    expect(after).toMatchObject({ capped: true, floored: false });
  });

  it("half: a total above a lowered maximum falls to it, even after a loss", () => {
    const after = halfCompounding({ total: 118, maximum: 90 }, -3);
    expect(numbers(after)).toEqual([90, 90, 115]);
    expect(after.capped).toBe(true);
  });

  it("fixed: nothing changes but the maximum, which becomes the total", () => {
    expect(numbers(fixedCapital({ total: 118, maximum: 120 }, 9))).toEqual([118, 118, 118]);
  });

  it.each(["full", "half"] as const)("%s: a loss larger than the total leaves zero", (method) => {
    const after = compound(method, { total: 5, maximum: 120 }, -9);
    expect(after.total.toNumber()).toBe(0);
    expect(after.unbounded.toNumber()).toBe(-4);
    expect(after).toMatchObject({ capped: false, floored: true });
  });

  it("refuses an unknown method, naming the known ones", () => {
    const other = () => compound("other" as "full", { total: 1, maximum: 1 }, 0);
    expect(other).toThrow('"other" is not a capital method; use one of full, half, fixed');
    expect(other).toThrow(expect.objectContaining({ code: "CAPITAL_METHOD" }));
  });

  it.each(CAPITAL_METHODS)("%s: refuses amounts that are not finite", (method) => {
    expect(() => compound(method, { total: Number.NaN, maximum: 1 }, 0)).toThrow("total capital was NaN");
    expect(() => compound(method, { total: 1, maximum: 1 }, Number.POSITIVE_INFINITY)).toThrow(
      "profit was Infinity",
    );
  });

  it("half never exceeds the maximum, and no method goes below zero", () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        profit,
        fc.constantFrom(...CAPITAL_METHODS),
        (total, maximum, change, method) => {
          const after = compound(method, { total, maximum }, change);
          expect(after.total.greaterThanOrEqualTo(0)).toBe(true);
          expect(after.total.lessThanOrEqualTo(after.maximum)).toBe(true);
          expect(after.capped).toBe(method === "half" && after.unbounded.greaterThan(maximum));
          expect(after.floored).toBe(method !== "fixed" && after.unbounded.lessThan(0));
        },
      ),
    );
  });
});
