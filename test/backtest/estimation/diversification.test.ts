import { describe, expect, it } from "vitest";
import {
  equalCorrelations,
  type PeriodCorrelation,
} from "../../../src/backtest/estimation/correlationMatrix.js";
import { diversificationMultiplier } from "../../../src/backtest/estimation/diversification.js";
import { frame } from "../../../src/series/construct.js";
import { ewmMean } from "../../../src/series/ewm.js";
import { Series } from "../../../src/series/series.js";
import { DAY } from "../../../src/time/civil.js";

/** Correlations of a and b in use from a day to the next ones. */
const used = (day: number, correlation: number): PeriodCorrelation => ({
  ...equalCorrelations(["a", "b"], correlation),
  period: { fitStart: 0, fitEnd: 0, useStart: day * DAY, useEnd: day * DAY, hasData: true },
});
const days = (list: readonly number[]) => Float64Array.from(list, (day) => day * DAY);

describe("a diversification multiplier", () => {
  const weights = frame(days([2, 3, 4, 5, 6]), {
    a: [0.5, 0.5, 1, 1, 0.5],
    b: [0.5, 0.5, 0, 0, 0.5],
    elsewhere: [9, 9, 9, 9, 9],
  });

  it("is that of the correlations and weights when a period starts, smoothed", () => {
    const got = diversificationMultiplier([used(1, 0), used(3, 0), used(5, 0), used(6, 1)], weights, {
      span: 3,
    });
    // Before the first weights 1, then √2 with half each, 1 with all in a, and 1 with no diversification.
    const steps = Float64Array.of(1, Math.SQRT2, Math.SQRT2, 1, 1);
    const expected = ewmMean(new Series(weights.time, steps), { span: 3 }).values;
    for (const [row, value] of expected.entries()) expect(got.values[row]).toBeCloseTo(value, 14);
    expect(got.time).toBe(weights.time);
  });

  it("is 1 before the first period, on any times, and kept to the maximum", () => {
    const got = diversificationMultiplier(
      [used(4, 0)],
      weights.rows(0, 2),
      { maximum: 1.2, span: 1 },
      days([3, 4, 9]),
    );
    expect([...got.values]).toEqual([1, 1.2, 1.2]);
  });

  it("is 1 without correlations, and for assets without a weight", () => {
    expect([...diversificationMultiplier([], weights).values]).toEqual([1, 1, 1, 1, 1]);
    const others = frame(weights.time, { c: [1, 1, 1, 1, 1] });
    expect([...diversificationMultiplier([used(2, 0)], others).values]).toEqual([1, 1, 1, 1, 1]);
  });
});
