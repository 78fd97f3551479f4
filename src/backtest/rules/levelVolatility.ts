import type { Series } from "../../series/series.js";
import { robustVolatility } from "../rawdata/robustVolatility.js";

const known = new WeakMap<Series, Map<number, Series>>();

/**
 * The robust deviation of the level of a series (not of its changes), from an exponential span of so many rows. As the
 * variations of a rule share their inputs, results are kept while the series lives.
 */
export function levelVolatility(series: Series, days = 35): Series {
  const ofSeries = known.get(series) ?? new Map<number, Series>();
  known.set(series, ofSeries);
  const kept = ofSeries.get(days);
  if (kept !== undefined) return kept;
  const made = robustVolatility(series, { days });
  ofSeries.set(days, made);
  return made;
}
