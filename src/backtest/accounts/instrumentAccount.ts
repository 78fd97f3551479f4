import type { Instrument } from "../../instruments/instrument.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { type Account, accountOf } from "./account.js";
import { type CashCosts, cashCosts } from "./cashCosts.js";
import { fillsOf } from "./fills.js";
import { grossPandl } from "./grossPandl.js";
import { type FillOptions, heldPosition } from "./heldPosition.js";
import { type SharpeCosts, sharpeCostPandl } from "./sharpeCostPandl.js";

/** How an account is charged for trading. */
export type AccountCosts = CashCosts | SharpeCosts;

export interface InstrumentAccountOptions extends FillOptions {
  /** The position that is wanted at the close of each row, in contracts. */
  readonly position: Series;
  /** Back-adjusted price; on a row, the last at or before it. */
  readonly price: Series;
  /** Value of one unit of the instrument's currency in the base currency. */
  readonly fxRate: Series;
  readonly instrument: Instrument;
  readonly capital: number | Series;
  readonly costs: AccountCosts;
}

/**
 * The account of a position in one market. What is wanted at one close is filled at the next, and earns from there on.
 *
 * @throws ContangoError `BACKTEST_DATA` where costs cannot be found.
 * @example
 * instrumentAccount({
 *   position, price, fxRate, instrument, capital: 250_000,
 *   costs: { kind: "cash", rollsPerYear: 4, rollCostMultiplier: 0.5 },
 * });
 */
export function instrumentAccount(options: InstrumentAccountOptions): Account {
  const { position, fxRate, instrument, capital, costs } = options;
  const price = asOf(options.price, position);
  const held = heldPosition(position, options);
  const value = { pointSize: instrument.pointSize, fxRate };
  return accountOf({
    gross: grossPandl(held, price, value),
    costs:
      costs.kind === "cash"
        ? cashCosts(fillsOf(held, price), held, price, { ...costs, instrument, fxRate })
        : sharpeCostPandl(held, costs, value),
    capital,
    held,
  });
}
