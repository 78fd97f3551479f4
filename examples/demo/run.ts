/**
 * `npm run demo`, or `npm run demo -- --data DIR` on a pysystemtrade data folder: a store is set up from real prices, the
 * system of chapter 15 of "Systematic Trading" is run on them, and then a desk with two strategies goes through some weeks
 * that continue them. The store, backtests, a backup and four HTML pages go to `out/`.
 */
import { isContangoError, openStorage, repositories } from "contango";
import { openCsv } from "contango/csv";
import { type DataFolder, dataFolder, WrongInput } from "./dataFolder.js";
import { clearPlaces, PLACES } from "./places.js";
import { heading, progressDone, say } from "./print.js";
import { realPrices } from "./realPrices.js";
import { setUp } from "./setUp.js";
import { simulatedWeeks } from "./simulatedWeeks.js";
import { tradedInstruments } from "./tradedInstruments.js";

try {
  await demo(dataFolder(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof WrongInput || isContangoError(error))) throw error;
  progressDone();
  console.error(error.message);
  process.exitCode = 2;
}

async function demo(folder: DataFolder): Promise<void> {
  const started = performance.now();
  clearPlaces();
  say(`The first page, in a few seconds: ${PLACES.backtestPage}`);
  heading(`1. Setting up ${PLACES.database} from ${folder.path}`);
  await using csv = await openStorage(openCsv(folder.path));
  const shipped = repositories(csv);
  await setUp(folder.path);
  const instruments = await tradedInstruments(shipped);
  if (instruments.length === 0)
    throw new WrongInput(
      `${folder.path} has no instrument to trade; each needs multiple prices, FX prices of its currency, and its rows in csvconfig`,
    );
  const story = await realPrices(folder, shipped, instruments);
  await simulatedWeeks(story);
  say(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}
