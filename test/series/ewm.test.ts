import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { series } from "../../src/series/construct.js";
import { type EwmOptions, ewmMean, ewmStandardDeviation } from "../../src/series/ewm.js";
import type { Series } from "../../src/series/series.js";
import { relativeDifference } from "../support/golden.js";
import * as naive from "./naive.js";

const NONE = Number.NaN;
const x = series([1, 2, 3, 4, 5], [NONE, 1, NONE, 3, 5], { name: "x" });

/** The finite values up to a row with their weights, written out: (1 − α) to the power of the age. */
function weighted(
  data: Series,
  row: number,
  alpha: number,
  ignoreMissing: boolean,
): [weight: number, value: number][] {
  const values = [...data.values.subarray(0, row + 1)];
  const rows = ignoreMissing ? values.filter(Number.isFinite) : values;
  return rows
    .map((value, at): [number, number] => [(1 - alpha) ** (rows.length - 1 - at), value])
    .filter(([, value]) => Number.isFinite(value));
}

const options = fc.record({
  alpha: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  minPeriods: fc.integer({ min: 0, max: 5 }),
  ignoreMissing: fc.boolean(),
});

describe("exponentially weighted", () => {
  it("mean: the values written out", () => {
    expect([...ewmMean(x, { span: 3 }).values]).toEqual([NONE, 1, 1, 2.6, 4.076923076923077]);
    expect([...ewmMean(x, { centreOfMass: 1, minPeriods: 2 }).values]).toEqual([
      NONE,
      NONE,
      NONE,
      2.6,
      4.076923076923077,
    ]);
    const ignoring = ewmMean(x, { span: 3, ignoreMissing: true }).values;
    expect(relativeDifference(ignoring, [NONE, 1, 1, 7 / 3, 27 / 7])).toBeLessThan(1e-15);
    expect(ewmMean(x, { span: 3 }).name).toBe("x");
  });

  it("standard deviation: the values written out", () => {
    const values = ewmStandardDeviation(x, { span: 3 }).values;
    expect([...values.subarray(0, 3)]).toEqual([NONE, NONE, NONE]);
    expect(values[3]).toBeCloseTo(Math.SQRT2, 14);
    expect(values[4]).toBeCloseTo(1.758098, 6);
  });

  it("mean: equals the weighted sum of every row so far", () => {
    fc.assert(
      fc.property(naive.series(40), options, (data, choice) => {
        const expected = [...data.values].map((_, row) => {
          const terms = weighted(data, row, choice.alpha, choice.ignoreMissing);
          const weight = naive.sum(terms.map(([w]) => w));
          const mean = naive.sum(terms.map(([w, v]) => w * v)) / weight;
          return terms.length < Math.max(1, choice.minPeriods) ? NONE : mean;
        });
        expect(naive.agree(ewmMean(data, choice).values, expected, 1e9)).toBe(true);
      }),
    );
  });

  it("standard deviation: equals the weighted squares about the mean, corrected by the effective number", () => {
    // Tame values: beside a jump of 1e9 a later small spread has no digits left in any single pass.
    const tame = naive.series(30).map((data) =>
      series(
        data.time,
        data.values.map((v) => (Math.abs(v) > 5 ? NONE : v)),
      ),
    );
    fc.assert(
      fc.property(tame, options, (data, choice) => {
        const expected = [...data.values].map((_, row) => {
          const terms = weighted(data, row, choice.alpha, choice.ignoreMissing);
          const weight = naive.sum(terms.map(([w]) => w));
          const squaredWeights = naive.sum(terms.map(([w]) => w * w));
          const mean = naive.sum(terms.map(([w, v]) => w * v)) / weight;
          const biased = naive.sum(terms.map(([w, v]) => w * (v - mean) ** 2)) / weight;
          const needed = Math.max(2, choice.minPeriods);
          return terms.length < needed
            ? NONE
            : Math.sqrt((biased * weight ** 2) / (weight ** 2 - squaredWeights));
        });
        const actual = ewmStandardDeviation(data, choice).values;
        actual.forEach((value, row) => {
          expect(Number.isNaN(value)).toBe(Number.isNaN(expected[row]!));
          if (!Number.isNaN(value)) expect(Math.abs(value - expected[row]!)).toBeLessThan(1e-7);
        });
      }),
    );
  });

  it("standard deviation: one value that ages beside missing ones never has a spread", () => {
    const alone = series([1, 2, 3, 4, 5, 6, 7], [NONE, 5, NONE, NONE, NONE, NONE, NONE]);
    for (const alpha of [0.05000000000000011, 0.1, 0.3, 0.7]) {
      expect([...ewmStandardDeviation(alone, { alpha }).values]).toEqual(new Array(7).fill(NONE));
    }
  });

  it("of an empty series is empty, of missing values missing, of one value that value", () => {
    for (const ewm of [ewmMean, ewmStandardDeviation]) {
      expect(ewm(series([], []), { span: 5 }).length).toBe(0);
      expect([...ewm(series([1, 2], [NONE, NONE]), { span: 5 }).values]).toEqual([NONE, NONE]);
    }
    expect([...ewmMean(series([1], [7]), { span: 5 }).values]).toEqual([7]);
    expect([...ewmStandardDeviation(series([1], [7]), { span: 5 }).values]).toEqual([NONE]);
  });

  it("of a constant has no spread", () => {
    const constant = series(
      Float64Array.from({ length: 50 }, (_, row) => row),
      new Float64Array(50).fill(0.1),
    );
    expect(new Set(ewmStandardDeviation(constant, { span: 5 }).values.slice(1))).toEqual(new Set([0]));
  });

  it.each([
    [{ span: 0.5 }, "span is 0.5; give a number of at least 1"],
    [{ span: NONE }, "span is NaN"],
    [{ span: Infinity }, "span is Infinity"],
    [{ centreOfMass: -1 }, "centreOfMass is -1; give a number of at least 0"],
    [{ alpha: 0 }, "alpha is 0; give a number above 0, at most 1"],
    [{ alpha: 1.5 }, "alpha is 1.5"],
    [{}, "exactly one of span, centreOfMass and alpha; 0 were given"],
    [{ span: 3, alpha: 0.5 }, "2 were given"],
    [{ span: 3, minPeriods: -1 }, "minPeriods is -1"],
    [{ span: 3, minPeriods: 1.5 }, "minPeriods is 1.5"],
  ] as [EwmOptions, string][])("refuses %j", (bad, message) => {
    for (const ewm of [ewmMean, ewmStandardDeviation]) {
      expect(() => ewm(x, bad)).toThrow(
        expect.objectContaining({ code: "SERIES_PARAMETER", message: expect.stringContaining(message) }),
      );
    }
  });
});
