import { floatColumn } from "../series/column.js";
import { forwardFill } from "../series/fill.js";
import { Frame } from "../series/frame.js";
import { resample } from "../series/resample.js";
import { Series } from "../series/series.js";
import { accountPandl, accountPandlPercent } from "./accountPandl.js";
import type { CapitalLedger, CapitalRow } from "./ledger.js";

export interface PandlTableOptions {
  /** Default `month`. */
  readonly by?: "day" | "month" | "year";
}

const FREQUENCIES = { day: "business day", month: "month", year: "year" } as const;

/**
 * Profit and loss of the account by day, month or year: `pandl` in the base currency, net of deposits and withdrawals;
 * `percent` of total capital as it stood before each day, summed over the days of the period and not compounded; `flows`,
 * deposits less withdrawals; and total `capital` at the end. Days are business days labelled by their midnight, months and
 * years by their last day.
 *
 * @example
 * pandlTable(await desk.data.totalCapital.get(TOTAL_CAPITAL), { by: "year" });
 */
export function pandlTable(ledger: CapitalLedger, { by = "month" }: PandlTableOptions = {}): Frame {
  const frequency = FREQUENCIES[by];
  const pandl = accountPandl(ledger, { frequency });
  const capital = amounts(ledger, ({ total }) => total.toNumber());
  return new Frame(pandl.time, {
    pandl: floatColumn(pandl.values),
    percent: floatColumn(accountPandlPercent(ledger, { frequency }).values),
    flows: floatColumn(resample(amounts(ledger, flow), frequency, "sum").values),
    capital: floatColumn(forwardFill(resample(capital, frequency, "last")).values),
  });
}

/** By how much the account's value moved that was neither profit nor loss. */
function flow({ broker, accumulated }: CapitalRow, before: CapitalRow | undefined): number {
  if (before === undefined) return 0;
  return broker.minus(before.broker).minus(accumulated.minus(before.accumulated)).toNumber();
}

function amounts(
  { rows }: CapitalLedger,
  amount: (row: CapitalRow, before: CapitalRow | undefined) => number,
): Series {
  return new Series(
    Float64Array.from(rows, ({ time }) => time),
    Float64Array.from(rows, (row, place) => amount(row, rows[place - 1])),
  );
}
