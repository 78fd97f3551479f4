import type { FittingPeriod } from "./fittingPeriods.js";

/** Correlations of named assets. */
export interface CorrelationMatrix {
  readonly names: readonly string[];
  /** Row by row, as many rows as names; NaN where it is not known. */
  readonly matrix: Float64Array;
}

/** The correlations that were estimated for a period. */
export interface PeriodCorrelation extends CorrelationMatrix {
  readonly period: FittingPeriod;
}

/** Every pair has the same correlation, each asset 1 with itself. */
export function equalCorrelations(names: readonly string[], correlation: number): CorrelationMatrix {
  const size = names.length;
  const matrix = new Float64Array(size * size).fill(correlation);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return { names, matrix };
}

/** The correlations among some of the assets, given by their positions. */
export function subMatrix(
  { names, matrix }: CorrelationMatrix,
  assets: readonly number[],
): CorrelationMatrix {
  const size = assets.length;
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) out[i * size + j] = matrix[assets[i]! * names.length + assets[j]!]!;
  }
  return { names: assets.map((asset) => names[asset]!), matrix: out };
}

/** The mean correlation of different assets, unknown ones skipped; NaN where none is known. */
export function averageCorrelation({ names, matrix }: CorrelationMatrix): number {
  let total = 0;
  let known = 0;
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j < names.length; j++) {
      const value = matrix[i * names.length + j]!;
      if (i === j || Number.isNaN(value)) continue;
      total += value;
      known++;
    }
  }
  return total / known;
}

/** True where an asset's correlation with something other than itself is known, or where there is nothing other. */
export function isCorrelated({ names, matrix }: CorrelationMatrix, asset: number): boolean {
  if (names.length === 1) return true;
  let known = 0;
  for (let j = 0; j < names.length; j++) if (!Number.isNaN(matrix[asset * names.length + j]!)) known++;
  return known >= 2;
}

/** The correlations in use at a time: of the last period that starts at or before it; undefined before the first. O(log n). */
export function correlationAt<C extends PeriodCorrelation>(
  correlations: readonly C[],
  time: number,
): C | undefined {
  let [low, high] = [0, correlations.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (correlations[middle]!.period.useStart <= time) low = middle + 1;
    else high = middle;
  }
  return correlations[low - 1];
}
