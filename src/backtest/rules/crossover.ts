import { divide } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import { sameTimes } from "../../series/joinTimes.js";
import { Series } from "../../series/series.js";

/**
 * The fast exponentially weighted mean of a price less the slow one, over volatility: `ewmMean(price, { span: fast })` less
 * `ewmMean(price, { span: slow })`, divided by the last volatility known. A missing price repeats both means while its
 * weights decay. In two passes.
 */
export function crossover(price: Series, volatility: Series, fast: number, slow: number): Series {
  const distance = meansApart(price.values, fast, slow);
  if (!sameTimes(price.time, volatility.time)) {
    return divide(new Series(price.time, distance, price.name), forwardFill(volatility));
  }
  let last = Number.NaN;
  for (let row = 0; row < distance.length; row++) {
    const current = volatility.values[row]!;
    if (!Number.isNaN(current)) last = current;
    distance[row]! /= last;
  }
  return new Series(price.time, distance, price.name);
}

/** The recursion of the exponentially weighted mean, for two spans at a time. */
function meansApart(values: Float64Array, fast: number, slow: number): Float64Array {
  const out = new Float64Array(values.length);
  const fastDecay = 1 - 2 / (fast + 1);
  const slowDecay = 1 - 2 / (slow + 1);
  let first = 0;
  while (first < values.length && !Number.isFinite(values[first]!)) out[first++] = Number.NaN;
  let fastMean = values[first]!;
  let slowMean = fastMean;
  let fastWeight = 1;
  let slowWeight = 1;
  for (let row = first + 1; row < values.length; row++) {
    const value = values[row]!;
    fastWeight *= fastDecay;
    slowWeight *= slowDecay;
    if (Number.isFinite(value)) {
      if (fastMean !== value) fastMean = (fastWeight * fastMean + value) / (fastWeight + 1);
      if (slowMean !== value) slowMean = (slowWeight * slowMean + value) / (slowWeight + 1);
      fastWeight += 1;
      slowWeight += 1;
    }
    out[row] = fastMean - slowMean;
  }
  return out;
}
