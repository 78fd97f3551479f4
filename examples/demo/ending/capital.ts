import {
  capitalHistory,
  currentCapital,
  type Desk,
  type Frame,
  formatTime,
  pandlTable,
  tail,
} from "contango";
import { capitalReport, writePage } from "contango/charts";
import { PLACES } from "../places.js";
import { say, table } from "../print.js";

/** Days that are printed. */
const DAYS = 5;

/** Total capital with profit and loss, printed and as a page, and what each strategy has of it. */
export async function printCapital(desk: Desk): Promise<void> {
  const { ledger, currency } = await capitalHistory(desk);
  writePage(PLACES.capitalPage, capitalReport(ledger, { currency }));
  printPandl(pandlTable(ledger), "month", 7);
  printPandl(tail(pandlTable(ledger, { by: "day" }), DAYS), "day", 10);
  const { total, maximum, broker } = currentCapital(ledger);
  say(
    `  In ${currency}: total capital ${total.toFixed(0)}, at most ${maximum.toFixed(0)} (method half); the account is worth ${broker.toFixed(0)}.`,
  );
  const shares = await Promise.all(
    (await desk.data.strategyCapital.list()).map(
      async (strategy) => `${strategy} ${(await desk.data.strategyCapital.get(strategy)).at(-1).toFixed(0)}`,
    ),
  );
  say(`  By strategy: ${shares.join(", ")}.`);
}

/** A table of profit and loss; so many letters of the time name the period. */
function printPandl(pandl: Frame, period: string, letters: number): void {
  const names = { pandl: "P&L", percent: "percent", flows: "flows", capital: "capital" };
  const rows = Array.from(pandl.time, (time, row) => ({
    [period]: formatTime(time).slice(0, letters).padEnd(10),
    ...Object.fromEntries(Object.entries(names).map(([name, title]) => [title, pandl.floats(name)[row]!])),
  }));
  table(rows, { "P&L": 0, percent: 2, flows: 0, capital: 0 });
}
