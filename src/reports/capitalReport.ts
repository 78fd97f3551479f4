import { cumulative, drawdown } from "../backtest/accounts/drawdown.js";
import { accountPandlPercent } from "../capital/accountPandl.js";
import { type CapitalLedger, type CapitalRow, currentCapital } from "../capital/ledger.js";
import { pandlTable } from "../capital/pandlTable.js";
import { type Figure, figuresPanel } from "../charts/figuresPanel.js";
import { type Page, page } from "../charts/page.js";
import { tablePanel } from "../charts/tablePanel.js";
import { linePanel } from "../charts/timePanel.js";
import { min, sum } from "../series/reduce.js";
import { Series } from "../series/series.js";
import { pandlRows } from "./capitalTable.js";
import { dateText, numberText, percentText } from "./reportText.js";

export interface CapitalReportOptions {
  /** The base currency (default USD). */
  readonly currency?: string;
}

/** Days that are listed. */
const MOST_DAYS = 40;

/** Months that are listed. */
const MOST_MONTHS = 36;

/**
 * Total capital as a page: what it is now, its history, accumulated profit and loss, drawdown, and profit and loss by year,
 * month and day in currency and percent, net of deposits and withdrawals.
 *
 * @throws ContangoError `CAPITAL_MISSING` while capital was never initialised.
 * @example
 * writePage("reports/capital.html", capitalReport(await desk.data.totalCapital.get(TOTAL_CAPITAL), { currency: "USD" }));
 */
export function capitalReport(ledger: CapitalLedger, { currency = "USD" }: CapitalReportOptions = {}): Page {
  const last = currentCapital(ledger);
  const percent = accountPandlPercent(ledger);
  const below = drawdown(percent);
  return page({
    title: "Capital",
    subtitle: `${dateText(ledger.rows[0]!.time)} to ${dateText(last.time)}, ${currency}`,
    sections: [
      { panels: [figuresPanel(figures(ledger, percent, below))] },
      {
        heading: "Capital",
        panels: [
          linePanel([history(ledger, "total"), history(ledger, "maximum"), history(ledger, "broker")], {
            unit: currency,
            steps: ["total", "maximum", "broker"],
          }),
        ],
      },
      {
        heading: "Profit and loss",
        text: "Net of deposits and withdrawals. Percent is of total capital as it stood before each day, added up and not compounded.",
        panels: [
          linePanel(history(ledger, "accumulated"), { title: "Accumulated", unit: currency, zero: true }),
          linePanel(cumulative(percent).named("P&L"), {
            title: "In percent",
            unit: "% of capital",
            zero: true,
            height: 200,
          }),
          linePanel(below, { title: "Drawdown", unit: "% of capital", zero: true, height: 160 }),
        ],
      },
      {
        heading: "By period",
        panels: [
          tablePanel(pandlRows(ledger, "year"), { title: "By year" }),
          tablePanel(pandlRows(ledger, "month", MOST_MONTHS), { title: "By month" }),
          tablePanel(pandlRows(ledger, "day", MOST_DAYS), { title: "By day" }),
        ],
      },
    ],
  });
}

const history = ({ rows }: CapitalLedger, amount: Exclude<keyof CapitalRow, "time">): Series =>
  new Series(
    Float64Array.from(rows, ({ time }) => time),
    Float64Array.from(rows, (row) => row[amount].toNumber()),
    amount,
  );

function figures(ledger: CapitalLedger, percent: Series, below: Series): Figure[] {
  const last = currentCapital(ledger);
  const amount = (name: "total" | "maximum" | "broker" | "accumulated"): string =>
    signed(numberText(last[name].toNumber(), 0));
  const period = (by: "day" | "month" | "year"): Figure["note"] => {
    const table = pandlTable(ledger, { by });
    return signed(percentText(table.series("percent").at(-1), 2));
  };
  const money = (by: "day" | "month" | "year"): string =>
    signed(numberText(pandlTable(ledger, { by }).series("pandl").at(-1), 0));
  return [
    { label: "Total capital", value: amount("total"), note: `maximum ${amount("maximum")}` },
    { label: "Broker value", value: amount("broker") },
    { label: "P&L so far", value: amount("accumulated"), note: signed(percentText(sum(percent), 2)) },
    { label: "Last day", value: money("day"), note: `${dateText(percent.timeAt(-1))}, ${period("day")}` },
    { label: "This month", value: money("month"), note: period("month") ?? "" },
    { label: "This year", value: money("year"), note: period("year") ?? "" },
    {
      label: "Drawdown",
      value: signed(percentText(below.at(-1), 1)),
      note: `deepest ${signed(percentText(min(below), 1))}`,
    },
  ];
}

/** With a true minus sign. */
const signed = (text: string): string => text.replace("-", "−");
