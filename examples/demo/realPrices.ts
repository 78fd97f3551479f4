import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileBacktestStates, type Repositories } from "contango";
import { backtestReport, backtestReportData, writePage } from "contango/charts";
import { fixedClock } from "contango/testing";
import { compareCalendars } from "./calendars.js";
import type { TradedInstrument } from "./context.js";
import type { DataFolder } from "./dataFolder.js";
import { openDemoDesk } from "./demoDesk.js";
import { printRun, type Reference, reopen } from "./explore.js";
import { PLACES } from "./places.js";
import { heading, progress, progressDone, say } from "./print.js";
import { refuseSpike } from "./spike.js";
import { compareAdjusted } from "./stitching.js";
import { strategySettings } from "./strategies.js";
import { type Built, handingOver, lastEvening, runTonight } from "./tonight.js";
import { type Story, writeStory } from "./weeks/story.js";

const TITLE = 'The system of chapter 15, "Systematic Trading"';

/** The first half: the stored prices beside those that were shipped, and a night's run on their last evening. */
export async function realPrices(
  folder: DataFolder,
  shipped: Repositories,
  instruments: readonly TradedInstrument[],
): Promise<Story> {
  const clock = fixedClock(0);
  const built: Built = {};
  const settings = strategySettings(instruments, PLACES.allConfig);
  await using desk = await openDemoDesk(settings, {
    clock,
    states: fileBacktestStates(PLACES.backtests),
    launchers: handingOver(built),
  });
  const demo = { desk, shipped, instruments };
  const codes = instruments.map(({ code }) => code);
  const evening = await lastEvening(desk, codes);
  clock.set(evening);

  heading("2. Roll calendars: inferred from the multiple prices, beside the shipped ones");
  await compareCalendars(demo);

  heading("3. Adjusted prices: stitched again (Panama), beside the shipped ones");
  await compareAdjusted(demo);

  heading("4. A spike in an FX price");
  await refuseSpike(demo);

  heading("5. The night's run of chapter 15");
  const tonight = await runTonight(demo, built);
  printRun(tonight, folder.own ? undefined : pysystemtrade(folder));

  const { system } = tonight;
  const instrument = system.instruments.find((code) => code === "CORN") ?? system.instruments[0]!;
  heading(`6. Why: system.explain("${instrument}")`);
  say(String(system.explain(instrument)));
  await reopen(desk.states, instrument);

  progress("drawing …");
  writePage(PLACES.backtestPage, backtestReport(backtestReportData(system, { title: TITLE })));
  progressDone();
  return await writeStory(desk, instruments, evening);
}

/** What pysystemtrade made of the same data: golden values that come with the repository. */
function pysystemtrade({ path }: DataFolder): Reference {
  return JSON.parse(readFileSync(resolve(path, "../golden/system_chapter15.json"), "utf8"));
}
