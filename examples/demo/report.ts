import { contractLetterName, DAY, inferRollCalendar, rollCalendar } from "contango";
import {
  bandPanel,
  linePanel,
  page,
  type Section,
  tablePanel,
  type WrittenPage,
  writePage,
} from "contango/charts";
import type { BufferedPositions } from "../private-repo/strategies/trend.js";
import type { Demo } from "./context.js";

/** Writes the page: for each instrument the adjusted price with its rolls, and the position inside its buffer. */
export async function writeReport(
  { data, instruments }: Demo,
  positions: ReadonlyMap<string, BufferedPositions>,
  file: string,
): Promise<WrittenPage> {
  const sections: Section[] = [
    {
      heading: "Tonight",
      text: "Positions that the trend strategy wants, in contracts: anything between lower and upper is good enough.",
      panels: [
        tablePanel(
          [...positions].map(([instrument, { position, lower, upper }]) => ({
            instrument,
            lower: lower.at(-1),
            optimal: position.at(-1),
            upper: upper.at(-1),
          })),
          { decimals: { lower: 2, optimal: 2, upper: 2 } },
        ),
      ],
    },
  ];
  for (const { code, instrument } of instruments) {
    const multiple = await data.multiplePrices.get(code);
    const adjusted = await data.adjustedPrices.get(code);
    const { time, current, next } = rollCalendar(inferRollCalendar(multiple, { instrument: code }));
    const rolls = current.slice(0, -1).map((contract, row) => ({
      time: time[row]!,
      label: `${contractLetterName(contract)} → ${contractLetterName(next[row]!)}`,
    }));
    const { position, lower, upper } = positions.get(code)!;
    sections.push({
      heading: instrument.description === "" ? code : `${code}: ${instrument.description}`,
      panels: [
        linePanel(adjusted, {
          title: "Back-adjusted price, rolls marked",
          note: `${adjusted.length.toLocaleString("en")} rows, ${rolls.length} rolls.`,
          markers: rolls,
          height: 260,
        }),
        bandPanel(position, {
          lower,
          upper,
          title: "Position inside its buffer, the last year",
          unit: "contracts",
          from: position.timeAt(-1) - 365 * DAY,
          height: 200,
        }),
      ],
    });
  }
  return writePage(
    file,
    page({ title: "contango: first light", subtitle: "Real prices to buffered positions", sections }),
  );
}
