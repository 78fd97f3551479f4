import { ewmMean } from "../../series/ewm.js";
import { forwardFill } from "../../series/fill.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { businessDaily } from "./businessDaily.js";
import { periodsPerYear } from "./frequency.js";

/**
 * How many times a year a position (or forecast) trades its average size: 256 times the mean of its daily changes
 * without sign, each over the average size of that day. NaN where it never changes from one known value to another.
 *
 * @param scale the average size: a number, or a series, which is smoothed (as pandas ewm(com=250, min_periods=2).mean()).
 * @example
 * turnover(forecast, 10);
 * turnover(position, averagePosition);
 */
export function turnover(position: Series, scale: number | Series): number {
  const { time, values } = businessDaily(position, "last");
  const sizes =
    typeof scale === "number"
      ? undefined
      : forwardFill(ewmMean(asOf(scale, time), { centreOfMass: 250, minPeriods: 2 })).values;
  let total = 0;
  let count = 0;
  let before = Number.NaN;
  for (let row = 0; row < values.length; row++) {
    const current = values[row]! / (sizes === undefined ? (scale as number) : sizes[row]!);
    const change = Math.abs(current - before);
    before = current;
    if (Number.isNaN(change)) continue;
    total += change;
    count++;
  }
  return (periodsPerYear("business day") * total) / count;
}
