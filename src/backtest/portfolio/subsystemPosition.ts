import { clip, divide, multiply } from "../../series/arithmetic.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import { configError } from "./configError.js";

/**
 * The daily standard deviation to aim at, in currency: a percentage of capital a year, by business days.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where either is not a number above 0.
 * @example
 * dailyCashVolatilityTarget(250_000, 20); // 3125
 */
export function dailyCashVolatilityTarget(capital: number, percentage: number): number {
  requirePositive("notional_trading_capital", capital);
  requirePositive("percentage_vol_target", percentage);
  return (capital * percentage) / 100 / ROOT_BUSINESS_DAYS_IN_YEAR;
}

/**
 * The position, in contracts, for the average forecast with all the capital: the target over the risk of one
 * contract.
 */
export function averagePosition(dailyCashTarget: number, instrumentValueVolatility: Series): Series {
  return divide(dailyCashTarget, instrumentValueVolatility).named("average position");
}

/**
 * The position, in contracts, for the combined forecast with all the capital, on the forecast's times.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where the average absolute forecast is not a number above 0.
 */
export function subsystemPosition(
  averagePosition: Series,
  combinedForecast: Series,
  averageAbsoluteForecast = 10,
): Series {
  requirePositive("average_absolute_forecast", averageAbsoluteForecast);
  const average = asOf(averagePosition, combinedForecast);
  return divide(multiply(average, combinedForecast), averageAbsoluteForecast).named("subsystem position");
}

/** A position with 0 where it is short; NaN stays. */
export function longOnlyPosition(position: Series): Series {
  return clip(position, { lower: 0 });
}

function requirePositive(key: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw configError(key, `is ${value}; give a number above 0`);
}
