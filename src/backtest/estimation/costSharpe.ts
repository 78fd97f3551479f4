import { map } from "../../series/arithmetic.js";
import { mean } from "../../series/reduce.js";
import { resampleBusinessDays } from "../../series/resample.js";
import type { Series } from "../../series/series.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";

/** Totals by business day, a day with a total of exactly 0 missing. */
export function dailyTotals(returns: Series): Series {
  return map(resampleBusinessDays(returns, "sum"), (value) => (value === 0 ? Number.NaN : value));
}

/**
 * What costs take off the Sharpe ratio a year (negative): their mean over the days that have any, against the standard
 * deviation of daily gross returns. 0 where there are no costs.
 *
 * @param costs Daily costs, negative.
 */
export function costSharpeRatio(deviation: number, costs: Series): number {
  const daily = mean(dailyTotals(costs));
  return Number.isNaN(daily) ? 0 : (ROOT_BUSINESS_DAYS_IN_YEAR * daily) / deviation;
}
