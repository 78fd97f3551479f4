import { ContangoError } from "../../errors/contangoError.js";
import type { Instrument } from "../../instruments/instrument.js";

/** What trades in an instrument are charged by. */
export type TradingTerms = Pick<Instrument, "pointSize" | "spreadCost" | "commission">;

/** One trade and what it is charged by. */
export interface ChargedTrade extends TradingTerms {
  /** Contracts; the sign does not matter. */
  readonly quantity: number;
  /** Where it is NaN, commission in percent is left out. */
  readonly price: number;
  /** False for a fill that pays no spread. Default true. */
  readonly slippage?: boolean;
}

/**
 * The cost of a trade, zero or more, in the instrument's currency: the spread cost, and the largest of the three
 * commissions.
 *
 * @example
 * costOfTrade({ ...instrument, quantity: 2, price: 705 });
 */
export function costOfTrade({ quantity, price, slippage = true, ...terms }: ChargedTrade): number {
  return tradeCost(quantity, price, slippage, terms);
}

/** As {@link costOfTrade}, without an object for each trade. */
export function tradeCost(quantity: number, price: number, slippage: boolean, terms: TradingTerms): number {
  const { pointSize, spreadCost, commission } = terms;
  const contracts = Math.abs(quantity);
  const ofValue = Number.isNaN(price) ? 0 : commission.percentage * contracts * price * pointSize;
  const charged = Math.max(contracts * commission.perBlock, commission.perTrade, ofValue);
  return (slippage ? contracts * spreadCost * pointSize : 0) + charged;
}

/** @throws ContangoError `BACKTEST_DATA` where the spread cost of the instrument is not known. */
export function requireSpreadCost({ code, spreadCost }: Instrument): void {
  if (!Number.isNaN(spreadCost)) return;
  throw new ContangoError(
    "BACKTEST_DATA",
    "backtest",
    `${code}: the spread cost is not known, so that its trades cannot be charged; give the instrument a spreadCost (0 where trading is free)`,
    { details: { instrument: code } },
  );
}
