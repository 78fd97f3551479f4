import { resampleBusinessDays } from "../../series/resample.js";
import { Series } from "../../series/series.js";
import { isBusinessDaily } from "../../time/businessDays.js";

/** As {@link resampleBusinessDays}; a series that is by business day already keeps its time column. */
export function businessDaily(series: Series, value: "last" | "sum" | "forwardFill"): Series {
  if (!isBusinessDaily(series.time)) return resampleBusinessDays(series, value);
  if (value !== "sum") return series;
  const out = series.values.slice();
  for (let row = 0; row < out.length; row++) if (Number.isNaN(out[row]!)) out[row] = 0;
  return new Series(series.time, out, series.name);
}
