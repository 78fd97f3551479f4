import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actualCapital, capitalMultiplier } from "../../../src/backtest/portfolio/capitalMultiplier.js";
import { map } from "../../../src/series/arithmetic.js";
import { daily, expectClose, listed, maybe, refusal } from "./made.js";

describe("capitalMultiplier", () => {
  const net = daily([null, 10, -20, null, 5, 50]);

  it("fixed is 1", () => {
    expect(listed(capitalMultiplier("fixed", net))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("full compounds profits and losses", () => {
    expectClose(capitalMultiplier("full", net).values, [Number.NaN, 1.1, 0.88, 0.88, 0.924, 1.386]);
  });

  it("half keeps losses, and profits up to 1; a return counts for the multiple it was made at", () => {
    const later = 0.8 * (1 + (0.8 * 5) / 100);
    const expected = [1, 1, 0.8, 0.8, later, 1];
    expectClose(capitalMultiplier("half", net).values, expected);
    expectClose(capitalMultiplier("half", daily([-50, -50, 10])).values, [1, 0.5, 0.5 * (1 + 0.05)]);
  });

  it("stays at 0 once all is lost", () => {
    expect(listed(capitalMultiplier("full", daily([10, -150, 50, -200])))).toEqual([1.1, 0, 0, 0]);
    expect(listed(capitalMultiplier("half", daily([0, -150, 50, -200])))).toEqual([1, 0, 0, 0]);
  });

  it("takes a function of one's own, on the times of the portfolio", () => {
    const own = capitalMultiplier((percent) => map(percent, (value) => 1 + value).rows(0, 3), net);
    expect(listed(own)).toEqual([null, 11, -19, -19, -19, -19]);
  });

  it("starts at 1, and half stays above 0 and at most 1", () => {
    fc.assert(
      fc.property(fc.array(maybe({ min: -30, max: 30 }), { minLength: 1, maxLength: 60 }), (values) => {
        const percent = daily([0, ...values]);
        const [half, full, fixed] = (["half", "full", "fixed"] as const).map((method) =>
          capitalMultiplier(method, percent),
        );
        expect(half!.at(0)).toBe(1);
        for (let row = 0; row < percent.length; row++) {
          expect(half!.values[row]!).toBeGreaterThan(0);
          expect(half!.values[row]!).toBeLessThanOrEqual(1);
          expect(fixed!.values[row]).toBe(1);
          expect(full!.values[row]!).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("takes nothing and gives nothing", () => {
    for (const method of ["fixed", "full", "half"] as const) {
      expect(capitalMultiplier(method, daily([])).length).toBe(0);
    }
  });

  it.each(["third", "constructor"])("refuses the method %s, and names those there are", (method) => {
    const error = refusal(() => capitalMultiplier(method as "fixed", net));
    expect([error.code, error.details.key]).toEqual(["BACKTEST_CONFIG", "capital_multiplier.func"]);
    expect(error.message).toContain(`is ${method}; give one of fixed, full, half, or a function`);
  });
});

describe("actualCapital", () => {
  it("is what the day before made of it", () => {
    expect(listed(actualCapital(daily([1, 1.5, 0.5]), 1000))).toEqual([null, 1000, 1500]);
  });
});
