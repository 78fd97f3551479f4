/**
 * `npm run load -- DIR` copies a pysystemtrade data folder (its `data/futures`) into the desk's store; without a folder it
 * fills the store with a generated market, so that everything else can be tried.
 */
import {
  adjustRollCalendar,
  approximateRollCalendar,
  backAdjust,
  copyStorage,
  multiplePricesFromCalendar,
  openStorage,
  type Series,
  withPhantomRoll,
} from "contango";
import { openCsv } from "contango/csv";
import { generateMarket } from "contango/testing";
import { type Desk, withDesk } from "./desk.js";

/** The last day of the generated market. */
const LAST_DAY = "2023-12-29";

const [folder] = process.argv.slice(2);

await withDesk(async (desk) => {
  if (folder === undefined) await loadGeneratedMarket(desk);
  else await loadFolder(desk, folder);
  console.log(`The desk has multiple prices of ${(await desk.data.multiplePrices.list()).join(", ")}.`);
});

async function loadFolder({ storage }: Desk, path: string): Promise<void> {
  const csv = await openStorage(openCsv(path));
  try {
    const report = await copyStorage(csv, storage);
    if (report.parts.length === 0)
      throw new Error(`${path} holds no CSV data; give a folder with multiple_prices_csv and the like.`);
    console.log(String(report));
  } finally {
    await csv.close();
  }
}

/** From contract prices to everything that a strategy reads: calendar, multiple prices, adjusted prices. */
async function loadGeneratedMarket({ storage, data }: Desk): Promise<void> {
  const there = [...(await data.multiplePrices.list()), ...(await data.fxPrices.list())];
  if (there.length > 0)
    throw new Error(`The desk already has ${there.join(", ")}; a made-up market would mix with it.`);
  const market = generateMarket({ seed: "my desk", instruments: 3, from: "2018", to: LAST_DAY });
  await storage.atomically(async (batch) => {
    for (const [pair, rate] of market.fx) await data.fxPrices.write(pair, rate, batch);
    for (const [code, { instrument, rollParameters, contracts }] of market.instruments) {
      const closes = new Map<string, Series>();
      for (const { contract, prices } of contracts.values()) {
        closes.set(contract, prices.series("FINAL"));
        await data.contractPrices.write({ instrument: code, contract }, prices, batch);
      }
      const wanted = approximateRollCalendar(closes.keys(), rollParameters, { instrument: code });
      const rolled = adjustRollCalendar(wanted, closes, { instrument: code }).calendar;
      const calendar = withPhantomRoll(rolled, { now: LAST_DAY, rollParameters, contracts: closes.keys() });
      const multiple = multiplePricesFromCalendar(calendar, closes, { instrument: code });
      const adjusted = backAdjust(multiple, { instrument: code, forwardFill: true });
      await data.instruments.write(code, instrument, batch);
      await data.rollParameters.write(code, rollParameters, batch);
      await data.rollCalendars.write(code, rolled, batch);
      await data.multiplePrices.write(code, multiple, batch);
      await data.adjustedPrices.write(code, adjusted, batch);
    }
  });
}
