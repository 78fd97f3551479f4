/**
 * `npm run demo`, or `npm run demo -- --data DIR` on a pysystemtrade data folder: from real prices to tonight's trades by the
 * system of chapter 15 of "Systematic Trading". The store, the backtest and two HTML pages go to `out/`.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { fileBacktestStates, isContangoError, openStorage, repositories } from "contango";
import { backtestReport, backtestReportData, writePage } from "contango/charts";
import { openSqlite } from "contango/sqlite";
import { backtestFile } from "./backtestFile.js";
import { compareCalendars } from "./calendars.js";
import { keepCapital } from "./capital.js";
import type { Demo } from "./context.js";
import { type DataFolder, dataFolder, WrongInput } from "./dataFolder.js";
import { printRun, type Reference, reopen } from "./explore.js";
import { loadData, tradedInstruments } from "./load.js";
import { writePricePage } from "./pages.js";
import { heading, progress, progressDone, say } from "./print.js";
import { refuseSpike } from "./spike.js";
import { compareAdjusted } from "./stitching.js";
import { runTonight } from "./tonight.js";
import { printTrades } from "./trades.js";

const REPORT = resolve("out/backtest.html");
const PRICES = resolve("out/demo.html");
const DATABASE = resolve("out/demo.sqlite");
const BACKTESTS = resolve("out/backtests");
const CONFIG = resolve("out/demo.yaml");
const TITLE = 'The system of chapter 15, "Systematic Trading"';

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
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  mkdirSync("out", { recursive: true });
  for (const file of [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`, BACKTESTS, CONFIG, REPORT, PRICES])
    rmSync(file, { force: true, recursive: true });
  say(`The report page, in a few seconds: ${REPORT}`);

  await using storage = await openStorage(await openSqlite(DATABASE));
  const data = repositories(storage);

  heading(`1. Loading ${folder.path} into ${DATABASE}`);
  await loadData(folder.path, storage);
  const desk: Demo = { storage, data, instruments: await tradedInstruments(data) };
  if (desk.instruments.length === 0)
    throw new WrongInput(
      `${folder.path} has no instrument to trade; each needs multiple prices, FX prices of its currency, and its rows in csvconfig`,
    );

  heading("2. Roll calendars: inferred from the multiple prices, beside the shipped ones");
  await compareCalendars(desk);

  heading("3. Adjusted prices: stitched again (Panama), beside the shipped ones");
  await compareAdjusted(desk);

  heading("4. A spike in an FX price");
  await refuseSpike(desk);

  heading("5. Capital: half compounding, a withdrawal, and a jump of the account that nobody explained");
  await keepCapital(desk);

  const file = backtestFile(desk.instruments, CONFIG);
  heading(`6. The night's run: ${file} through its launcher`);
  const states = fileBacktestStates(BACKTESTS);
  const tonight = await runTonight(desk, file, states);
  printRun(tonight, folder.own ? undefined : pysystemtrade(folder));
  const { system } = tonight;

  heading("7. What to trade, from positions a month old");
  const trades = await printTrades(desk, system);

  const instrument = system.instruments.find((code) => code === "CORN") ?? system.instruments[0]!;
  heading(`8. Why: system.explain("${instrument}")`);
  say(String(system.explain(instrument)));

  heading("9. The backtest that was kept, opened again");
  await reopen(states, instrument);

  heading("10. The pages");
  progress("drawing …");
  const report = writePage(REPORT, backtestReport(backtestReportData(system, { title: TITLE })));
  const prices = await writePricePage(desk, trades, PRICES);
  progressDone();
  say(`  the backtest              ${report.file}`);
  say(`  prices, rolls and trades  ${prices.file}`);
  say(`\nDone in ${seconds()} s.`);
}

/** What pysystemtrade made of the same data: golden values that come with the repository. */
function pysystemtrade({ path }: DataFolder): Reference {
  return JSON.parse(readFileSync(resolve(path, "../golden/system_chapter15.json"), "utf8"));
}
