import { dropMissing } from "../../series/dropMissing.js";
import { resample } from "../../series/resample.js";
import { Series } from "../../series/series.js";
import { isClosingTime } from "../../time/close.js";

/** The last price of each clock hour that has one, at the start of the hour; closes stamped 23:00:00 do not count. */
export function hourlyPrice(price: Series): Series {
  const values = price.values.map((value, row) => (isClosingTime(price.time[row]!) ? Number.NaN : value));
  return dropMissing(resample(new Series(price.time, values, price.name), "hour", "last"));
}
