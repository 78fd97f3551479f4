import type { MultiplePrices, PriceColumn } from "../prices/multiplePrices.js";
import { sameLabel } from "../prices/multiplePricesRows.js";
import { median } from "../series/reduce.js";

/** How many differences the usual one is the median of. */
const WINDOW = 5;

/** Where a missing price is looked for, best first. */
const SOURCES: Readonly<Record<PriceColumn, readonly PriceColumn[]>> = {
  PRICE: ["FORWARD", "CARRY"],
  FORWARD: ["PRICE", "CARRY"],
  CARRY: ["PRICE", "FORWARD"],
};

/**
 * The price of a column in the last row: its own, else that of another column in that row plus the usual
 * difference between them. PRICE is inferred from FORWARD, else CARRY; FORWARD from PRICE, else CARRY; CARRY from
 * PRICE, else FORWARD. The usual difference is the median over the last five rows that have both prices, going
 * back until either label changes and never to the first row. NaN where no column can tell.
 */
export function inferLastPrice(prices: MultiplePrices, column: PriceColumn): number {
  const last = prices.time.length - 1;
  const own = prices[column][last]!;
  if (!Number.isNaN(own)) return own;
  for (const source of SOURCES[column]) {
    const inferred = prices[source][last]! + usualDifference(prices, column, source);
    if (!Number.isNaN(inferred)) return inferred;
  }
  return Number.NaN;
}

function usualDifference(prices: MultiplePrices, target: PriceColumn, source: PriceColumn): number {
  const labels = [prices[`${target}_CONTRACT`], prices[`${source}_CONTRACT`]];
  const last = prices.time.length - 1;
  const differences: number[] = [];
  for (let row = last; row > 0 && differences.length < WINDOW; row--) {
    if (!labels.every((column) => sameLabel(column, row, last))) break;
    const difference = prices[target][row]! - prices[source][row]!;
    if (!Number.isNaN(difference)) differences.push(difference);
  }
  return median(differences);
}
