import {
  between,
  contractLetterName,
  DAY,
  type Desk,
  inferRollCalendar,
  rollCalendar,
  type TradeToDoItem,
} from "contango";
import { linePanel, page, type Section, tablePanel, writePage } from "contango/charts";
import type { TradedInstrument } from "../context.js";
import { PLACES } from "../places.js";
import { say } from "../print.js";
import type { Story } from "../weeks/story.js";
import { tradeRow } from "./trades.js";

/** Writes the page of prices, and says where all pages are. */
export async function writePages(
  desk: Desk,
  { instruments, days }: Story,
  trades: readonly TradeToDoItem[],
): Promise<void> {
  const sections: Section[] = [{ heading: "Tomorrow's trades", panels: [tablePanel(trades.map(tradeRow))] }];
  for (const traded of instruments) sections.push(await priceSection(desk, traded, days[0]!));
  writePage(PLACES.pricePage, page({ title: "Prices, rolls and tomorrow's trades", sections }));
  say(`  the backtest              ${PLACES.backtestPage}`);
  say(`  prices, rolls and trades  ${PLACES.pricePage}`);
  say(`  the roll report           ${PLACES.rollPage}`);
  say(`  capital                   ${PLACES.capitalPage}`);
}

/** The stitched price of an instrument with its rolls: all of it, and the end of it, of which part is made up. */
async function priceSection(
  { data }: Desk,
  { code, instrument }: TradedInstrument,
  madeUpFrom: number,
): Promise<Section> {
  const adjusted = await data.adjustedPrices.get(code);
  const calendar = inferRollCalendar(await data.multiplePrices.get(code), { instrument: code });
  const { time, current, next } = rollCalendar(calendar);
  const rolls = current.slice(0, -1).map((contract, row) => ({
    time: time[row]!,
    label: `${contractLetterName(contract)} → ${contractLetterName(next[row]!)}`,
  }));
  const recent = between(adjusted, madeUpFrom - SHOWN_BEFORE);
  const begins = { time: madeUpFrom, label: "made up from here" };
  const note = `${adjusted.length.toLocaleString("en")} rows, ${rolls.length} rolls.`;
  return {
    heading: code,
    ...(instrument.description === "" ? {} : { text: instrument.description }),
    panels: [
      linePanel(adjusted, { title: "Back-adjusted price, rolls marked", note, markers: rolls, height: 260 }),
      linePanel(recent, {
        title: "The last months",
        markers: [...rolls, begins]
          .filter((marker) => marker.time >= recent.timeAt(0))
          .sort((a, b) => a.time - b.time),
        height: 200,
      }),
    ],
  };
}

const SHOWN_BEFORE = 60 * DAY;
