import { requireQuantile } from "./parameters.js";
import { Series } from "./series.js";

/** What a reduction takes: a series, or plain numbers. NaN is skipped. */
export type Values = Series | ArrayLike<number>;

/** The total; 0 where every value is missing. Rounding errors are compensated (Neumaier's summation). */
export function sum(values: Values): number {
  return totals(numbers(values)).sum;
}

/** How many values are not NaN. */
export function count(values: Values): number {
  return totals(numbers(values)).count;
}

/** The arithmetic mean; NaN where every value is missing. */
export function mean(values: Values): number {
  const all = totals(numbers(values));
  return all.sum / all.count;
}

/** The sample standard deviation (divisor n − 1), in two passes with correction for the mean's rounding; NaN below two values. */
export function standardDeviation(values: Values): number {
  const list = numbers(values);
  const all = totals(list);
  if (all.count < 2) return Number.NaN;
  const centre = all.sum / all.count;
  let rest = 0;
  let squares = 0;
  for (let row = 0; row < list.length; row++) {
    if (Number.isNaN(list[row]!)) continue;
    const distance = list[row]! - centre;
    rest += distance;
    squares += distance * distance;
  }
  return Math.sqrt((squares - (rest * rest) / all.count) / (all.count - 1));
}

/** The lowest value; NaN where every value is missing. */
export function min(values: Values): number {
  const list = numbers(values);
  let lowest = Number.POSITIVE_INFINITY;
  let seen = false;
  for (let row = 0; row < list.length; row++) {
    const value = list[row]!;
    if (Number.isNaN(value)) continue;
    seen = true;
    if (value < lowest) lowest = value;
  }
  return seen ? lowest : Number.NaN;
}

/** The highest value; NaN where every value is missing. */
export function max(values: Values): number {
  const list = numbers(values);
  let highest = Number.NEGATIVE_INFINITY;
  let seen = false;
  for (let row = 0; row < list.length; row++) {
    const value = list[row]!;
    if (Number.isNaN(value)) continue;
    seen = true;
    if (value > highest) highest = value;
  }
  return seen ? highest : Number.NaN;
}

/** The middle value, the mean of the middle two where their count is even; NaN where every value is missing. */
export function median(values: Values): number {
  return quantile(values, 0.5);
}

/**
 * The value at a fraction of the sorted values: at position q(n − 1), linear between neighbours. NaN where every
 * value is missing. As pandas quantile.
 *
 * @throws ContangoError `SERIES_PARAMETER` where `q` is outside 0 to 1.
 * @example
 * quantile(vol, 0.05);
 */
export function quantile(values: Values, q: number): number {
  requireQuantile(q);
  const sorted = Float64Array.from(numbers(values))
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0) return Number.NaN;
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  return interpolate(sorted[below]!, sorted[below + 1]!, position - below);
}

/**
 * The point a fraction of the way from one value to the next, half-way their mean; the second is not looked at where
 * the fraction is 0.
 */
export function interpolate(low: number, high: number, fraction: number): number {
  if (fraction === 0 || low === high) return low;
  return fraction === 0.5 ? low / 2 + high / 2 : low + (high - low) * fraction;
}

/** The first value that is not missing; NaN where there is none. */
export function firstValue(values: Values): number {
  const list = numbers(values);
  for (let row = 0; row < list.length; row++) if (!Number.isNaN(list[row]!)) return list[row]!;
  return Number.NaN;
}

/** The last value that is not missing; NaN where there is none. */
export function lastValue(values: Values): number {
  const list = numbers(values);
  for (let row = list.length - 1; row >= 0; row--) if (!Number.isNaN(list[row]!)) return list[row]!;
  return Number.NaN;
}

const numbers = (values: Values): ArrayLike<number> => (values instanceof Series ? values.values : values);

/** Sum and count of the values that are not NaN. */
function totals(list: ArrayLike<number>): { readonly sum: number; readonly count: number } {
  let sum = 0;
  let lost = 0;
  let count = 0;
  for (let row = 0; row < list.length; row++) {
    const value = list[row]!;
    if (Number.isNaN(value)) continue;
    count++;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return { sum: Number.isFinite(sum) ? sum + lost : sum, count };
}
