import { ewmMean, ewmStandardDeviation } from "../../series/ewm.js";
import { count, mean } from "../../series/reduce.js";
import { lowerBound } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import type { MomentEstimate } from "../config/settings.js";
import { fitWindow } from "./correlationEstimates.js";
import type { FittingPeriod } from "./fittingPeriods.js";
import type { StackedData } from "./stackedData.js";

/**
 * The mean return a year of each column, for each period: exponentially weighted over all rows before the fitting date, or
 * plain over the period's rows. NaN where there are too few values.
 *
 * @returns For each period, a number for each column.
 * @throws ContangoError `SERIES_PARAMETER`.
 */
export function meanEstimates(
  data: StackedData,
  settings: MomentEstimate,
  periods: readonly FittingPeriod[],
  periodsPerYear: number,
): readonly Float64Array[] {
  const means = estimates(data, settings, periods, ewmMean, mean);
  return means.map((row) => row.map((value) => value * periodsPerYear));
}

/**
 * The standard deviation a year of each column's returns, for each period; as {@link meanEstimates}. The plain form has
 * the divisor n, the weighted one is corrected for bias.
 */
export function volatilityEstimates(
  data: StackedData,
  settings: MomentEstimate,
  periods: readonly FittingPeriod[],
  periodsPerYear: number,
): readonly Float64Array[] {
  const deviations = estimates(data, settings, periods, ewmStandardDeviation, populationDeviation);
  return deviations.map((row) => row.map((value) => value * Math.sqrt(periodsPerYear)));
}

function estimates(
  { frame, pooledLength }: StackedData,
  { usingExponent, lookback, minPeriods }: MomentEstimate,
  periods: readonly FittingPeriod[],
  weighted: typeof ewmMean,
  plain: (values: Float64Array) => number,
): readonly Float64Array[] {
  const out = periods.map(() => new Float64Array(frame.columns.size));
  frame.names.forEach((name, column) => {
    const options = { span: lookback * pooledLength, minPeriods: minPeriods * pooledLength };
    const smoothed: Series | undefined = usingExponent ? weighted(frame.series(name), options) : undefined;
    periods.forEach((period, at) => {
      const window = fitWindow(frame, period).floats(name);
      out[at]![column] =
        smoothed === undefined
          ? count(window) >= minPeriods
            ? plain(window)
            : Number.NaN
          : (smoothed.values[lowerBound(frame.time, period.fitEnd) - 1] ?? Number.NaN);
    });
  });
  return out;
}

/** Divisor n; NaN is skipped. */
export function populationDeviation(values: Float64Array): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
