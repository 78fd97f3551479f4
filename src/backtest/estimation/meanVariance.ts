import { type AssetEstimates, sharpeRatios } from "./assetEstimates.js";
import { shrinkCorrelations } from "./cleanCorrelations.js";
import { tangencyWeights } from "./tangencyWeights.js";

export interface OnePeriodOptions {
  /** Give every asset the average volatility, its Sharpe ratio unchanged. */
  readonly equaliseVolatilities: boolean;
  /** Give every asset the Sharpe ratio `annualTargetSharpe`. */
  readonly equaliseSharpe: boolean;
  readonly annualTargetSharpe: number;
}

export interface ShrinkageOptions extends OnePeriodOptions {
  /** How far Sharpe ratios are moved to the target: 0 not at all, 1 all the way. */
  readonly shrinkageSharpe: number;
  /** How far correlations are moved to their average. */
  readonly shrinkageCorrelation: number;
}

/** The long-only weights of the highest Sharpe ratio, estimates taken at their word; they add to 1. */
export function onePeriod(estimates: AssetEstimates, options: OnePeriodOptions): Float64Array {
  let { mean, volatility } = estimates;
  if (options.equaliseVolatilities) {
    const average = volatility.reduce((sum, value) => sum + value, 0) / volatility.length;
    mean = sharpeRatios(estimates).map((sharpe) => sharpe * average);
    volatility = volatility.map(() => average);
  }
  if (options.equaliseSharpe) mean = volatility.map((value) => options.annualTargetSharpe * value);
  return tangencyWeights(estimates, mean, volatility);
}

/** As {@link onePeriod}, after moving correlations to their average, and Sharpe ratios to the target. */
export function shrinkage(estimates: AssetEstimates, options: ShrinkageOptions): Float64Array {
  const { shrinkageSharpe, shrinkageCorrelation, annualTargetSharpe } = options;
  const sharpe = sharpeRatios(estimates).map(
    (ratio) => shrinkageSharpe * annualTargetSharpe + (1 - shrinkageSharpe) * ratio,
  );
  const mean = sharpe.map((ratio, asset) => ratio * estimates.volatility[asset]!);
  const { matrix } = shrinkCorrelations(estimates, shrinkageCorrelation);
  return onePeriod({ ...estimates, matrix, mean }, options);
}

/** The same weight for each asset; they add to 1. */
export function equalWeights({ names }: Pick<AssetEstimates, "names">): Float64Array {
  return new Float64Array(names.length).fill(1 / names.length);
}
