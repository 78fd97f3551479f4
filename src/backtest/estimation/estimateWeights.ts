import { type Column, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import type { WeightEstimate, WeightMethod } from "../config/settings.js";
import { type AssetEstimates, selectAssets } from "./assetEstimates.js";
import { bootstrap } from "./bootstrap.js";
import { correlationsOf, fitWindow, hasValues } from "./correlationEstimates.js";
import { isCorrelated } from "./correlationMatrix.js";
import { estimationError } from "./estimationError.js";
import { estimationFrequency } from "./estimationFrequency.js";
import { type FittingPeriod, fittingPeriods } from "./fittingPeriods.js";
import { handcraft } from "./handcraft.js";
import { equalWeights, onePeriod, shrinkage } from "./meanVariance.js";
import { meanEstimates, volatilityEstimates } from "./moments.js";
import { adjustForSharpe } from "./sharpeAdjustment.js";
import type { StackedData } from "./stackedData.js";
import { cleanWeights } from "./weightCleaning.js";

export interface EstimateWeightsOptions {
  /** The cost of each asset as a Sharpe ratio (negative); only read with `applyCostWeight`. */
  readonly costs?: ReadonlyMap<string, number>;
  /** Where the settings stand, for errors: `forecast_weight_estimate` or `instrument_weight_estimate`. */
  readonly key?: string;
}

/** Weights of the assets of a period; `returns` are the period's rows of these assets. */
type Optimiser = (estimates: AssetEstimates, settings: WeightEstimate, returns: Frame) => Float64Array;

const OPTIMISERS: Readonly<Record<WeightMethod, Optimiser>> = {
  handcraft,
  shrinkage,
  one_period: onePeriod,
  equal_weights: equalWeights,
  bootstrap: (_, settings, returns) => bootstrap(returns, settings),
};

/** How certain costs are taken to be where weights are adjusted for them: correlation and years of data. */
const COST_CORRELATION = 0.5;
const COST_YEARS = 100;

/**
 * Weights of assets, estimated anew for each period from their returns: a row for each period, at the time from which its
 * weights are used. They need not add to 1; NaN is an asset of which too little is known. A period without data has equal weights, and so
 * has all of the time where the returns are shorter than one interval.
 *
 * @throws ContangoError `ESTIMATION` where there are no returns, or for a setting that does not exist or cannot be
 * followed; `SERIES_PARAMETER`.
 * @example
 * estimateWeights(stackedNetReturns(pool, "CORN"), settings.forecastWeightEstimate);
 */
export function estimateWeights(
  returns: StackedData,
  settings: WeightEstimate,
  options: EstimateWeightsOptions = {},
): Frame {
  const { key = "weight_estimate", costs } = options;
  checkSettings(returns, settings, key);
  const periods = periodsOf(returns.frame, settings, key);
  const fitted = periods.filter(({ hasData }) => hasData);
  const estimates = estimatesOf(returns, settings, fitted, key);
  const rows = periods.map((period) => {
    const weights = period.hasData
      ? periodWeights(estimates.next().value as AssetEstimates, fitWindow(returns.frame, period), settings)
      : equalWeights(returns.frame);
    return settings.applyCostWeight ? adjustForCosts(weights, returns.frame.names, costs, key) : weights;
  });
  const columns = new Map<string, Column>();
  returns.frame.names.forEach((name, asset) => {
    columns.set(name, floatColumn(Float64Array.from(rows, (row) => row[asset]!)));
  });
  return new Frame(trustTimeIndex(Float64Array.from(periods, ({ useStart }) => useStart)), columns);
}

function checkSettings({ frame }: StackedData, settings: WeightEstimate, key: string): void {
  if (!Object.hasOwn(OPTIMISERS, settings.method)) {
    const known = Object.keys(OPTIMISERS).join(", ");
    throw estimationError(`${key}.method`, `"${settings.method}" is not a method; write one of ${known}`);
  }
  if (settings.method === "handcraft" && !settings.equaliseVolatilities) {
    throw estimationError(
      `${key}.equalise_vols`,
      "handcrafted weights are of assets of equal volatility; set it to true, or use another method",
    );
  }
  if (frame.length === 0 || frame.columns.size === 0) {
    throw estimationError(
      key,
      "there are no returns to estimate weights of; give rules or instruments with data",
    );
  }
}

/** The fitting periods; where there is not even one, the whole time without an estimate. */
function periodsOf({ time }: Frame, settings: WeightEstimate, key: string): readonly FittingPeriod[] {
  const [start, end] = [time[0]!, time.at(-1)!];
  const { dateMethod: method, rollYears, intervalFrequency: interval } = settings;
  const periods = fittingPeriods({ start, end, method, rollYears, interval, key });
  if (periods.length > 0) return periods;
  return [{ fitStart: Number.NaN, fitEnd: Number.NaN, useStart: start, useEnd: end, hasData: false }];
}

/** What is known of all assets in each fitted period. */
function* estimatesOf(
  returns: StackedData,
  settings: WeightEstimate,
  periods: readonly FittingPeriod[],
  key: string,
): Generator<AssetEstimates> {
  const { periodsPerYear } = estimationFrequency(settings.frequency, `${key}.frequency`);
  const means = meanEstimates(returns, settings.mean, periods, periodsPerYear);
  const volatilities = volatilityEstimates(returns, settings.volatility, periods, periodsPerYear);
  const correlations = correlationsOf(returns, { ...settings.correlation, cleaning: false }, periods);
  let at = 0;
  for (const { names, matrix, period } of correlations) {
    const years = fitWindow(returns.frame, period).length / periodsPerYear;
    yield { names, matrix, mean: means[at]!, volatility: volatilities[at]!, years };
    at++;
  }
}

/**
 * Optimal weights of the assets of which enough is known, NaN for the others, then cleaned. Where too little is known of every
 * asset all are NaN, and the weights of the period before go on.
 */
function periodWeights(estimates: AssetEstimates, window: Frame, settings: WeightEstimate): Float64Array {
  const weights = new Float64Array(estimates.names.length).fill(Number.NaN);
  const assets = estimates.names
    .map((_, asset) => asset)
    .filter(
      (asset) =>
        !Number.isNaN(estimates.mean[asset]! + estimates.volatility[asset]!) &&
        isCorrelated(estimates, asset),
    );
  if (assets.length === 0) return weights;
  const known = selectAssets(estimates, assets);
  const optimal = OPTIMISERS[settings.method](known, settings, window.select(known.names));
  assets.forEach((asset, at) => {
    weights[asset] = optimal[at]!;
  });
  return settings.cleaning ? cleanWeights(weights, hasValues(window)) : weights;
}

/** Weights that add to 1, those of assets that cost less than the average raised and the others lowered. */
function adjustForCosts(
  weights: Float64Array,
  names: readonly string[],
  costs: ReadonlyMap<string, number> | undefined,
  key: string,
): Float64Array {
  const sharpe = names.map((name) => {
    const cost = costs?.get(name);
    if (cost !== undefined && !Number.isNaN(cost)) return cost;
    throw estimationError(
      `${key}.apply_cost_weight`,
      `the cost of ${name} is not known; give it, or set this to false`,
    );
  });
  return adjustForSharpe(weights, sharpe, COST_CORRELATION, COST_YEARS);
}
