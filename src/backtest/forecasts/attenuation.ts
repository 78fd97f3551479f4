import { divide, multiply } from "../../series/arithmetic.js";
import { ewmMean } from "../../series/ewm.js";
import { asOf } from "../../series/reindex.js";
import { rollingMean } from "../../series/rollingMoments.js";
import { lowerBound } from "../../series/search.js";
import { Series } from "../../series/series.js";

/**
 * What forecasts are multiplied with so that they shrink in times of high volatility: volatility over its mean of
 * 2500 rows is ranked among all earlier rows, the share q of which it exceeds gives 2 − 1.5 q, smoothed exponentially
 * over a span of 10. O(n log n).
 *
 * @example
 * attenuateForecast(raw, attenuation(percentageVolatility));
 */
export function attenuation(percentageVolatility: Series): Series {
  const normal = rollingMean(percentageVolatility, { window: 2500, minPeriods: 10 });
  const relative = divide(percentageVolatility, normal);
  const below = earlierValuesBelow(relative.values);
  const multiplier = Float64Array.from(below, (count, row) => 2 - (1.5 * count) / (row + 1));
  return ewmMean(new Series(relative.time, multiplier, "attenuation"), { span: 10 });
}

/** A raw forecast times its attenuation as of each row. */
export function attenuateForecast(raw: Series, attenuation: Series): Series {
  return multiply(raw, asOf(attenuation, raw));
}

/**
 * For each row, how many earlier values are below it; 0 where it is NaN. A Fenwick tree counts the ranks seen so far.
 */
export function earlierValuesBelow(values: Float64Array): Int32Array {
  const ranks = ranksOf(values);
  const tree = new Int32Array(values.length + 1);
  const out = new Int32Array(values.length);
  for (let row = 0; row < out.length; row++) {
    const rank = ranks[row]!;
    if (rank === 0) continue;
    for (let node = rank - 1; node > 0; node -= node & -node) out[row]! += tree[node]!;
    for (let node = rank; node < tree.length; node += node & -node) tree[node]!++;
  }
  return out;
}

/** The rank of each value from 1, equal ones alike; 0 for NaN. */
function ranksOf(values: Float64Array): Int32Array {
  const sorted = values.slice().sort();
  const ranks = new Int32Array(values.length);
  for (let row = 0; row < ranks.length; row++) {
    if (!Number.isNaN(values[row]!)) ranks[row] = lowerBound(sorted, values[row]!) + 1;
  }
  return ranks;
}
