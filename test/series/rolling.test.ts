import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollingMax, rollingMin } from "../../src/series/rollingExtremes.js";
import { rollingMean, rollingStandardDeviation, rollingSum } from "../../src/series/rollingMoments.js";
import { rollingMedian, rollingQuantile } from "../../src/series/rollingQuantile.js";
import type { RollingWindow } from "../../src/series/rollingWindow.js";
import { Series } from "../../src/series/series.js";
import { relativeDifference } from "../support/golden.js";
import * as naive from "./naive.js";

const DAY = 86_400_000;
const daily = (values: readonly number[]): Series =>
  new Series(
    Float64Array.from(values, (_, row) => row * DAY),
    Float64Array.from(values),
    "x",
  );
const NONE = Number.NaN;

describe("rolling statistics equal those of each window by itself", () => {
  const check = (
    actual: (x: Series, options: RollingWindow) => Series,
    expected: (values: readonly number[]) => number,
    scale: (values: readonly number[]) => number,
  ): void => {
    fc.assert(
      fc.property(naive.series(), naive.rollingWindow, (x, options) => {
        const scales = naive.windows(x, options).map((values) => Math.max(0, ...values.map(Math.abs)));
        const wanted = naive.rolling(x, options, expected);
        const got = actual(x, options);
        expect(got.time).toBe(x.time);
        expect(got.name).toBe("x");
        for (let row = 0; row < x.length; row++) {
          const near = scale([scales[row]!]);
          expect(
            naive.agree([got.values[row]!], [wanted[row]!], near),
            `row ${row}: ${got.values[row]} not ${wanted[row]}`,
          ).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  };
  const largest = ([size]: readonly number[]): number => size!;

  it("sum", () => check(rollingSum, naive.sum, largest));
  it("mean", () => check(rollingMean, (values) => naive.sum(values) / values.length, largest));
  it("standard deviation", () => check(rollingStandardDeviation, naive.standardDeviation, largest));
  it("min", () =>
    check(
      rollingMin,
      (values) => (values.length === 0 ? NONE : Math.min(...values)),
      () => 0,
    ));
  it("max", () =>
    check(
      rollingMax,
      (values) => (values.length === 0 ? NONE : Math.max(...values)),
      () => 0,
    ));
  it("median", () =>
    check(
      rollingMedian,
      (values) => naive.quantile(values, 0.5),
      () => 0,
    ));
  it.each([0, 0.05, 0.3, 0.5, 0.99, 1])("quantile %d", (q) =>
    check(
      (x, options) => rollingQuantile(x, q, options),
      (values) => naive.quantile(values, q),
      () => 0,
    ),
  );
});

describe("rolling statistics over long series", () => {
  // Long enough for many blocks, with runs of missing values and of ties.
  const rows = 2000;
  let seed = 7;
  const next = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const x = daily(
    Array.from({ length: rows }, (_, row) =>
      row % 400 > 340 || next() < 0.1 ? NONE : row % 700 > 500 ? Math.floor(next() * 5) : next() * 100,
    ),
  );

  it.each([
    { window: 1 },
    { window: 2, minPeriods: 1 },
    { window: 64, minPeriods: 10 },
    { window: 500, minPeriods: 100 },
    { window: 5000, minPeriods: 3 },
    { days: 97.5 },
  ] satisfies RollingWindow[])("%j", (options) => {
    for (const q of [0.05, 0.5]) {
      const expected = naive.rolling(x, options, (values) => naive.quantile(values, q));
      expect(relativeDifference(rollingQuantile(x, q, options).values, expected)).toBeLessThan(1e-14);
    }
    const deviation = naive.rolling(x, options, naive.standardDeviation);
    expect(relativeDifference(rollingStandardDeviation(x, options).values, deviation)).toBeLessThan(1e-12);
  });
});

describe("rolling statistics keep their digits", () => {
  const noise = Array.from({ length: 400 }, (_, row) => Math.sin(row * row) / 64);

  it("where values are large beside their spread", () => {
    const x = daily(noise.map((value) => 1e9 + Math.round(value * 2 ** 20) / 2 ** 20));
    const expected = naive.rolling(x, { window: 50 }, naive.standardDeviation);
    const actual = rollingStandardDeviation(x, { window: 50 }).values;
    expect(relativeDifference(actual, expected)).toBeLessThan(1e-11);
  });

  it("after an outlier has left the window", () => {
    // In the second half missing rows follow it.
    const x = daily(
      noise.map((value, row) =>
        row % 120 === 57 ? 1e15 : row > 200 && row % 120 > 57 && row % 120 < 70 ? NONE : value,
      ),
    );
    const window = { window: 20, minPeriods: 5 };
    for (const [actual, expected] of [
      [rollingStandardDeviation, naive.standardDeviation],
      [rollingMean, (values: readonly number[]) => naive.sum(values) / values.length],
      [rollingSum, naive.sum],
    ] as const) {
      const wanted = naive.rolling(x, window, expected);
      expect(relativeDifference(actual(x, window).values, wanted)).toBeLessThan(1e-10);
    }
  });

  it("where all values are the same: no spread, and the mean is the value", () => {
    const x = daily(Array.from({ length: 300 }, () => 0.1));
    expect(new Set(rollingStandardDeviation(x, { window: 7, minPeriods: 2 }).values.slice(1))).toEqual(
      new Set([0]),
    );
    expect(new Set(rollingMean(x, { window: 7, minPeriods: 1 }).values)).toEqual(new Set([0.1]));
  });
});

describe("rolling windows", () => {
  const x = daily([1, 2, 4, NONE, 8]);

  it("need every row by default, and a missing row is no value", () => {
    expect([...rollingMean(x, { window: 2 }).values]).toEqual([NONE, 1.5, 3, NONE, NONE]);
    expect(
      [...rollingStandardDeviation(x, { window: 3, minPeriods: 2 }).values].map((s) => s.toFixed(8)),
    ).toEqual(["NaN", "0.70710678", "1.52752523", "1.41421356", "2.82842712"]);
    const quantiles = rollingQuantile(x, 0.3, { window: 5, minPeriods: 1 }).values;
    expect(relativeDifference(quantiles, [1, 1.3, 1.6, 1.6, 1.9])).toBeLessThan(1e-15);
  });

  it("of days begin after the moment so many days before the row, and need one value", () => {
    const y = new Series(Float64Array.of(0, DAY, 1.5 * DAY, 4 * DAY), Float64Array.of(1, 2, 3, NONE), "y");
    expect([...rollingSum(y, { days: 1 }).values]).toEqual([1, 2, 5, NONE]);
    expect([...rollingMax(y, { days: 3 }).values]).toEqual([1, 2, 3, 3]);
  });

  it("treat infinite values as missing", () => {
    const y = daily([1, Infinity, 3]);
    expect([...rollingMedian(y, { window: 3, minPeriods: 1 }).values]).toEqual([1, 1, 2]);
    expect([...rollingMin(y, { window: 3 }).values]).toEqual([NONE, NONE, NONE]);
  });

  it("of an empty series are empty, of missing values missing", () => {
    for (const rolling of [
      rollingSum,
      rollingMean,
      rollingStandardDeviation,
      rollingMin,
      rollingMax,
      rollingMedian,
    ]) {
      expect(rolling(daily([]), { window: 3 }).length).toBe(0);
      expect([...rolling(daily([NONE, NONE]), { window: 2, minPeriods: 1 }).values]).toEqual([NONE, NONE]);
    }
    expect([...rollingSum(daily([NONE]), { window: 2, minPeriods: 0 }).values]).toEqual([0]);
  });

  it.each([
    [{ window: 0 }, "window is 0; give a whole number of at least 1"],
    [{ window: 2.5 }, "window is 2.5"],
    [{ window: NONE }, "window is NaN"],
    [{ window: 3, minPeriods: 4 }, "minPeriods is 4, more than the window of 3 rows"],
    [{ window: 3, minPeriods: -1 }, "minPeriods is -1; give a whole number of at least 0"],
    [{ days: 0 }, "days is 0; give a number above 0"],
    [{ days: 5, minPeriods: 0.5 }, "minPeriods is 0.5"],
    [{}, "either window (rows) or days"],
    [{ window: 3, days: 3 }, "either window (rows) or days"],
  ])("refuse %j", (options, message) => {
    for (const rolling of [rollingMean, rollingMin, rollingMedian]) {
      expect(() => rolling(x, options as RollingWindow)).toThrow(
        expect.objectContaining({ code: "SERIES_PARAMETER", message: expect.stringContaining(message) }),
      );
    }
  });

  it.each([-0.1, 1.01, NONE])("refuse the quantile %d", (q) => {
    expect(() => rollingQuantile(x, q, { window: 3 })).toThrow(
      expect.objectContaining({
        code: "SERIES_PARAMETER",
        message: expect.stringContaining(`quantile is ${q}`),
      }),
    );
  });
});
