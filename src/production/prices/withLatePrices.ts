import type { Frame } from "../../series/frame.js";
import { lowerBound } from "../../series/search.js";
import { Series } from "../../series/series.js";

/**
 * Adjusted prices with the prices of the current contract that came late: at times up to the last adjusted one, at which the
 * multiple prices had none before. They are added; adjusted prices that stood for a missing one take its value; all others
 * stay. Late prices are all of the current contract, whose prices are not moved.
 *
 * @param before multiple prices as they were; `after` with what is new.
 * @returns `adjusted` itself where nothing came late.
 */
export function withLatePrices(adjusted: Series, before: Frame, after: Frame): Series {
  const lastTime = adjusted.time.at(-1) ?? Number.NEGATIVE_INFINITY;
  const [stored, price] = [before.floats("PRICE"), after.floats("PRICE")];
  const wasKnown = (time: number): boolean => {
    const row = lowerBound(before.time, time);
    return before.time[row] === time && !Number.isNaN(stored[row]!);
  };
  let first = 0;
  while (first < price.length && (Number.isNaN(price[first]!) || wasKnown(after.time[first]!))) first++;
  const from = after.time[first];
  if (from === undefined || from > lastTime) return adjusted;

  const start = lowerBound(adjusted.time, from);
  const time = [...adjusted.time.subarray(0, start)];
  const values = [...adjusted.values.subarray(0, start)];
  let last = Number.NaN;
  for (let [old, row] = [start, first]; old < adjusted.length; ) {
    const [oldTime, newTime] = [adjusted.time[old]!, after.time[row] ?? Number.POSITIVE_INFINITY];
    const known = newTime <= oldTime && !Number.isNaN(price[row]!);
    if (known) last = price[row]!;
    if (oldTime <= newTime) {
      const kept = oldTime < newTime || (known && wasKnown(oldTime));
      time.push(oldTime);
      values.push(kept ? adjusted.values[old]! : last);
      old++;
    } else if (known) {
      time.push(newTime);
      values.push(last);
    }
    if (newTime <= oldTime) row++;
  }
  return new Series(Float64Array.from(time), Float64Array.from(values), adjusted.name);
}
