import { numberText } from "../../series/series.js";
import { textTable } from "../../series/textTable.js";
import { formatTime } from "../../time/text.js";
import type { OutcomeItem } from "../outcome.js";
import type { TradeToDo } from "./planTrades.js";

/** Trades to do as a table of text, and below it what could not be planned. */
export function tradeTable(
  trades: readonly TradeToDo[],
  problems: readonly OutcomeItem[],
  time: number,
): string {
  const rows = [
    ["strategy", "instrument", "contract", "trade", "price", "wanted"],
    ...trades.map((trade) => [
      trade.kind === "roll" ? `${trade.strategy} (roll)` : trade.strategy,
      trade.instrument,
      trade.contract,
      String(trade.trade),
      Number.isNaN(trade.referencePrice) ? "" : numberText(trade.referencePrice),
      formatTime(trade.time).slice(0, 16),
    ]),
  ];
  const lines = textTable(rows, (column) => column === 3 || column === 4);
  return [
    `Trades to do, ${formatTime(time).slice(0, 16)}`,
    "",
    ...(trades.length === 0 ? ["none"] : lines),
    ...(problems.length === 0 ? [] : ["", ...problems.map(({ name, message }) => `${name}: ${message}`)]),
    "",
  ].join("\n");
}
