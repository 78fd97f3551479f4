import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frame, series } from "../../src/series/construct.js";
import {
  count,
  firstValue,
  lastValue,
  max,
  mean,
  median,
  min,
  quantile,
  standardDeviation,
  sum,
} from "../../src/series/reduce.js";
import { rowMean, rowMedian, rowSum } from "../../src/series/rowReduce.js";
import * as naive from "./naive.js";

const NONE = Number.NaN;

describe("reductions", () => {
  it("skip what is missing", () => {
    const x = series([1, 2, 3, 4, 5], [NONE, 4, 1, NONE, 2]);
    expect([sum(x), count(x), mean(x), median(x), min(x), max(x)]).toEqual([7, 3, 7 / 3, 2, 1, 4]);
    expect(standardDeviation(x)).toBeCloseTo(Math.sqrt(7 / 3), 14);
    expect([firstValue(x), lastValue(x)]).toEqual([4, 2]);
  });

  it("take plain numbers too", () => {
    expect(mean([1, 2, 3])).toBe(2);
    expect(median(Float64Array.of(1, 2))).toBe(1.5);
  });

  it.each([[[]], [[NONE, NONE]]])("of no values (%j): the sum is 0, the rest NaN", (values) => {
    expect([sum(values), count(values)]).toEqual([0, 0]);
    for (const reduce of [mean, median, min, max, standardDeviation, firstValue, lastValue]) {
      expect(reduce(values)).toBeNaN();
    }
    expect(quantile(values, 0.3)).toBeNaN();
  });

  it("one value has no spread to measure", () => {
    expect(standardDeviation([3])).toBeNaN();
    expect(quantile([3], 0.9)).toBe(3);
  });

  it("keep their digits", () => {
    expect(sum([1e16, 1, -1e16])).toBe(1);
    expect(mean([1e16, 3, -1e16])).toBe(1);
    const noise = Array.from({ length: 999 }, (_, row) => (row * 37) % 64);
    const shifted = noise.map((value) => value + 2 ** 40);
    expect(Math.abs(standardDeviation(shifted) / standardDeviation(noise) - 1)).toBeLessThan(1e-12);
  });

  it("of infinite values", () => {
    expect([sum([Infinity, 1]), max([Infinity, 1]), min([-Infinity, NONE])]).toEqual([
      Infinity,
      Infinity,
      -Infinity,
    ]);
    expect(quantile([1, Infinity, Infinity], 0.9)).toBe(Infinity);
  });

  it("quantiles lie between the sorted values", () => {
    fc.assert(
      fc.property(naive.series(), fc.double({ min: 0, max: 1, noNaN: true }), (x, q) => {
        const finite = [...x.values].filter(Number.isFinite);
        expect(naive.agree([quantile(finite, q)], [naive.quantile(finite, q)], 0)).toBe(true);
      }),
    );
  });

  it.each([-0.01, 1.01, NONE])("refuse the quantile %d", (q) => {
    expect(() => quantile([1], q)).toThrow(
      expect.objectContaining({
        code: "SERIES_PARAMETER",
        message: expect.stringContaining(`quantile is ${q}`),
      }),
    );
  });
});

describe("reductions across columns", () => {
  const x = series([1, 2, 3], [1, NONE, 3]);
  const y = series([2, 3, 4], [NONE, 30, 40]);
  const z = series([3], [6]);

  it("skip what is missing: a row without a value sums to 0", () => {
    expect([...rowSum([x, y, z]).time]).toEqual([1, 2, 3, 4]);
    expect([...rowSum([x, y, z]).values]).toEqual([1, 0, 39, 40]);
    expect([...rowMean([x, y, z]).values]).toEqual([1, NONE, 13, 40]);
    expect([...rowMedian([x, y, z]).values]).toEqual([1, NONE, 6, 40]);
    expect([rowSum([]).length, rowMean([]).length, rowMedian([]).length]).toEqual([0, 0, 0]);
  });

  it("take the numeric columns of a frame", () => {
    const bars = frame([1, 2], { a: [1, null], b: [3n, 5n], text: ["x", "y"], when: [new Date(9), null] });
    expect([...rowSum(bars).values]).toEqual([4, 5]);
    expect([...rowMean(bars).values]).toEqual([2, 5]);
    expect([...rowMedian(bars).values]).toEqual([2, 5]);
    expect([...rowSum(bars.select(["text"])).values]).toEqual([0, 0]);
  });
});
