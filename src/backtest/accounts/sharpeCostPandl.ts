import { backwardFill } from "../../series/fill.js";
import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../../time/businessDays.js";
import { DAY } from "../../time/civil.js";
import type { ContractValue } from "./grossPandl.js";

/** Costs as a Sharpe ratio: the same loss each day, in proportion to the risk of an average position. */
export interface SharpeCosts {
  readonly kind: "sharpe";
  /** Annual cost over annual standard deviation, zero or more. */
  readonly annualCost: number;
  /** The position for the average forecast, in contracts. */
  readonly averagePosition: Series;
  /** Daily standard deviation, in price units. */
  readonly volatility: Series;
}

const YEAR = 365.25 * DAY;

/**
 * Sharpe-ratio costs as profit and loss, zero or below, in the base currency, on the times of the held position: 16
 * times volatility, times the average position without sign, times annual cost, for the share of a year since the row
 * before. NaN on the first row and before anything was held; a missing volatility is taken from later rows.
 */
export function sharpeCostPandl(
  held: Series,
  costs: Omit<SharpeCosts, "kind">,
  value: ContractValue,
): Series {
  const { annualCost, averagePosition, volatility } = costs;
  const positions = asOf(averagePosition, volatility).values;
  const perYear = new Float64Array(volatility.length);
  for (let row = 0; row < perYear.length; row++) {
    perYear[row] =
      -annualCost * Math.abs(positions[row]!) * (ROOT_BUSINESS_DAYS_IN_YEAR * volatility.values[row]!);
  }
  const { time, values } = backwardFill(asOf(new Series(volatility.time, perYear), held));
  const rates = asOf(value.fxRate, held).values;
  const out = new Float64Array(time.length).fill(Number.NaN);
  let first = 0;
  while (first < out.length && Number.isNaN(held.values[first]!)) first++;
  for (let row = Math.max(1, first); row < out.length; row++) {
    const years = (time[row]! - time[row - 1]!) / YEAR;
    out[row] = values[row]! * years * value.pointSize * rates[row]!;
  }
  return new Series(time, out, "costs");
}
