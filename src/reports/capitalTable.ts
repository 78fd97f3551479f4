import type { CapitalLedger } from "../capital/ledger.js";
import { type PandlTableOptions, pandlTable } from "../capital/pandlTable.js";
import { formatTime } from "../time/text.js";
import { alignedText } from "./alignedText.js";
import { numberText, percentText } from "./reportText.js";

/** How much of a time names its day, month or year. */
const PERIOD_LENGTH = { day: 10, month: 7, year: 4 } as const;

/** One period of profit and loss, as it is shown. */
export type PandlRow = Readonly<Record<"period" | "P&L" | "percent" | "flows" | "capital", string>>;

/** Profit and loss by period as texts, the last period first; at most `last` of them. */
export function pandlRows(
  ledger: CapitalLedger,
  by: NonNullable<PandlTableOptions["by"]>,
  last = Number.POSITIVE_INFINITY,
): readonly PandlRow[] {
  const table = pandlTable(ledger, { by });
  const [pandl, percent, flows, capital] = ["pandl", "percent", "flows", "capital"].map((name) =>
    table.floats(name),
  );
  return Array.from(table.time, (time, row) => ({
    period: formatTime(time).slice(0, PERIOD_LENGTH[by]),
    "P&L": numberText(pandl![row]!, 0),
    percent: percentText(percent![row]!, 2),
    flows: flows![row] === 0 ? "" : numberText(flows![row]!, 0),
    capital: numberText(capital![row]!, 0),
  }))
    .slice(-Math.min(last, table.length))
    .reverse();
}

/** The last rows of total capital as lines of text. */
export function capitalRowsText(ledger: CapitalLedger, last = 10): string {
  const rows = ledger.rows
    .slice(-last)
    .map(({ time, total, maximum, broker, accumulated }) => [
      formatTime(time).slice(0, 19),
      ...[total, maximum, broker, accumulated].map((amount) => numberText(amount.toNumber(), 2)),
    ]);
  return alignedText([["", "total", "maximum", "broker", "accumulated"], ...rows]);
}

/** Total capital, and profit and loss by year, month and day, as lines of text. */
export function capitalText(ledger: CapitalLedger, currency: string): string {
  if (ledger.length === 0) return "total capital was never initialised";
  const part = (by: "day" | "month" | "year", last: number): string[] => {
    const rows = pandlRows(ledger, by, last);
    return [
      "",
      `P&L by ${by}, net of flows`,
      alignedText([NAMES, ...rows.map((row) => NAMES.map((name) => row[name]))]),
    ];
  };
  return [
    `Total capital, ${currency}`,
    capitalRowsText(ledger),
    ...part("year", 5),
    ...part("month", 12),
    ...part("day", 10),
  ].join("\n");
}

const NAMES = ["period", "P&L", "percent", "flows", "capital"] as const;
