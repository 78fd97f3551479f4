import { type AssetEstimates, sharpeRatios } from "./assetEstimates.js";
import { twoClusters } from "./completeLinkage.js";
import { averageCorrelation, type CorrelationMatrix, subMatrix } from "./correlationMatrix.js";
import { diversificationOf } from "./diversification.js";
import { adjustForSharpe } from "./sharpeAdjustment.js";

export interface HandcraftOptions {
  /** Take all Sharpe ratios for the same, so that only correlations matter. */
  readonly equaliseSharpe: boolean;
}

/**
 * Handcrafted weights: the assets are split into two clusters by their correlations, each gets half, scaled up by its own
 * diversification multiplier, and is split in turn until two assets or fewer share equally; then weights are moved by the
 * Sharpe ratios, as far as these are certain, and add to 1; without that they need not. (After Carver, Systematic Trading,
 * 2015, chapter 4.)
 */
export function handcraft(estimates: AssetEstimates, { equaliseSharpe }: HandcraftOptions): Float64Array {
  const weights = clusterWeights(estimates);
  if (equaliseSharpe || weights.length < 2) return weights;
  return adjustForSharpe(weights, sharpeRatios(estimates), averageCorrelation(estimates), estimates.years);
}

function clusterWeights(correlations: CorrelationMatrix): Float64Array {
  const size = correlations.names.length;
  if (size <= 2) return new Float64Array(size).fill(1 / size);
  const out = new Float64Array(size);
  for (const assets of twoClusters(correlations)) {
    const cluster = subMatrix(correlations, assets);
    const weights = clusterWeights(cluster);
    const multiplier = diversificationOf(cluster, weights);
    assets.forEach((asset, at) => {
      out[asset] = 0.5 * multiplier * weights[at]!;
    });
  }
  return out;
}
