import { type Column, floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { mean, standardDeviation } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";
import { toFrame } from "../../series/toFrame.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../rawdata/annual.js";
import { costSharpeRatio, dailyTotals } from "./costSharpe.js";
import { estimationError } from "./estimationError.js";
import { estimationFrequency } from "./estimationFrequency.js";
import { resampleFrame } from "./frameBins.js";
import { type StackedData, stack } from "./stackedData.js";

/** What an asset (a trading rule on an instrument, or an instrument's subsystem) earned and cost, in one currency. */
export interface ReturnsAndCosts {
  /** Daily returns before costs. */
  readonly gross: Series;
  /** Daily costs, negative. */
  readonly costs: Series;
  /** Trades a year of its own, not pooled, forecast; only read where turnovers are pooled. */
  readonly turnover?: number;
}

/** Returns of some assets, by the names that weights go by. */
export type AssetReturns = ReadonlyMap<string, ReturnsAndCosts>;

export interface NetReturnsOptions {
  /** Estimate from the returns of every instrument of the pool, rather than its own. Default true. */
  readonly poolGross?: boolean;
  /** Give all assets the same average gross return. Default false. */
  readonly equaliseGross?: boolean;
  /** Take each asset's cost as the average over the pool. Default false. */
  readonly poolCosts?: boolean;
  /** Take each asset's cost at the average turnover over the pool; not looked at where costs are pooled. Default true. */
  readonly poolTurnover?: boolean;
  /** What costs are multiplied with. Default 1. */
  readonly costMultiplier?: number;
}

/**
 * The returns after costs that an instrument's weights are estimated of, a frame of daily values for each instrument
 * whose gross returns are used. A cost is the same every day: the asset's cost as a Sharpe ratio times the standard
 * deviation of its gross returns. Days without any gross return are missing.
 *
 * @param pool The instruments with the same assets, this one among them.
 * @param instrument Whose costs count.
 * @throws ContangoError `ESTIMATION` where the instrument is not in the pool, or has no assets.
 * @example
 * netReturns(new Map([["CORN", rules], ["US10", others]]), "CORN", { costMultiplier: 2 });
 */
export function netReturns(
  pool: ReadonlyMap<string, AssetReturns>,
  instrument: string,
  options: NetReturnsOptions = {},
): readonly Frame[] {
  const own = pool.get(instrument);
  if (own === undefined || own.size === 0) {
    throw estimationError("weight_estimate", `there are no returns of ${instrument} to estimate weights of`);
  }
  const { poolGross = true, equaliseGross = false, costMultiplier = 1 } = options;
  const used = poolGross ? [...pool.values()] : [own];
  const gross = used.map((assets) =>
    toFrame(new Map([...assets].map(([name, { gross }]) => [name, dailyTotals(gross)]))),
  );
  const costs = costsOf(pool, own, options);
  const shifts = equaliseGross ? shiftsToAverage(gross, [...own.keys()]) : new Map<string, number>();
  return gross.map((frame) => {
    const columns = new Map<string, Column>();
    for (const name of frame.names) {
      const values = frame.floats(name);
      const cost =
        (costMultiplier * costs.get(name)! * standardDeviation(values)) / ROOT_BUSINESS_DAYS_IN_YEAR;
      const change = cost + (shifts.get(name) ?? 0);
      columns.set(name, floatColumn(values.map((value) => value + change)));
    }
    return new Frame(frame.time, columns);
  });
}

/**
 * Returns by bins of time, those of several instruments stacked: what weights are estimated of.
 *
 * @param frequency B, W, 7D, M or A.
 * @throws ContangoError `ESTIMATION`.
 */
export function stackedReturns(frames: readonly Frame[], frequency = "W"): StackedData {
  const { bins } = estimationFrequency(frequency);
  return stack(frames.map((frame) => resampleFrame(frame, bins, "sum")));
}

/** The cost of each of the instrument's assets, as a Sharpe ratio. */
function costsOf(
  pool: ReadonlyMap<string, AssetReturns>,
  own: AssetReturns,
  { poolCosts = false, poolTurnover = true }: NetReturnsOptions,
): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const [name, asset] of own) {
    const others = [...pool.values()].flatMap((assets) => assets.get(name) ?? []);
    const cost = costSharpeRatio(asset.gross, asset.costs);
    if (pool.size > 1 && poolCosts) {
      costs.set(name, mean(others.map(({ gross, costs }) => costSharpeRatio(gross, costs))));
    } else if (pool.size > 1 && poolTurnover) {
      const average = mean(others.map(({ turnover }) => turnover ?? Number.NaN));
      const turnover = asset.turnover ?? Number.NaN;
      costs.set(name, turnover > 0 ? (cost / turnover) * average : cost);
    } else costs.set(name, cost);
  }
  return costs;
}

/** What to add to each column so that the averages over all frames become the same. */
function shiftsToAverage(frames: readonly Frame[], names: readonly string[]): ReadonlyMap<string, number> {
  const means = names.map((name) => mean(frames.flatMap((frame) => [...frame.floats(name)])));
  const average = mean(means);
  return new Map(names.map((name, at) => [name, average - means[at]!]));
}
