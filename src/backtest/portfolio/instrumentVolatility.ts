import { alignInner } from "../../series/align.js";
import { multiply } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";

/**
 * The value of a price move of 1% for one contract, in the instrument's currency; price is that of the current
 * contract.
 */
export function blockValue(denominatorPrice: Series, pointSize: number): Series {
  return multiply(forwardFill(denominatorPrice), pointSize * 0.01).named("block value");
}

/**
 * The daily standard deviation of the value of one contract in the instrument's currency, on the times that block
 * value and volatility (daily, percent) both have.
 */
export function instrumentCurrencyVolatility(blockValue: Series, percentageVolatility: Series): Series {
  const [block, volatility] = alignInner([blockValue, percentageVolatility]);
  return multiply(forwardFill(block), volatility).named("instrument currency volatility");
}

/**
 * The daily standard deviation of the value of one contract in the base currency; the FX rate is that as of each row.
 */
export function instrumentValueVolatility(instrumentCurrencyVolatility: Series, fxRate: Series): Series {
  const volatility = forwardFill(instrumentCurrencyVolatility);
  return multiply(volatility, asOf(fxRate, volatility)).named("instrument value volatility");
}
