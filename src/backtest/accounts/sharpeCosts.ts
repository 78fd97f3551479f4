import type { Instrument } from "../../instruments/instrument.js";
import { mean } from "../../series/reduce.js";
import { lowerBound } from "../../series/search.js";
import type { Series } from "../../series/series.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import { civilFromDays, DAY, dayOf, daysFromCivil, daysInMonth } from "../../time/civil.js";
import { costOfTrade, requireSpreadCost } from "./costOfTrade.js";

export interface SharpeCostPerTradeOptions {
  readonly instrument: Instrument;
  /** Back-adjusted price by business day. */
  readonly dailyPrice: Series;
  /** Daily standard deviation, in price units. */
  readonly volatility: Series;
}

/**
 * The cost of trading one contract as a share of the contract's annual standard deviation, at the averages of the last
 * year of prices. It is taken for the whole of history, and so looks ahead by design. NaN without volatility in that
 * year.
 *
 * @throws ContangoError `BACKTEST_DATA` where the instrument's spread cost is not known.
 * @example
 * sharpeCostPerTrade({ instrument, dailyPrice, volatility });
 */
export function sharpeCostPerTrade({
  instrument,
  dailyPrice,
  volatility,
}: SharpeCostPerTradeOptions): number {
  requireSpreadCost(instrument);
  if (dailyPrice.length === 0) return Number.NaN;
  const from = yearBefore(dailyPrice.timeAt(-1));
  const since = (series: Series): number => mean(series.values.subarray(lowerBound(series.time, from)));
  const cost = costOfTrade({ ...instrument, quantity: 1, price: since(dailyPrice), slippage: true });
  return cost / (ROOT_BUSINESS_DAYS_IN_YEAR * since(volatility) * instrument.pointSize);
}

/** The same date and time a year before; 28 February for a 29th. */
function yearBefore(time: number): number {
  const { year, month, day } = civilFromDays(dayOf(time));
  const before = daysFromCivil(year - 1, month, Math.min(day, daysInMonth(year - 1, month)));
  return before * DAY + (time - dayOf(time) * DAY);
}

/**
 * What trading costs in a year as a Sharpe ratio: one cost for each turnover, and two for each roll.
 *
 * @example
 * annualSharpeCost({ costPerTrade: 0.004, turnover: 12, rollsPerYear: 4 }); // 0.08
 */
export function annualSharpeCost({
  costPerTrade,
  turnover,
  rollsPerYear,
}: {
  readonly costPerTrade: number;
  /** Times a year that an average position is traded. */
  readonly turnover: number;
  readonly rollsPerYear: number;
}): number {
  return costPerTrade * turnover + costPerTrade * 2 * rollsPerYear;
}

/**
 * The mean of what several instruments say of the same rule (turnovers, or costs), weighted by the rows of each one's
 * forecast; NaN is left out.
 *
 * @example
 * pooledByLength([{ value: 10, rows: 3000 }, { value: 16, rows: 6000 }]); // 14
 */
export function pooledByLength(
  members: readonly { readonly value: number; readonly rows: number }[],
): number {
  let total = 0;
  let rows = 0;
  for (const member of members) {
    if (Number.isNaN(member.value)) continue;
    total += member.value * member.rows;
    rows += member.rows;
  }
  return total / rows;
}
