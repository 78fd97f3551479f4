import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { addPandl } from "./addPandl.js";
import { costDeflator } from "./costDeflator.js";
import { requireSpreadCost } from "./costOfTrade.js";
import { costsOfFills, type Fills } from "./fills.js";
import { type RollCostOptions, rollCosts } from "./rollCosts.js";

/** Costs as they are paid: spread and commission of every trade and roll. */
export interface CashCosts {
  readonly kind: "cash";
  readonly rollsPerYear: number;
  /** Share of the held position that a roll is charged for. Default 1. */
  readonly rollCostMultiplier?: number;
  /** True where past costs are scaled by the volatility of their time. Default true. */
  readonly normaliseByVolatility?: boolean;
}

/**
 * What fills and rolls cost, zero or below, in the base currency. NaN where the volatility that costs are scaled by, or
 * the FX rate, is not known yet.
 *
 * @throws ContangoError `BACKTEST_DATA` where the instrument's spread cost is not known.
 */
export function cashCosts(
  fills: Fills,
  held: Series,
  price: Series,
  options: Omit<CashCosts, "kind"> &
    Omit<RollCostOptions, "rollCostMultiplier"> & { readonly fxRate: Series },
): Series {
  const { instrument, fxRate, rollCostMultiplier = 1, normaliseByVolatility = true } = options;
  requireSpreadCost(instrument);
  const paid = addPandl(
    costsOfFills(fills, instrument),
    rollCosts(held, price, { ...options, instrument, rollCostMultiplier }),
  );
  const rates = asOf(fxRate, paid).values;
  const deflator = normaliseByVolatility ? asOf(costDeflator(price), paid).values : undefined;
  const out = new Float64Array(paid.length);
  for (let row = 0; row < out.length; row++) {
    out[row] = -paid.values[row]! * (deflator === undefined ? 1 : deflator[row]!) * rates[row]!;
  }
  return new Series(paid.time, out, "costs");
}
