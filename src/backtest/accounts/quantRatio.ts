import { mean, quantile } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";

/** The 1% quantile of a normal distribution over its 30% quantile. */
const NORMAL_RATIO = -2.3263478740408408 / -0.5244005127080409;

/**
 * How fat the lower tail is: the 1% quantile over the 30% quantile, of values less their mean, over the same of a normal
 * distribution. Above 1 is fatter than normal. Zeros are left out.
 */
export function quantRatioLower(pandl: Series): number {
  return ratio(pandl, 0.01, 0.3);
}

/** How fat the upper tail is: as {@link quantRatioLower}, of the 99% and 70% quantiles. */
export function quantRatioUpper(pandl: Series): number {
  return ratio(pandl, 0.99, 0.7);
}

function ratio({ values }: Series, tail: number, middle: number): number {
  const traded = values.filter((value) => value !== 0);
  const average = mean(traded);
  const distances = traded.map((value) => value - average);
  return quantile(distances, tail) / quantile(distances, middle) / NORMAL_RATIO;
}
