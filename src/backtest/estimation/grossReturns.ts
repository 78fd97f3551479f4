import type { Frame } from "../../series/frame.js";
import { count, standardDeviation, sum } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";
import { toFrame } from "../../series/toFrame.js";
import { costSharpeRatio, dailyTotals } from "./costSharpe.js";

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

/** What an asset's net returns follow from, beside its gross returns. */
export interface ReturnsSummary {
  /** Total and number of the daily gross returns that are not missing. */
  readonly total: number;
  readonly days: number;
  /** Their standard deviation. */
  readonly deviation: number;
  /** As a Sharpe ratio, negative. */
  readonly cost: number;
  /** NaN where it was not given. */
  readonly turnover: number;
}

export type ReturnsSummaries = ReadonlyMap<string, ReturnsSummary>;

/** The gross returns of an instrument's assets by business day, a column each, and the summary of each. */
export function grossReturns(assets: AssetReturns): {
  readonly frame: Frame;
  readonly summaries: ReturnsSummaries;
} {
  const frame = toFrame(new Map([...assets].map(([name, { gross }]) => [name, dailyTotals(gross)])));
  const summaries = [...assets].map(([name, { costs, turnover = Number.NaN }]) => {
    const values = frame.floats(name);
    const deviation = standardDeviation(values);
    const cost = costSharpeRatio(deviation, costs);
    return [name, { total: sum(values), days: count(values), deviation, cost, turnover }] as const;
  });
  return { frame, summaries: new Map(summaries) };
}
