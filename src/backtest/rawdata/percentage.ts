import { abs, divide, map } from "../../series/arithmetic.js";
import { diff } from "../../series/change.js";
import { forwardFill } from "../../series/fill.js";
import { reindex } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";

/** Daily volatility (price units) in percent of the size of the current contract's price, on the times of the volatility. */
export function percentageVolatility(volatility: Series, denominatorPrice: Series): Series {
  return divide(
    map(volatility, (value) => 100 * value),
    abs(forwardFill(reindex(denominatorPrice, volatility))),
  );
}

/** Changes of the daily back-adjusted price as a fraction of the last price of the current contract. */
export function percentageReturns(dailyPrice: Series, denominatorPrice: Series): Series {
  return divide(diff(dailyPrice), forwardFill(denominatorPrice));
}
