import { mean } from "../../series/reduce.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import { estimationError } from "./estimationError.js";
import type { ReturnsSummaries } from "./grossReturns.js";

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
 * What is added to each daily gross return to make it a net one, by asset, for each instrument whose returns are used:
 * the asset's cost times the standard deviation of its returns there, and what makes averages equal.
 *
 * @throws ContangoError `ESTIMATION` where the instrument is not in the pool, or has no assets.
 */
export function dailyChanges(
  pool: ReadonlyMap<string, ReturnsSummaries>,
  instrument: string,
  options: NetReturnsOptions,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const own = pool.get(instrument);
  if (own === undefined || own.size === 0) {
    throw estimationError("weight_estimate", `there are no returns of ${instrument} to estimate weights of`);
  }
  const { poolGross = true, equaliseGross = false, costMultiplier = 1 } = options;
  const used = poolGross ? pool : new Map([[instrument, own]]);
  const costs = costsOf(pool, own, options);
  const shifts = equaliseGross ? shiftsToAverage([...used.values()], [...own.keys()]) : undefined;
  const changesOf = (assets: ReturnsSummaries): ReadonlyMap<string, number> =>
    new Map(
      [...assets].map(([name, { deviation }]) => {
        const cost = (costMultiplier * costs.get(name)! * deviation) / ROOT_BUSINESS_DAYS_IN_YEAR;
        return [name, cost + (shifts?.get(name) ?? 0)];
      }),
    );
  return new Map([...used].map(([member, assets]) => [member, changesOf(assets)]));
}

/** The cost of each of the instrument's assets, as a Sharpe ratio. */
function costsOf(
  pool: ReadonlyMap<string, ReturnsSummaries>,
  own: ReturnsSummaries,
  { poolCosts = false, poolTurnover = true }: NetReturnsOptions,
): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const [name, { cost, turnover }] of own) {
    const others = [...pool.values()].flatMap((assets) => assets.get(name) ?? []);
    if (pool.size > 1 && poolCosts) costs.set(name, mean(others.map((other) => other.cost)));
    else if (pool.size > 1 && poolTurnover && turnover > 0) {
      costs.set(name, (cost / turnover) * mean(others.map((other) => other.turnover)));
    } else costs.set(name, cost);
  }
  return costs;
}

/** What to add to each asset's returns so that the averages over all instruments become the same. */
function shiftsToAverage(
  pool: readonly ReturnsSummaries[],
  names: readonly string[],
): ReadonlyMap<string, number> {
  const means = names.map((name) => {
    const parts = pool.flatMap((assets) => assets.get(name) ?? []);
    const days = parts.reduce((all, part) => all + part.days, 0);
    return parts.reduce((all, part) => all + part.total, 0) / days;
  });
  const average = mean(means);
  return new Map(names.map((name, at) => [name, average - means[at]!]));
}
