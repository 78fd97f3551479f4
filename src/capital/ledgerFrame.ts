import { ContangoError } from "../errors/contangoError.js";
import { floatColumn } from "../series/column.js";
import { Frame, type FrameMeta } from "../series/frame.js";
import { formatTime } from "../time/text.js";
import { CapitalLedger, type CapitalRow } from "./ledger.js";
import { type Decimal, money } from "./money.js";

type Amount = Exclude<keyof CapitalRow, "time">;

/** Columns of a stored capital history, and what each holds. */
const AMOUNTS = {
  Actual: "total",
  Accumulated: "accumulated",
  Broker: "broker",
  Max: "maximum",
} as const satisfies Record<string, Amount>;

/** Columns of a stored capital history, in the order in which they are stored. */
export const CAPITAL_COLUMNS = Object.keys(AMOUNTS) as (keyof typeof AMOUNTS)[];

/** A ledger as float64 columns Actual, Accumulated, Broker and Max, each amount as the nearest double. */
export function ledgerFrame(ledger: CapitalLedger, meta: FrameMeta = {}): Frame {
  const column = (amount: Amount) =>
    floatColumn(Float64Array.from(ledger.rows, (row) => row[amount].toNumber()));
  return new Frame(
    Float64Array.from(ledger.rows, (row) => row.time),
    Object.fromEntries(CAPITAL_COLUMNS.map((name) => [name, column(AMOUNTS[name])])),
    meta,
  );
}

/**
 * The ledger that a stored frame holds. A missing value is the one of the row before, as the reference writes it.
 *
 * @throws ContangoError `COLUMN_MISSING`, `COLUMN_KIND` where a column is absent or not float64; `CAPITAL_VALUE` for an
 * infinite amount, or a missing one with nothing before it, with row and time.
 */
export function ledgerFromFrame(frame: Frame): CapitalLedger {
  const columns = new Map(CAPITAL_COLUMNS.map((name) => [name, frame.floats(name)]));
  const rows: CapitalRow[] = [];
  for (let row = 0; row < frame.length; row++) {
    const amount = (name: keyof typeof AMOUNTS): Decimal => {
      const value = columns.get(name)![row]!;
      const before = rows[row - 1]?.[AMOUNTS[name]];
      if (Number.isNaN(value) && before !== undefined) return before;
      if (Number.isFinite(value)) return money(value);
      const time = formatTime(frame.time[row]!);
      throw new ContangoError(
        "CAPITAL_VALUE",
        "capital",
        `${name} of row ${row} (${time}) is ${value}; a capital history needs finite amounts`,
        { details: { column: name, row, time } },
      );
    };
    rows.push({
      time: frame.time[row]!,
      total: amount("Actual"),
      maximum: amount("Max"),
      broker: amount("Broker"),
      accumulated: amount("Accumulated"),
    });
  }
  return new CapitalLedger(rows);
}
