import { CapitalLedger } from "../capital/ledger.js";
import type { CurrencyCode } from "../instruments/codes.js";
import { capitalText } from "../reports/capitalTable.js";
import { printsAs } from "../series/printsAs.js";
import { TOTAL_CAPITAL } from "../storage/repositories/keys.js";
import type { Desk } from "./desk.js";

/** Total capital and its history; in a REPL it prints with profit and loss by year, month and day. */
export interface CapitalHistory {
  readonly ledger: CapitalLedger;
  /** The base currency. */
  readonly currency: CurrencyCode;
}

/**
 * Reads total capital. For profit and loss as numbers give the ledger to `pandlTable`, for a page to `capitalReport`.
 *
 * @example
 * await capitalHistory(desk);
 */
export async function capitalHistory({ data, config }: Desk): Promise<CapitalHistory> {
  const ledger = (await data.totalCapital.read(TOTAL_CAPITAL)) ?? new CapitalLedger();
  const history = { ledger, currency: config.get("base_currency") };
  return printsAs(history, () => capitalText(ledger, history.currency));
}
