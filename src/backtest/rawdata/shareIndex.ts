import { sameTimes } from "../../series/joinTimes.js";
import { Series } from "../../series/series.js";

/** The series on the time column of the first of the others that has the same times, so that they need no aligning. */
export function shareIndex(series: Series, ...others: readonly Series[]): Series {
  const twin = others.find(({ time }) => sameTimes(time, series.time));
  return twin === undefined ? series : new Series(twin.time, series.values, series.name);
}
