import { describe, expect, it } from "vitest";
import { median } from "../../src/series/reduce.js";
import { rowMedian } from "../../src/series/rowReduce.js";
import { Series } from "../../src/series/series.js";

const INFINITE = Number.POSITIVE_INFINITY;

describe("the middle of an even number of values", () => {
  const pairs: readonly (readonly [low: number, high: number, middle: number])[] = [
    [-INFINITE, 1, -INFINITE],
    [1, INFINITE, INFINITE],
    [-INFINITE, -INFINITE, -INFINITE],
    [-INFINITE, INFINITE, Number.NaN],
    [1, 4, 2.5],
  ];

  it.each(pairs)("of %d and %d is %d, as their mean is", (low, high, middle) => {
    expect(median([high, low])).toBe(middle);
    const [one, other] = [low, high].map((value) => new Series(Float64Array.of(0), Float64Array.of(value)));
    expect([...rowMedian([one!, other!]).values]).toEqual([middle]);
  });
});
