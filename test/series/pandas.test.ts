import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alignInner, alignOuter } from "../../src/series/align.js";
import { add, clip, divide, map, multiply, subtract } from "../../src/series/arithmetic.js";
import type { Frequency } from "../../src/series/bins.js";
import { cumulativeSum, diff, shift } from "../../src/series/change.js";
import { dropMissing } from "../../src/series/dropMissing.js";
import { type EwmOptions, ewmMean, ewmStandardDeviation } from "../../src/series/ewm.js";
import { backwardFill, forwardFill } from "../../src/series/fill.js";
import * as reduce from "../../src/series/reduce.js";
import { asOf, reindex } from "../../src/series/reindex.js";
import { type BinValue, resample, resampleBusinessDays } from "../../src/series/resample.js";
import { rollingMax, rollingMin } from "../../src/series/rollingExtremes.js";
import { rollingMean, rollingStandardDeviation, rollingSum } from "../../src/series/rollingMoments.js";
import { rollingMedian, rollingQuantile } from "../../src/series/rollingQuantile.js";
import type { RollingWindow } from "../../src/series/rollingWindow.js";
import { roundHalfEven } from "../../src/series/rounding.js";
import { rowMean, rowMedian, rowSum } from "../../src/series/rowReduce.js";
import { Series } from "../../src/series/series.js";
import { relativeDifference } from "../support/golden.js";

// Values of pandas, made by test/fixtures/pandasCases.py, which also says how to read them.
type Value = number | null | "inf" | "-inf";
type Options = EwmOptions &
  RollingWindow & {
    readonly q: number;
    readonly rows: number;
    readonly decimals: number;
    readonly lower: number;
    readonly upper: number;
    readonly frequency: Frequency;
    readonly value: BinValue | "forwardFill";
  };
interface Fixture {
  readonly inputs: Readonly<Record<string, readonly [times: number[], values: Value[]]>>;
  readonly cases: readonly (readonly [
    function_: string,
    inputs: string[],
    options: Options,
    expected: Value | Value[] | [number[], Value[]],
  ])[];
}

const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/pandas.json", import.meta.url), "utf8"),
) as Fixture;

const FUNCTIONS: Readonly<Record<string, (inputs: Series[], options: Options) => Series | number>> = {
  ewmMean: ([x], o) => ewmMean(x!, o),
  ewmStandardDeviation: ([x], o) => ewmStandardDeviation(x!, o),
  rollingMean: ([x], o) => rollingMean(x!, o),
  rollingSum: ([x], o) => rollingSum(x!, o),
  rollingStandardDeviation: ([x], o) => rollingStandardDeviation(x!, o),
  rollingMin: ([x], o) => rollingMin(x!, o),
  rollingMax: ([x], o) => rollingMax(x!, o),
  rollingMedian: ([x], o) => rollingMedian(x!, o),
  rollingQuantile: ([x], o) => rollingQuantile(x!, o.q, o),
  resample: ([x], o) => resample(x!, o.frequency, o.value as BinValue),
  resampleBusinessDays: ([x], o) => resampleBusinessDays(x!, o.value),
  add: ([x, y]) => add(x!, y!),
  subtract: ([x, y]) => subtract(x!, y!),
  multiply: ([x, y]) => multiply(x!, y!),
  divide: ([x, y]) => divide(x!, y!),
  reindex: ([x, y]) => reindex(x!, y!),
  asOf: ([x, y]) => asOf(x!, y!),
  alignInner: ([x, y]) => alignInner([x!, y!])[0],
  alignOuter: ([x, y]) => alignOuter([x!, y!])[0],
  rowSum: (columns) => rowSum(columns),
  rowMean: (columns) => rowMean(columns),
  rowMedian: (columns) => rowMedian(columns),
  forwardFill: ([x]) => forwardFill(x!),
  backwardFill: ([x]) => backwardFill(x!),
  dropMissing: ([x]) => dropMissing(x!),
  diff: ([x], o) => diff(x!, o.rows),
  shift: ([x], o) => shift(x!, o.rows),
  cumulativeSum: ([x]) => cumulativeSum(x!),
  clip: ([x], o) => clip(x!, o),
  round: ([x], o) => map(x!, (value) => roundHalfEven(value * 2, o.decimals) / 2),
  sum: ([x]) => reduce.sum(x!),
  mean: ([x]) => reduce.mean(x!),
  median: ([x]) => reduce.median(x!),
  min: ([x]) => reduce.min(x!),
  max: ([x]) => reduce.max(x!),
  standardDeviation: ([x]) => reduce.standardDeviation(x!),
  count: ([x]) => reduce.count(x!),
  quantile: ([x], o) => reduce.quantile(x!, o.q),
};

const number = (value: Value): number =>
  value === null ? Number.NaN : value === "inf" ? Infinity : value === "-inf" ? -Infinity : value;
const milliseconds = (seconds: readonly number[]): Float64Array =>
  Float64Array.from(seconds, (second) => second * 1000);
const inputs = new Map(
  Object.entries(fixture.inputs).map(([name, [times, values]]) => [
    name,
    new Series(milliseconds(times), Float64Array.from(values, number), name),
  ]),
);

/** The largest difference, relative, or absolute where the expected value is below 1 (a variance of 0 has rounding errors). */
function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  const near = expected.map((value, row) => (Math.abs(value - actual[row]!) <= 1e-12 ? actual[row]! : value));
  return relativeDifference(actual, near);
}

describe("agrees with pandas 1.5.3", () => {
  it("has a case for every function, and a function for every case", () => {
    expect([...new Set(fixture.cases.map(([name]) => name))].sort()).toEqual(Object.keys(FUNCTIONS).sort());
  });

  it.each(Object.keys(FUNCTIONS))("%s", (name) => {
    for (const [function_, names, options, expected] of fixture.cases) {
      if (function_ !== name) continue;
      const series = names.map((input) => inputs.get(input)!);
      const what = JSON.stringify([names, options]);
      const result = FUNCTIONS[name]!(series, options);
      if (typeof result === "number") {
        expect(difference([result], [number(expected as Value)]), what).toBeLessThan(1e-11);
        continue;
      }
      const [times, values] = Array.isArray((expected as unknown[])[0])
        ? (expected as [number[], Value[]])
        : [undefined, expected as Value[]];
      expect([...result.time], what).toEqual([
        ...(times === undefined ? series[0]!.time : milliseconds(times)),
      ]);
      expect(difference(result.values, values.map(number)), what).toBeLessThan(1e-11);
    }
  });
});
