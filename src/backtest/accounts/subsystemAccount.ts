import type { Series } from "../../series/series.js";
import type { Account } from "./account.js";
import { bufferedPosition } from "./bufferedPosition.js";
import { type InstrumentAccountOptions, instrumentAccount } from "./instrumentAccount.js";

export interface SubsystemAccountOptions extends Omit<InstrumentAccountOptions, "round"> {
  /** Around the position; undefined: every change is traded. */
  readonly buffers: { readonly lower: Series; readonly upper: Series } | undefined;
  /** Default true. */
  readonly tradeToEdge?: boolean;
}

/**
 * The account of an instrument that has all the capital to itself. Its position is always buffered, in whole
 * contracts, and rolls are charged in full, whatever a portfolio does.
 *
 * @param options `position` is the optimal one, neither buffered nor rounded.
 * @throws ContangoError `POSITION_BUFFER`, `BACKTEST_DATA`.
 */
export function subsystemAccount(options: SubsystemAccountOptions): Account {
  const { buffers, tradeToEdge = true, ...rest } = options;
  const { costs } = rest;
  return instrumentAccount({
    ...rest,
    position: bufferedPosition(rest.position, buffers, { tradeToEdge }),
    costs: costs.kind === "cash" ? { ...costs, rollCostMultiplier: 1 } : costs,
    round: true,
  });
}
