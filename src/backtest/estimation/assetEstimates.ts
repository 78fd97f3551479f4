import { type CorrelationMatrix, subMatrix } from "./correlationMatrix.js";

/** What an optimiser knows of some assets. */
export interface AssetEstimates extends CorrelationMatrix {
  /** Mean return a year, for each name. */
  readonly mean: Float64Array;
  /** Standard deviation of returns a year, for each name. */
  readonly volatility: Float64Array;
  /** Years of data that these are estimated from. */
  readonly years: number;
}

/** The estimates of some of the assets, given by their positions. */
export function selectAssets(estimates: AssetEstimates, assets: readonly number[]): AssetEstimates {
  return {
    ...subMatrix(estimates, assets),
    mean: Float64Array.from(assets, (asset) => estimates.mean[asset]!),
    volatility: Float64Array.from(assets, (asset) => estimates.volatility[asset]!),
    years: estimates.years,
  };
}

/** Mean over standard deviation of each asset. */
export function sharpeRatios({ mean, volatility }: AssetEstimates): Float64Array {
  return mean.map((value, asset) => value / volatility[asset]!);
}

/** Numbers divided by their total; NaN stays and counts as nothing. */
export function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => (Number.isNaN(weight) ? sum : sum + weight), 0);
  return weights.map((weight) => weight / total);
}
