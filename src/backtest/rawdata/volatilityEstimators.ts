import { combine, map } from "../../series/arithmetic.js";
import { ewmMean, ewmStandardDeviation } from "../../series/ewm.js";
import { rollingStandardDeviation } from "../../series/rollingMoments.js";
import type { Series } from "../../series/series.js";
import { BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import type { VolatilitySettings } from "../config/settings.js";

/** Some of the settings of volatility; defaults stand for the others. */
type Options<Names extends keyof VolatilitySettings> = Partial<Pick<VolatilitySettings, Names>>;

/** The exponentially weighted sample deviation of span `days` (default 35), from `minPeriods` (10) returns on. */
export function exponentialVolatility(
  returns: Series,
  { days = 35, minPeriods = 10 }: Options<"days" | "minPeriods"> = {},
): Series {
  return ewmStandardDeviation(returns, { span: days, minPeriods });
}

/** The sample deviation of the last `days` (default 25) rows, from `minPeriods` (10) returns on. */
export function simpleVolatility(
  returns: Series,
  { days = 25, minPeriods = 10 }: Options<"days" | "minPeriods"> = {},
): Series {
  return rollingStandardDeviation(returns, { window: days, minPeriods });
}

/**
 * The exponential volatility mixed with a slow average of itself, of span `slowYears` (default 10) years, in the proportion
 * `proportionOfSlow` (0.3); at least `floor` (1e-10). As volatility returns to its mean, the mix forecasts it better than
 * either. (Carver, Advanced Futures Trading Strategies, 2023.)
 */
export function mixedVolatility(
  returns: Series,
  options: Options<"days" | "minPeriods" | "slowYears" | "proportionOfSlow" | "floor"> = {},
): Series {
  const { slowYears = 10, proportionOfSlow = 0.3, floor = 1e-10 } = options;
  const fast = exponentialVolatility(returns, options);
  const slow = ewmMean(fast, { span: slowYears * BUSINESS_DAYS_IN_YEAR });
  return combine(slow, fast, (a, b) => Math.max(proportionOfSlow * a + (1 - proportionOfSlow) * b, floor));
}

/** Values below `floor` raised to it; missing ones stay. */
export const atLeast = (series: Series, floor: number): Series =>
  map(series, (value) => Math.max(value, floor));
