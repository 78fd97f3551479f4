import { copyStorage, openStorage, type Repositories, type Storage } from "contango";
import { openCsv } from "contango/csv";
import type { TradedInstrument } from "./context.js";
import { progress, progressDone, say, table } from "./print.js";

/** Copies every price, calendar and table of a data folder into the store, and checks each copy. */
export async function loadData(folder: string, storage: Storage): Promise<void> {
  await using csv = await openStorage(openCsv(folder));
  const { parts } = await copyStorage(
    csv,
    storage,
    {},
    {
      onProgress: ({ name, item, done, total }) => progress(`${done} of ${total}: ${name} ${item}`),
    },
  );
  progressDone();
  table(
    parts.map(({ name, items, rows, checksum }) => ({
      name,
      items,
      rows,
      "checksum, the same on both sides": checksum.slice(0, 16),
    })),
  );
}

/** Instruments with multiple prices, and what configuration says of them. */
export async function tradedInstruments(data: Repositories): Promise<TradedInstrument[]> {
  const traded: TradedInstrument[] = [];
  for (const code of await data.multiplePrices.list()) {
    const instrument = await data.instruments.read(code);
    const rollParameters = await data.rollParameters.read(code);
    if (instrument === undefined || rollParameters === undefined) {
      const lacking = instrument === undefined ? "instrument configuration" : "roll parameters";
      say(`  ${code} is left out: it has prices, but no ${lacking}.`);
    } else traded.push({ code, instrument, rollParameters });
  }
  return traded;
}
