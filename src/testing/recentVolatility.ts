import type { Series } from "../series/series.js";
import { DAY } from "../time/civil.js";
import { YEAR_ROWS } from "./marketSpot.js";

/** Rows of the last year and month, and the fewest that say how much a price moves. */
const YEAR = 256;
const MONTH = 30;
const FEWEST = 20;
const HIGHEST = 2;

/**
 * Annual standard deviation of the log returns of that of some daily closes which has most in the last year: of that year and of
 * its last month; undefined where there are too few. Each has a close.
 */
export function recentVolatility(
  closes: readonly Series[],
): { readonly year: number; readonly month: number } | undefined {
  const newest = Math.max(...closes.map((one) => one.timeAt(-1)));
  const recent = closes.map((one) => one.values.filter((_, row) => one.time[row]! > newest - 365 * DAY));
  const longest = recent.reduce((best, one) => (one.length > best.length ? one : best), new Float64Array());
  const returns = Array.from(longest.subarray(1), (value, row) => Math.log(value / longest[row]!));
  const usable = returns.filter(Number.isFinite);
  if (usable.length < FEWEST) return undefined;
  const deviation = (of: readonly number[]): number =>
    Math.min(HIGHEST, Math.sqrt((of.reduce((sum, one) => sum + one ** 2, 0) / of.length) * YEAR_ROWS));
  return { year: deviation(usable.slice(-YEAR)), month: deviation(usable.slice(-MONTH)) };
}
