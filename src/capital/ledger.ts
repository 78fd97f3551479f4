import { ContangoError } from "../errors/contangoError.js";
import { tableText } from "../series/series.js";
import { formatTime } from "../time/text.js";
import type { Decimal } from "./money.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The state of capital from `time` on; amounts in the base currency. */
export interface CapitalRow {
  /** Wall time in epoch milliseconds. */
  readonly time: number;
  /** The capital that is traded. */
  readonly total: Decimal;
  /** The most that half compounding lets the total become. */
  readonly maximum: Decimal;
  /** The broker's account value when it was last read, with deposits and withdrawals since. */
  readonly broker: Decimal;
  /** All profits less all losses so far; deposits and withdrawals are not part of it. */
  readonly accumulated: Decimal;
}

/** Rows that are known to be in order, so that appending a row checks only that one. */
const inOrder = new WeakSet<readonly CapitalRow[]>();

/**
 * The history of total capital: rows in strictly ascending time, the last of which holds now. Immutable; the functions
 * that change capital give a new ledger.
 *
 * @example
 * const ledger = initialiseCapital(new CapitalLedger(), "2024-03-28", { broker: 100_000 });
 * ledger.last?.total.toString(); // "100000"
 */
export class CapitalLedger {
  readonly rows: readonly CapitalRow[];

  /** @throws ContangoError `CAPITAL_TIME` where a row is not later than the one before. */
  constructor(rows: readonly CapitalRow[] = []) {
    if (!inOrder.has(rows)) {
      for (let row = 1; row < rows.length; row++) requireLater(rows[row]!.time, rows[row - 1]!.time);
    }
    this.rows = rows;
  }

  get length(): number {
    return this.rows.length;
  }

  /** The row that holds now; undefined while capital was never initialised. */
  get last(): CapitalRow | undefined {
    return this.rows.at(-1);
  }

  /** Head and tail as text, as the REPL prints it. */
  toString(): string {
    const amount = (name: "total" | "maximum" | "broker" | "accumulated") => ({
      name,
      text: (row: number) => this.rows[row]![name].toFixed(),
    });
    return tableText(
      Float64Array.from(this.rows, (row) => row.time),
      [amount("total"), amount("maximum"), amount("broker"), amount("accumulated")],
    );
  }

  [INSPECT](): string {
    return this.toString();
  }
}

/** The row that holds now. @throws ContangoError `CAPITAL_MISSING` while capital was never initialised. */
export function currentCapital(ledger: CapitalLedger): CapitalRow {
  if (ledger.last !== undefined) return ledger.last;
  throw new ContangoError("CAPITAL_MISSING", "capital", "capital was never initialised; initialise it first");
}

/** The ledger with one more row. @throws ContangoError `CAPITAL_TIME` where it is not later than the last. */
export function appendCapital(ledger: CapitalLedger, row: CapitalRow): CapitalLedger {
  if (ledger.last !== undefined) requireLater(row.time, ledger.last.time);
  const rows = [...ledger.rows, row];
  inOrder.add(rows);
  return new CapitalLedger(rows);
}

/** Refuses a time that is not later than the last row's. @throws ContangoError `CAPITAL_TIME`. */
export function requireLater(time: number, last: number): void {
  if (time > last) return;
  throw new ContangoError(
    "CAPITAL_TIME",
    "capital",
    `a capital row at ${formatTime(time)} is not later than the one at ${formatTime(last)}; use a later time, or delete the rows since then first`,
    { details: { time: formatTime(time), last: formatTime(last) } },
  );
}
