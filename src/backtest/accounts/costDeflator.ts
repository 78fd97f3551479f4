import { map } from "../../series/arithmetic.js";
import { diff } from "../../series/change.js";
import { forwardFill } from "../../series/fill.js";
import { lastValue } from "../../series/reduce.js";
import { rollingStandardDeviation } from "../../series/rollingMoments.js";
import type { Series } from "../../series/series.js";
import { businessDaily } from "./businessDaily.js";

const WINDOW = 180;

/**
 * What today's costs are multiplied with to get those of each past day: the standard deviation of price changes over the
 * 180 business days to that day, over that of the last day. It looks ahead by design. 1 throughout where the price stood
 * still at the end; NaN before there are three changes.
 */
export function costDeflator(price: Series): Series {
  const changes = diff(forwardFill(businessDaily(price, "forwardFill")));
  const deviation = forwardFill(rollingStandardDeviation(changes, { window: WINDOW, minPeriods: 3 }));
  const last = lastValue(deviation);
  return map(deviation, (value) => (last === 0 ? 1 : value / last)).named("deflator");
}
