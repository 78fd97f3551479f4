/** The least that a pivot may be, of a matrix whose diagonal is 1. */
const LEAST_PIVOT = 1e-9;

/**
 * Solves A x = b for a symmetric positive definite A, given row by row, by its Cholesky factors; undefined where A is not
 * positive definite. O(n³).
 */
export function solvePositiveDefinite(
  matrix: Float64Array,
  right: ArrayLike<number>,
): Float64Array | undefined {
  const size = right.length;
  const factor = cholesky(matrix, size);
  if (factor === undefined) return undefined;
  const out = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) out[i]! -= factor[i * size + k]! * out[k]!;
    out[i]! /= factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) out[i]! -= factor[k * size + i]! * out[k]!;
    out[i]! /= factor[i * size + i]!;
  }
  return out;
}

/** The lower triangular factor; undefined where the matrix is not positive definite. */
export function cholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= out[i * size + k]! * out[j * size + k]!;
      if (i !== j) out[i * size + j] = rest / out[j * size + j]!;
      else if (rest > LEAST_PIVOT) out[i * size + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return out;
}
