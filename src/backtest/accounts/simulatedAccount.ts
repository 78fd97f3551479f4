import type { Series } from "../../series/series.js";
import { type Account, accountOf } from "./account.js";
import { type CashCosts, cashCosts } from "./cashCosts.js";
import { grossPandl } from "./grossPandl.js";
import type { InstrumentAccountOptions } from "./instrumentAccount.js";
import { type SimulatedOrder, simulateOrders } from "./simulateOrders.js";

export interface SimulatedAccountOptions
  extends Omit<InstrumentAccountOptions, "delayFill" | "round" | "costs"> {
  /** The optimal position, neither buffered nor rounded. */
  readonly position: Series;
  /** Default `market`. */
  readonly order?: SimulatedOrder;
  readonly costs: CashCosts;
}

/**
 * The account of simulated orders in one market: as `simulateOrders` fills them, valued at the price of each row, at cash
 * costs.
 *
 * @throws ContangoError `BACKTEST_DATA` where costs cannot be found.
 */
export function simulatedAccount(options: SimulatedAccountOptions): Account {
  const { position, price, fxRate, instrument, capital, costs, order = "market" } = options;
  const { held, fills } = simulateOrders(position, price, order);
  return accountOf({
    gross: grossPandl(held, price, { pointSize: instrument.pointSize, fxRate }),
    costs: cashCosts(fills, held, price, { ...costs, instrument, fxRate }),
    capital,
    held,
  });
}
