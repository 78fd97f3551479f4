import { resample } from "../../series/resample.js";
import type { Series } from "../../series/series.js";
import { civilFromDays, dayOf } from "../../time/civil.js";

/**
 * Profit and loss of each calendar year, by year, not compounded.
 *
 * @example
 * calendarYearReturns(accountCurve(portfolio, { unit: "percent" })).get(2008);
 */
export function calendarYearReturns(pandl: Series): ReadonlyMap<number, number> {
  const years = new Map<number, number>();
  for (const [time, total] of resample(pandl, "year", "sum"))
    years.set(civilFromDays(dayOf(time)).year, total);
  return years;
}
