import { alignOuter } from "../../series/align.js";
import { roundHalfEven } from "../../series/rounding.js";
import { Series } from "../../series/series.js";
import type { Fills } from "./fills.js";

/** A market order is filled at the next price; a limit order at this row's price, if the next price is beyond it. */
export type SimulatedOrder = "market" | "limit";

/** What orders led to. */
export interface SimulatedOrders {
  /** In contracts, on every time of position and price; NaN before the first fill. */
  readonly held: Series;
  readonly fills: Fills;
}

/**
 * Trades from a held position to the optimal one, rounded half to even, with an order on each row that is filled, or
 * not, on the next. Limit orders pay no spread; one that is not filled is dropped. Nothing is buffered.
 *
 * @param position optimal, in fractional contracts, filled forward; where it is missing there is no order.
 * @param price filled forward; by hour for intraday orders.
 */
export function simulateOrders(
  position: Series,
  price: Series,
  order: SimulatedOrder = "market",
): SimulatedOrders {
  const [optimal, prices] = alignOuter([position, price]);
  const { time } = optimal;
  const rows = new Int32Array(time.length);
  const quantity = new Float64Array(time.length);
  const paid = new Float64Array(time.length);
  const held = new Float64Array(time.length).fill(Number.NaN);
  let [current, wanted, here, count] = [0, Number.NaN, Number.NaN, 0];
  for (let row = 0; row < time.length; row++) {
    const next = Number.isNaN(prices.values[row]!) ? here : prices.values[row]!;
    const contracts = wanted - current;
    const marketable = order === "market" ? !Number.isNaN(next) : contracts > 0 ? here > next : here < next;
    if ((contracts < 0 || contracts > 0) && marketable) {
      rows[count] = row;
      quantity[count] = contracts;
      paid[count++] = order === "market" ? next : here;
      current = wanted;
    }
    if (count > 0) held[row] = current;
    if (!Number.isNaN(optimal.values[row]!)) wanted = roundHalfEven(optimal.values[row]!);
    here = next;
  }
  return {
    held: new Series(time, held, "position"),
    fills: {
      time: Float64Array.from(rows.subarray(0, count), (row) => time[row]!),
      quantity: quantity.slice(0, count),
      price: paid.slice(0, count),
      slippage: order === "market",
    },
  };
}
