import { optimisationError } from "./optimisationError.js";

/** Variances below zero by less than this, relative to the variance at perfect correlation, are rounding. */
const ROUNDING = 1e-12;

/**
 * The covariance matrix, row by row: σᵢσⱼ((1 − κ)ρᵢⱼ + κ[i = j]), correlations ρ being shrunk by κ towards none.
 *
 * @param volatilities annual standard deviations, as fractions.
 * @param correlation row by row.
 * @param shrinkage κ: 0 takes the correlations as they are, 1 ignores them.
 * @throws ContangoError `OPTIMISATION` where sizes differ or κ is outside 0 to 1.
 */
export function covarianceMatrix(
  volatilities: ArrayLike<number>,
  correlation: ArrayLike<number>,
  shrinkage = 0,
): Float64Array {
  const n = volatilities.length;
  requireLength("the correlation matrix", correlation, n * n);
  if (!(shrinkage >= 0 && shrinkage <= 1)) {
    throw optimisationError(`shrinkage of correlations is ${shrinkage}; give a fraction from 0 to 1`);
  }
  const out = new Float64Array(n * n);
  const kept = 1 - shrinkage;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const identity = i === j ? 1 : 0;
      const rho = kept === 0 ? identity : kept * correlation[i * n + j]! + shrinkage * identity;
      out[i * n + j] = volatilities[i]! * volatilities[j]! * rho;
    }
  }
  return out;
}

/** w′Σw: below zero, beyond rounding, only where Σ is not a covariance matrix. */
export function portfolioVariance(weights: ArrayLike<number>, covariance: ArrayLike<number>): number {
  const n = weights.length;
  let total = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    let row = 0;
    for (let j = 0; j < n; j++) row += covariance[i * n + j]! * weights[j]!;
    total += weight * row;
    largest += Math.abs(weight) * Math.sqrt(covariance[i * n + i]!);
  }
  return total < 0 && total >= -ROUNDING * largest * largest ? 0 : total;
}

/** @throws ContangoError `OPTIMISATION`. */
export function requireLength(what: string, values: { readonly length: number }, length: number): void {
  if (values.length === length) return;
  throw optimisationError(`${what} has ${values.length} values where ${length} are needed`);
}
