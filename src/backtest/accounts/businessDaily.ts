import { resampleBusinessDays } from "../../series/resample.js";
import { Series } from "../../series/series.js";
import { businessDayOf, dayOfBusinessDay } from "../../time/businessDays.js";
import { DAY, dayOf } from "../../time/civil.js";

const known = new WeakMap<Float64Array, boolean>();

/** True where a time column holds the midnights of consecutive business days; found once for each column. */
function isBusinessDaily(time: Float64Array): boolean {
  const before = known.get(time);
  if (before !== undefined) return before;
  const first = time.length === 0 ? 0 : businessDayOf(dayOf(time[0]!));
  let answer = true;
  for (let row = 0; row < time.length && answer; row++) {
    answer = time[row] === dayOfBusinessDay(first + row) * DAY;
  }
  known.set(time, answer);
  return answer;
}

/** As {@link resampleBusinessDays}; a series that is by business day already keeps its time column. */
export function businessDaily(series: Series, value: "last" | "sum" | "forwardFill"): Series {
  if (!isBusinessDaily(series.time)) return resampleBusinessDays(series, value);
  if (value !== "sum") return series;
  const out = series.values.slice();
  for (let row = 0; row < out.length; row++) if (Number.isNaN(out[row]!)) out[row] = 0;
  return new Series(series.time, out, series.name);
}
