import { averageCorrelation, type CorrelationMatrix, equalCorrelations } from "./correlationMatrix.js";

/**
 * Correlations without unknown ones. Where every one is unknown, all pairs get `offDiagonal`; otherwise an unknown pair
 * gets the average of the known ones if both have had data, else `offDiagonal`.
 *
 * @param hasValue Whether each asset has any value in the period that the correlations were estimated over.
 */
export function cleanCorrelations(
  correlations: CorrelationMatrix,
  hasValue: readonly boolean[],
  offDiagonal = 0.99,
): CorrelationMatrix {
  const { names, matrix } = correlations;
  if (!matrix.some(Number.isNaN)) return correlations;
  if (matrix.every(Number.isNaN)) return equalCorrelations(names, offDiagonal);
  const known = averageCorrelation(correlations);
  const average = Number.isNaN(known) ? offDiagonal : known;
  return mapPairs(correlations, (value, i, j) => {
    if (!Number.isNaN(value)) return value;
    return hasValue[i] && hasValue[j] ? average : offDiagonal;
  });
}

/** Negative correlations become 0. */
export function floorCorrelations(correlations: CorrelationMatrix): CorrelationMatrix {
  return mapPairs(correlations, (value) => Math.max(value, 0));
}

/** Correlations beyond ± `limit` become that. */
export function clipCorrelations(correlations: CorrelationMatrix, limit: number): CorrelationMatrix {
  return mapPairs(correlations, (value) => Math.min(Math.max(value, -limit), limit));
}

/** Moves every correlation a share of the way to the average of all; at 1, all pairs are the same. */
export function shrinkCorrelations(correlations: CorrelationMatrix, shrinkage: number): CorrelationMatrix {
  const average = averageCorrelation(correlations);
  return mapPairs(correlations, (value) => shrinkage * average + (1 - shrinkage) * value);
}

/** A function of each pair's correlation; each asset has 1 with itself. */
function mapPairs(
  { names, matrix }: CorrelationMatrix,
  transform: (value: number, i: number, j: number) => number,
): CorrelationMatrix {
  const size = names.length;
  const out = matrix.map((value, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i === j ? 1 : transform(value, i, j);
  });
  return { names, matrix: out };
}
