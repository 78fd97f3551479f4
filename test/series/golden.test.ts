import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { add, divide, multiply, subtract } from "../../src/series/arithmetic.js";
import { diff } from "../../src/series/change.js";
import { series } from "../../src/series/construct.js";
import { ewmMean, ewmStandardDeviation } from "../../src/series/ewm.js";
import { forwardFill } from "../../src/series/fill.js";
import { sum } from "../../src/series/reduce.js";
import { resampleBusinessDays } from "../../src/series/resample.js";
import type { Series } from "../../src/series/series.js";
import { goldenSystemFiles } from "../support/chapter15.js";
import { FUTURES } from "../support/folders.js";
import { golden, number, relativeDifference, TOLERANCE, time } from "../support/golden.js";

interface Column {
  readonly n: number;
  readonly nan: number;
  readonly sum: number;
  readonly sumsq: number;
  readonly first: string;
  readonly last: string;
  readonly samples: readonly (readonly [time: string, value: number | null])[];
}

interface System {
  readonly instruments: Readonly<
    Record<
      string,
      {
        readonly daily_prices: Column;
        readonly daily_returns_volatility: Column;
        readonly raw_forecast: Readonly<Record<string, Column>>;
      }
    >
  >;
}

const adjustedPrice = (instrument: string): Series => {
  const [, ...lines] = readFileSync(`${FUTURES}/adjusted_prices_csv/${instrument}.csv`, "utf8")
    .trim()
    .split("\n");
  const cells = lines.map((line) => line.split(","));
  return series(
    cells.map(([at]) => at!),
    cells.map(([, price]) => (price === "" ? null : Number(price))),
    { unsorted: "sort", duplicates: "last" },
  );
};

function check(actual: Series, expected: Column, what: string): void {
  const rows = new Map(actual);
  expect([actual.length, actual.timeAt(0), actual.timeAt(-1)], what).toEqual([
    expected.n,
    time(expected.first),
    time(expected.last),
  ]);
  expect(actual.values.filter(Number.isNaN).length, what).toBe(expected.nan);
  const size = Math.sqrt(expected.sumsq);
  expect(Math.abs(sum(actual) - expected.sum), what).toBeLessThanOrEqual(TOLERANCE * size);
  expect(Math.abs(sum(actual.values.map((x) => x * x)) / expected.sumsq - 1), what).toBeLessThanOrEqual(
    TOLERANCE,
  );
  // A forecast may pass close to 0, where the difference of two averages has lost its digits in the reference too.
  const samples = expected.samples.map(([at, value]) => {
    const got = rows.get(time(at)) ?? Number.NaN;
    return Math.abs(got - number(value)) <= 1e-14 * size ? number(value) : got;
  });
  const values = expected.samples.map(([, value]) => number(value));
  expect(relativeDifference(samples, values), what).toBeLessThanOrEqual(TOLERANCE);
}

// What a trading rule does first with real prices, from the series core alone.
describe.each(goldenSystemFiles())("%s", (file) => {
  it("daily prices, their volatility and the moving-average forecasts", () => {
    const { instruments } = golden<System>(file);
    for (const [instrument, expected] of Object.entries(instruments)) {
      const price = resampleBusinessDays(adjustedPrice(instrument), "last");
      check(price, expected.daily_prices, `${instrument} daily prices`);
      const fast = ewmStandardDeviation(diff(price), { span: 35, minPeriods: 10 });
      const volatility = add(multiply(0.3, ewmMean(fast, { span: 2560 })), multiply(0.7, fast));
      check(volatility, expected.daily_returns_volatility, `${instrument} volatility`);
      for (const [rule, forecast] of Object.entries(expected.raw_forecast)) {
        const spans = /^ewmac(\d+)_(\d+)$/.exec(rule);
        if (spans === null) continue;
        const [short, long] = [spans[1], spans[2]].map((span) => ewmMean(price, { span: Number(span) }));
        check(divide(subtract(short!, long!), forwardFill(volatility)), forecast, `${instrument} ${rule}`);
      }
    }
  });
});
