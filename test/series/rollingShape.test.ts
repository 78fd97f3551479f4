import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollingKurtosis, rollingSkew } from "../../src/series/rollingShape.js";
import type { RollingWindow } from "../../src/series/rollingWindow.js";
import { Series } from "../../src/series/series.js";
import { relativeDifference } from "../support/golden.js";
import * as naive from "./naive.js";

const DAY = 86_400_000;
const NONE = Number.NaN;
const daily = (values: readonly number[]): Series =>
  new Series(
    Float64Array.from(values, (_, row) => row * DAY),
    Float64Array.from(values),
    "x",
  );

/** The sum of a power of the distances from the mean, over the count. */
function moment(values: readonly number[], power: number): number {
  const mean = values[0]! + naive.sum(values.map((value) => value - values[0]!)) / values.length;
  return naive.sum(values.map((value) => (value - mean) ** power)) / values.length;
}

function skew(values: readonly number[]): number {
  const n = values.length;
  if (n < 3) return NONE;
  if (new Set(values).size === 1) return 0;
  return (Math.sqrt(n * (n - 1)) / (n - 2)) * (moment(values, 3) / moment(values, 2) ** 1.5);
}

function kurtosis(values: readonly number[]): number {
  const n = values.length;
  if (n < 4) return NONE;
  if (new Set(values).size === 1) return -3;
  const ratio = moment(values, 4) / moment(values, 2) ** 2;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * ratio - 3 * (n - 1));
}

describe.each([
  ["skew", rollingSkew, skew],
  ["kurtosis", rollingKurtosis, kurtosis],
] as const)("rolling %s", (_, actual, expected) => {
  it("equals that of each window by itself", () => {
    fc.assert(
      fc.property(naive.series(), naive.rollingWindow, (x, options) => {
        const got = actual(x, options);
        const wanted = naive.rolling(x, options, expected);
        expect(got.time).toBe(x.time);
        expect(got.name).toBe("x");
        for (let row = 0; row < x.length; row++) {
          expect(
            naive.agree([got.values[row]!], [wanted[row]!], 1000),
            `row ${row}: ${got.values[row]} not ${wanted[row]}`,
          ).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([{ window: 4 }, { window: 250, minPeriods: 20 }, { days: 97.5 }] satisfies RollingWindow[])(
    "equals it over long series with gaps and ties: %j",
    (options) => {
      const x = daily(
        Array.from({ length: 1500 }, (_value, row) =>
          row % 300 > 250 || row % 7 === 3 ? NONE : 1e4 + Math.sin(row * row) * (row % 40 === 0 ? 30 : 1),
        ),
      );
      const got = actual(x, options).values;
      const wanted = naive.rolling(x, options, expected);
      expect(naive.agree(got, wanted, 1000)).toBe(true);
      expect(got.some((value) => Number.isFinite(value))).toBe(true);
    },
  );

  it("keeps its digits after an outlier has left the window, and does not depend on the scale", () => {
    const noise = Array.from({ length: 400 }, (_value, row) => Math.sin(row * row) / 64);
    const x = daily(noise.map((value, row) => (row % 120 === 57 ? 1e12 : value)));
    const window = { window: 20 };
    const got = actual(x, window).values;
    expect(relativeDifference(got, naive.rolling(x, window, expected))).toBeLessThan(1e-8);
    const small = daily([...x.values].map((value) => value * 2 ** -80));
    expect(relativeDifference(actual(small, window).values, got)).toBeLessThan(1e-9);
  });

  it("of an empty series is empty, of missing values missing", () => {
    expect(actual(daily([]), { days: 365 }).length).toBe(0);
    expect([...actual(daily([NONE, NONE]), { days: 365 }).values]).toEqual([NONE, NONE]);
  });

  it("refuses a bad window", () => {
    expect(() => actual(daily([1]), { days: -1 })).toThrow(
      expect.objectContaining({ code: "SERIES_PARAMETER", message: expect.stringContaining("days is -1") }),
    );
  });
});

it("skew is what pandas gives", () => {
  const got = rollingSkew(daily([1, 2, 4, NONE, 8]), { window: 5, minPeriods: 3 }).values;
  expect(relativeDifference(got, [NONE, NONE, 0.93521953, 0.93521953, 1.13762437])).toBeLessThan(1e-8);
});

it("kurtosis of four values is what its definition gives", () => {
  // Distances −3, −1, 1, 3: m₂ = 5, m₄ = 41.
  const got = rollingKurtosis(daily([1, 3, 5, 7]), { days: 365 }).at(-1);
  expect(got).toBeCloseTo((3 / 2) * ((5 * 41) / 25 - 9), 12);
});
