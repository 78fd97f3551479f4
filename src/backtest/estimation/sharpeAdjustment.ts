import { normalised } from "./assetEstimates.js";

/** Assumed standard deviation a year and Sharpe ratio of an average asset. */
const VOLATILITY = 0.15;
const SHARPE = 0.5;

/** The normal quantiles of .2, .4, .6 and .8. */
const QUANTILES = [-0.8416212335729142, -0.2533471031357997, 0.2533471031357997, 0.8416212335729143];

/**
 * The weight of the first of two assets of equal volatility in the portfolio of the highest Sharpe ratio that is long only
 * and adds to 1.
 */
export function firstOfTwo(meanFirst: number, meanSecond: number, correlation: number): number {
  const first = meanFirst - correlation * meanSecond;
  const second = meanSecond - correlation * meanFirst;
  if (first > 0 && second > 0) return first / (first + second);
  return meanFirst > meanSecond ? 1 : meanFirst < meanSecond ? 0 : 0.5;
}

/**
 * What the weight of an asset is multiplied with because its Sharpe ratio differs from the average by `difference`, given how
 * uncertain that is: the optimal weight beside an average asset, over a half, averaged over four points of the
 * distribution of the true difference. Never moves a weight against the sign of the difference.
 *
 * @param correlation The average correlation of the assets.
 * @param years How much data the Sharpe ratios are estimated from.
 * @example
 * sharpeRatioMultiplier(0.2, 0.5, 20); // above 1
 */
export function sharpeRatioMultiplier(difference: number, correlation: number, years: number): number {
  const average = SHARPE * VOLATILITY;
  const uncertainty = Math.sqrt((2 * VOLATILITY ** 2 * (1 - correlation)) / years);
  const weights = QUANTILES.map((quantile) =>
    firstOfTwo(average + difference * VOLATILITY + quantile * uncertainty, average, correlation),
  );
  const multiplier = weights.reduce((sum, weight) => sum + weight, 0) / QUANTILES.length / 0.5;
  return Math.sign(multiplier - 1) === Math.sign(difference) ? multiplier : 1;
}

/** Weights that add to 1, those of assets with higher Sharpe ratios than the average raised and the others lowered. */
export function adjustForSharpe(
  weights: Float64Array,
  sharpe: ArrayLike<number>,
  correlation: number,
  years: number,
): Float64Array {
  const average = Array.from(sharpe).reduce((sum, ratio) => sum + ratio, 0) / sharpe.length;
  return normalised(
    weights.map(
      (weight, asset) => weight * sharpeRatioMultiplier(sharpe[asset]! - average, correlation, years),
    ),
  );
}
