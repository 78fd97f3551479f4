import { contractLetterName, inferRollCalendar, type RequiredTrade, rollCalendar } from "contango";
import { linePanel, page, type Section, tablePanel, type WrittenPage, writePage } from "contango/charts";
import type { Demo } from "./context.js";
import { tradeText } from "./trades.js";

/** Writes the page of what lies below the backtest: tonight's trades, and each instrument's stitched price with its rolls. */
export async function writePricePage(
  { data, instruments }: Demo,
  trades: readonly RequiredTrade[],
  file: string,
): Promise<WrittenPage> {
  const sections: Section[] = [
    {
      heading: "Tonight's trades",
      text: "In contracts, from the positions of a month ago. What lies between lower and upper, rounded, is left alone.",
      panels: [
        tablePanel(
          trades.map(({ instrument, actual, lower, upper, required, trade }) => ({
            instrument,
            held: actual,
            lower,
            upper,
            wanted: required,
            trade: tradeText(trade),
          })),
          { decimals: { lower: 2, upper: 2 } },
        ),
      ],
    },
  ];
  for (const { code, instrument } of instruments) {
    const multiple = await data.multiplePrices.get(code);
    const adjusted = await data.adjustedPrices.get(code);
    const { time, current, next } = rollCalendar(inferRollCalendar(multiple, { instrument: code }));
    const markers = current.slice(0, -1).map((contract, row) => ({
      time: time[row]!,
      label: `${contractLetterName(contract)} → ${contractLetterName(next[row]!)}`,
    }));
    sections.push({
      heading: code,
      ...(instrument.description === "" ? {} : { text: instrument.description }),
      panels: [
        linePanel(adjusted, {
          title: "Back-adjusted price, rolls marked",
          note: `${adjusted.length.toLocaleString("en")} rows, ${markers.length} rolls.`,
          markers,
          height: 260,
        }),
      ],
    });
  }
  return writePage(file, page({ title: "Prices, rolls and tonight's trades", sections }));
}
