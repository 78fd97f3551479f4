import { map } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import { reindex, type TimeIndex } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";

/** What trading costs, as a multiple of today's cost, while volatility is not known: enough to prevent it. */
const PROHIBITIVE = 10_000;

/** Today's cost of trading an instrument, and how it was in the past. */
export interface CostOfTrading {
  /** Of one contract at the last price, in the instrument's currency. */
  readonly costPerContract: number;
  /** The last rate of the instrument's currency in the base currency. */
  readonly fx: number;
  /** The last value of one contract as a fraction of capital. */
  readonly valuePerContract: number;
  /** In the base currency. */
  readonly capital: number;
  /** What today's cost is multiplied with, as `costDeflator` gives it for the adjusted price with its own stamps. */
  readonly deflator: Series;
}

/**
 * The cost of trading a weight of 1, as a fraction of capital, at some times: today's times the deflator, which is filled
 * forward, and 10,000 before it begins.
 */
export function costPerUnitWeight(terms: CostOfTrading, index: TimeIndex): Series {
  const today = (terms.costPerContract * terms.fx) / Math.abs(terms.valuePerContract) / terms.capital;
  return map(
    forwardFill(reindex(terms.deflator, index)),
    (multiple) => today * (Number.isNaN(multiple) ? PROHIBITIVE : multiple),
  );
}
