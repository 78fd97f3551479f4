import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateForecastScalar } from "../../../src/backtest/estimation/forecastScalar.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { multiply } from "../../../src/series/arithmetic.js";
import { series } from "../../../src/series/construct.js";
import * as naive from "../../series/naive.js";
import "../../support/fastCheck.js";

const NONE = Number.NaN;

describe("an estimated forecast scalar", () => {
  it("of one instrument: the target over the mean absolute forecast so far, zeros missing", () => {
    const raw = series([1, 2, 3, 4, 5], [2, 0, -4, null, 6]);
    const options = { minPeriods: 2, target: 12 };
    expect([...estimateForecastScalar([raw], options).values]).toEqual([4, 4, 4, 4, 3]);
    expect([...estimateForecastScalar([raw], { ...options, backfill: false }).values]).toEqual([
      NONE,
      NONE,
      4,
      4,
      3,
    ]);
    expect([...estimateForecastScalar([raw], { ...options, window: 2, backfill: false }).values]).toEqual([
      NONE,
      NONE,
      NONE,
      NONE,
      NONE,
    ]);
  });

  it("of several: the median absolute forecast on all their times, each filled forward to the end", () => {
    const one = series([1, 2, 4], [-2, null, 6]);
    const two = series([1, 3], [4, 0]);
    const three = series([5], [-100]);
    const scalar = estimateForecastScalar([one, two, three], { minPeriods: 1, target: 60 });
    // Medians: 3, 3, 3, 5, and of 6, 4 and 100.
    expect([...scalar.time]).toEqual([1, 2, 3, 4, 5]);
    expect([...scalar.values]).toEqual([20, 20, 20, 60 / 3.5, 60 / 4]);
  });

  it("turns with the size of forecasts, and not with their sign", () => {
    fc.assert(
      fc.property(naive.series(40), fc.constantFrom(0.5, -4, 8), (raw, factor) => {
        const options = { minPeriods: 3 };
        const plain = estimateForecastScalar([raw], options).values;
        const scaled = estimateForecastScalar([multiply(raw, factor)], options).values;
        expect([...scaled].map((value) => value * Math.abs(factor))).toEqual([...plain]);
      }),
    );
  });

  it("is missing where there is too little, and refused where there is nothing", () => {
    expect([...estimateForecastScalar([series([1, 2], [1, 1])]).values]).toEqual([NONE, NONE]);
    expect(estimateForecastScalar([series([], [])]).length).toBe(0);
    try {
      estimateForecastScalar([]);
      expect.unreachable();
    } catch (error) {
      expect(isContangoError(error, "ESTIMATION") && error.details.key).toBe("forecast_scalar_estimate");
    }
  });
});
