import { asOf } from "../../series/reindex.js";
import { Series } from "../../series/series.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import { type TradingTerms, tradeCost } from "./costOfTrade.js";

/** Trades as they were filled, a row each, in columns. */
export interface Fills {
  /** Wall time, epoch milliseconds, ascending. */
  readonly time: Float64Array;
  /** Contracts bought, below zero sold. */
  readonly quantity: Float64Array;
  readonly price: Float64Array;
  /** True where the fills pay the spread. */
  readonly slippage: boolean;
}

/** The trades that led to each row's position, at that row's price. What is held first was not traded for. */
export function fillsOf(held: Series, price: Series): Fills {
  const { time, values } = held;
  const prices = asOf(price, held).values;
  const rows = new Int32Array(time.length);
  let count = 0;
  for (let row = 1; row < rows.length; row++) {
    const traded = values[row]! - values[row - 1]!;
    if (traded < 0 || traded > 0) rows[count++] = row;
  }
  const quantity = new Float64Array(count);
  const filled = { time: new Float64Array(count), price: new Float64Array(count) };
  for (let fill = 0; fill < count; fill++) {
    const row = rows[fill]!;
    quantity[fill] = values[row]! - values[row - 1]!;
    filled.time[fill] = time[row]!;
    filled.price[fill] = prices[row]!;
  }
  return { ...filled, quantity, slippage: true };
}

/** What fills cost, zero or more, in the instrument's currency. */
export function costsOfFills({ time, quantity, price, slippage }: Fills, terms: TradingTerms): Series {
  const out = new Float64Array(quantity.length);
  for (let row = 0; row < out.length; row++)
    out[row] = tradeCost(quantity[row]!, price[row]!, slippage, terms);
  return new Series(trustTimeIndex(time), out, "costs");
}
