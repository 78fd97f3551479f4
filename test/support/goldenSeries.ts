import { expect } from "vitest";
import { sum } from "../../src/series/reduce.js";
import type { Series } from "../../src/series/series.js";
import { number, relativeDifference, TOLERANCE, time } from "./golden.js";

/** A series as the golden files of whole systems hold it: counts, sums, and samples. */
export interface GoldenSeries {
  readonly n: number;
  readonly nan: number;
  readonly sum: number;
  readonly sumsq?: number;
  readonly first: string;
  readonly last: string;
  readonly samples: readonly (readonly [time: string, value: number | null])[];
}

export interface CheckOptions {
  /** Relative tolerance of samples and sums. */
  readonly tolerance?: number;
  /** Differences are relative to the expected value, or to this where it is smaller. */
  readonly scale?: number;
  /** Compare samples only, and only up to this time. */
  readonly until?: number;
}

/** Every sample, and the counts, ends and sums, of a golden series. */
export function checkSeries(
  actual: Series,
  expected: GoldenSeries,
  what: string,
  { tolerance = TOLERANCE, scale = 0, until }: CheckOptions = {},
): void {
  const size =
    expected.sumsq === undefined
      ? Math.sqrt(sum(actual.values.map((x) => x * x)))
      : Math.sqrt(expected.sumsq);
  if (until === undefined) {
    expect([actual.length, actual.timeAt(0), actual.timeAt(-1)], what).toEqual([
      expected.n,
      time(expected.first),
      time(expected.last),
    ]);
    expect(actual.values.filter(Number.isNaN).length, `${what}: missing values`).toBe(expected.nan);
    const sumsScale = Math.sqrt(actual.length) * size;
    expect(Math.abs(sum(actual) - expected.sum), `${what}: sum`).toBeLessThanOrEqual(tolerance * sumsScale);
    if (expected.sumsq !== undefined) {
      const squares = sum(actual.values.map((x) => x * x));
      expect(Math.abs(squares - expected.sumsq), `${what}: sum of squares`).toBeLessThanOrEqual(
        2 * tolerance * expected.sumsq,
      );
    }
  }
  const rows = new Map(actual);
  const samples = expected.samples.filter(([at]) => until === undefined || time(at) <= until);
  expect(samples.length, `${what}: samples`).toBeGreaterThan(0);
  // A value may pass close to 0, where the difference of two averages has lost its digits in the reference too.
  const got = samples.map(([at, value]) => {
    const here = rows.get(time(at)) ?? Number.NaN;
    const near = Math.max(1e-14 * size, tolerance * scale);
    return Math.abs(here - number(value)) <= near ? number(value) : here;
  });
  const wanted = samples.map(([, value]) => number(value));
  const worst = relativeDifference(got, wanted);
  if (worst > tolerance) {
    const at = samples.findIndex((_, row) => relativeDifference([got[row]!], [wanted[row]!]) > tolerance);
    expect.fail(`${what} at ${samples[at]?.[0]}: ${got[at]}, expected ${wanted[at]} (worst ${worst})`);
  }
}
