import { portfolioVariance, requireLength } from "./covariance.js";
import { optimisationError } from "./optimisationError.js";

/**
 * How far two portfolios lie apart: the annual standard deviation √((a − b)′Σ(a − b)) of the difference of their returns,
 * a fraction of capital.
 *
 * @param a weights, fractions of capital.
 * @param covariance row by row.
 * @throws ContangoError `OPTIMISATION` where sizes differ, a number is missing, or the variance is below zero.
 * @example
 * trackingError([0.2, 0], [0.1, 0], covarianceMatrix([0.2, 0.1], [1, 0, 0, 1])); // 0.02
 */
export function trackingError(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  covariance: ArrayLike<number>,
): number {
  requireLength("the other portfolio", b, a.length);
  requireLength("the covariance matrix", covariance, a.length ** 2);
  const variance = differenceVariance(a, b, covariance);
  if (variance >= 0) return Math.sqrt(variance);
  throw optimisationError(
    Number.isNaN(variance)
      ? "the tracking error is missing: a weight or a covariance is NaN"
      : `the variance of the difference is ${variance}, below zero; the correlations contradict each other: clean or shrink them`,
    { variance },
  );
}

/** (a − b)′Σ(a − b). */
export function differenceVariance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  covariance: ArrayLike<number>,
): number {
  const difference = new Float64Array(a.length);
  for (let i = 0; i < difference.length; i++) difference[i] = a[i]! - b[i]!;
  return portfolioVariance(difference, covariance);
}
