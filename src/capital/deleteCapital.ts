import { type TimeLike, toTime } from "../time/text.js";
import { CapitalLedger } from "./ledger.js";

/** A deletion: what would stay and what would go. Nothing is lost before `ledger` is stored. */
export interface CapitalDeletion {
  readonly ledger: CapitalLedger;
  /** The rows that go: show them before storing `ledger`. */
  readonly removed: CapitalLedger;
}

/**
 * Takes away the rows at or after `time`.
 *
 * @throws ContangoError `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * const { ledger, removed } = deleteCapitalSince(history, "2024-03-01");
 */
export function deleteCapitalSince(ledger: CapitalLedger, time: TimeLike): CapitalDeletion {
  const since = toTime(time);
  const found = ledger.rows.findIndex((row) => row.time >= since);
  const kept = found < 0 ? ledger.length : found;
  return {
    ledger: new CapitalLedger(ledger.rows.slice(0, kept)),
    removed: new CapitalLedger(ledger.rows.slice(kept)),
  };
}

/** Takes away every row; capital has to be initialised again. */
export function deleteAllCapital(ledger: CapitalLedger): CapitalDeletion {
  return { ledger: new CapitalLedger(), removed: ledger };
}
