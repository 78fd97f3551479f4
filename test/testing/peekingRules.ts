import type { TradingRule } from "../../src/backtest/rules/rule.js";
import { divide, map, multiply, subtract } from "../../src/series/arithmetic.js";
import { diff, shift } from "../../src/series/change.js";
import { ewmMean, ewmStandardDeviation } from "../../src/series/ewm.js";
import { backwardFill, forwardFill } from "../../src/series/fill.js";
import { max, mean, min, standardDeviation } from "../../src/series/reduce.js";
import { asOf } from "../../src/series/reindex.js";
import { resample } from "../../src/series/resample.js";
import { rollingMean } from "../../src/series/rollingMoments.js";
import { lowerBound } from "../../src/series/search.js";
import { Series } from "../../src/series/series.js";
import { civilFromDays, DAY, dayOf, daysFromCivil } from "../../src/time/civil.js";

/** The value of each row by all the rows of its series. */
function ofWhole(series: Series, value: (values: Float64Array, row: number) => number): Series {
  return new Series(
    series.time,
    series.values.map((_, row) => value(series.values, row)),
    "forecast",
  );
}

/** Straight lines over the rows without a value. */
function interpolated(series: Series): Series {
  const [before, after] = [forwardFill(series).values, backwardFill(series).values];
  const since = new Float64Array(series.length);
  const until = new Float64Array(series.length);
  series.values.forEach((value, row) => {
    since[row] = Number.isNaN(value) ? (since[row - 1] ?? 0) + 1 : 0;
  });
  for (let row = series.length - 1; row >= 0; row--)
    until[row] = since[row] === 0 ? 0 : (until[row + 1] ?? 0) + 1;
  return ofWhole(series, (_, row) => {
    const gap = since[row]! + until[row]!;
    return gap === 0 ? before[row]! : (before[row]! * until[row]! + after[row]! * since[row]!) / gap;
  });
}

/** A straight line through all rows, by least squares. */
function fitted(series: Series): Series {
  const rows = Array.from(series.values.keys()).filter((row) => !Number.isNaN(series.values[row]!));
  const [x, y] = [mean(rows), mean(series)];
  let [above, below] = [0, 0];
  for (const row of rows) {
    above += (row - x) * (series.values[row]! - y);
    below += (row - x) ** 2;
  }
  return ofWhole(series, (_, row) => y + (above / below) * (row - x));
}

const momentum = (price: Series): Series =>
  subtract(ewmMean(price, { span: 8 }), ewmMean(price, { span: 32 }));

/** Rules that know what they cannot know. */
export const PEEKING_RULES: Readonly<Record<string, TradingRule>> = {
  "centred moving average": ({ dailyPrice }) =>
    subtract(dailyPrice, shift(rollingMean(dailyPrice, { window: 11, minPeriods: 1 }), -5)),
  "z-score over the whole sample": ({ dailyPrice }) =>
    divide(subtract(dailyPrice, mean(dailyPrice)), standardDeviation(dailyPrice)),
  "gaps filled backward": ({ dailyPrice }) => diff(backwardFill(dailyPrice)),
  "the next day's change": ({ dailyPrice }) => shift(diff(dailyPrice), -1),
  "distance from the highest price of all": ({ dailyPrice }) => divide(dailyPrice, max(dailyPrice)),
  "volatility of the days ahead": ({ dailyPrice }) =>
    divide(momentum(dailyPrice), shift(ewmStandardDeviation(diff(dailyPrice), { span: 10 }), -10)),
  "gaps interpolated": ({ dailyPrice }) => momentum(interpolated(dailyPrice)),
  "rank among all prices": ({ dailyPrice }) => {
    const sorted = dailyPrice.values.toSorted();
    return map(dailyPrice, (price) => lowerBound(sorted, price) / sorted.length);
  },
  "minimum to maximum as 0 to 1": ({ dailyPrice }) =>
    divide(subtract(dailyPrice, min(dailyPrice)), max(dailyPrice) - min(dailyPrice)),
  "distance from a line fitted to everything": ({ dailyPrice }) => subtract(dailyPrice, fitted(dailyPrice)),
  "the month's last price on its first day": ({ dailyPrice }) => {
    const monthly = resample(dailyPrice, "month", "last");
    const starts = monthly.time.map((time) => {
      const { year, month } = civilFromDays(dayOf(time));
      return daysFromCivil(year, month, 1) * DAY;
    });
    return subtract(asOf(new Series(starts, monthly.values), dailyPrice), dailyPrice);
  },
  "a forecast scaled by its own mean size": ({ dailyPrice, volatility }) => {
    const forecast = divide(momentum(dailyPrice), volatility);
    return multiply(forecast, 10 / mean(forecast.values.map(Math.abs)));
  },
  "carry smoothed from the end": ({ rawCarry }) => {
    const backward = new Series(rawCarry.time, rawCarry.values.toReversed());
    return new Series(rawCarry.time, ewmMean(backward, { span: 20 }).values.toReversed());
  },
};
