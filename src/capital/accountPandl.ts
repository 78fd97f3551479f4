import { asOf } from "../series/reindex.js";
import { resample } from "../series/resample.js";
import { Series } from "../series/series.js";
import type { CapitalLedger, CapitalRow } from "./ledger.js";

export interface AccountPandlOptions {
  /** Default `business day`: labelled by its midnight, a weekend counting to the Friday before. */
  readonly frequency?: "business day" | "week" | "month" | "year";
}

export interface AccountPercentOptions extends AccountPandlOptions {
  /** Percent of the actual capital (the default) or of the maximum. */
  readonly over?: "actual" | "maximum";
}

/**
 * Profit and loss of the account in the base currency, net of deposits and withdrawals: the changes of accumulated P&L,
 * summed over each period from that of the first row to that of the last; zero where there was no update. It adds up to
 * the change of accumulated P&L over the ledger.
 */
export function accountPandl(ledger: CapitalLedger, options: AccountPandlOptions = {}): Series {
  return resample(changes(ledger), options.frequency ?? "business day", "sum");
}

/**
 * Profit and loss of the account in percent of capital, net of deposits and withdrawals: for each business day 100 × P&L
 * / capital as it stood before that day began (on the first day, as initialised): a row stamped at its midnight is part of
 * it. NaN where that is zero. Longer periods are sums of their days, NaN counting as nothing.
 */
export function accountPandlPercent(ledger: CapitalLedger, options: AccountPercentOptions = {}): Series {
  const { frequency = "business day", over = "actual" } = options;
  const pandl = resample(changes(ledger), "business day", "sum");
  const history = amounts(ledger, (row) => (over === "actual" ? row.total : row.maximum).toNumber());
  const capital = asOf(
    history,
    pandl.time.map((midnight) => midnight - MICROSECOND),
  ).values;
  const percent = pandl.values.map((value, day) => {
    const base = Number.isNaN(capital[day]!) ? history.at(0) : capital[day]!;
    return base === 0 ? Number.NaN : (100 * value) / base;
  });
  const daily = new Series(pandl.time, percent, "percent");
  return frequency === "business day" ? daily : resample(daily, frequency, "sum");
}

const MICROSECOND = 0.001;

/** The change of accumulated P&L at each row; zero at the first. */
function changes(ledger: CapitalLedger): Series {
  const change = (row: CapitalRow, index: number): number =>
    row.accumulated.minus((ledger.rows[index - 1] ?? row).accumulated).toNumber();
  return amounts(ledger, change);
}

function amounts(ledger: CapitalLedger, amount: (row: CapitalRow, index: number) => number): Series {
  return new Series(
    Float64Array.from(ledger.rows, (row) => row.time),
    Float64Array.from(ledger.rows, amount),
    "P&L",
  );
}
