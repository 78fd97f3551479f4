import type { BacktestSnapshot } from "../../src/backtest/system/snapshot.js";
import type { BacktestRun } from "../../src/launchers/backtestStates.js";
import { Series } from "../../src/series/series.js";
import { DAY } from "../../src/time/civil.js";
import { type TimeLike, toTime } from "../../src/time/text.js";

const days = (from: string, length: number): Float64Array =>
  Float64Array.from({ length }, (_, row) => toTime(from) + row * DAY);

/** Time columns of which some are shared, some equal, some others; values with everything that a double can hold. */
const long = days("2020-01-01", 400);
const awkward = Float64Array.of(Number.NaN, -0, 0, Number.POSITIVE_INFINITY, 5e-324, -1.5, 1 / 3, 0.1 + 0.2);
const wave = (name: string, scale: number): Series =>
  new Series(
    long,
    long.map((_, row) => scale * Math.sin(row / 9)),
    name,
  );

const contents: Readonly<Record<string, readonly Series[]>> = {
  CORN: [
    wave("combinedForecast", 10),
    wave("notionalPosition", 3),
    new Series(days("2021-01-01", 8), awkward, "odd"),
  ],
  US10: [
    new Series(days("2020-01-01", 400), new Float64Array(400).fill(0.25), "weight"),
    new Series(new Float64Array(0), new Float64Array(0), "empty"),
    new Series(Float64Array.of(toTime("2020-01-01 10:00:00.000123")), Float64Array.of(1), "micro"),
  ],
};

const named = (series: readonly Series[]): ReadonlyMap<string, Series> =>
  new Map(series.map((one) => [one.name, one]));

export const snapshot: BacktestSnapshot = {
  instruments: Object.keys(contents),
  portfolio: named([wave("instrumentDiversificationMultiplier", 1)]),
  seriesOf: (instrument) => named(contents[instrument]!),
};

export const runAt = (time: TimeLike, config: BacktestRun["config"] = { forecast_cap: 20 }): BacktestRun => ({
  time,
  snapshot,
  config,
});
