import { cumulativeSum } from "../../series/change.js";
import { forwardFill } from "../../series/fill.js";
import { Series } from "../../series/series.js";

/** The running total of profit and loss, not compounded; a missing row keeps the total before it. */
export function cumulative(pandl: Series): Series {
  return forwardFill(cumulativeSum(pandl));
}

/** How far the running total lies below its highest value so far, in units of the profit and loss: zero or below. */
export function drawdown(pandl: Series): Series {
  const total = cumulative(pandl);
  let highest = Number.NEGATIVE_INFINITY;
  const out = new Float64Array(total.length);
  for (let row = 0; row < out.length; row++) {
    const value = total.values[row]!;
    if (value > highest) highest = value;
    out[row] = value - highest;
  }
  return new Series(total.time, out, "drawdown");
}
