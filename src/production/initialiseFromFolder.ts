import { type DataFolder, nothingThere, openDataFolder, requireFolder } from "./initialise/dataFolder.js";
import type { InitialisedItem, InitialiseInstrumentOptions } from "./initialise/initialisedItem.js";
import { INSTRUMENT_DATA } from "./initialise/instrumentData.js";
import { adjustedPricesStep } from "./initialiseAdjustedPrices.js";
import { contractPricesStep } from "./initialiseContractPrices.js";
import { fxStep, type InitialiseFxOptions } from "./initialiseFx.js";
import { instrumentsStep } from "./initialiseInstruments.js";
import { multiplePricesStep } from "./initialiseMultiplePrices.js";
import { rollCalendarsStep } from "./initialiseRollCalendars.js";
import { rollParametersStep } from "./initialiseRollParameters.js";
import type { FailedItem, OutcomeItem } from "./outcome.js";
import { countText } from "./outcomeText.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

export interface InitialiseFromFolderOptions extends InitialiseInstrumentOptions, InitialiseFxOptions {}

type Step = (
  work: Work,
  folder: DataFolder,
  options: InitialiseFromFolderOptions,
) => Promise<readonly (InitialisedItem | FailedItem)[]>;

/** What is taken from a folder, in the order in which one needs the other. */
const STEPS: Readonly<Record<string, Step>> = {
  "FX prices": fxStep,
  instruments: instrumentsStep,
  "roll parameters": rollParametersStep,
  "roll calendars": rollCalendarsStep,
  "contract prices": (work, folder, options) =>
    contractPricesStep(work, `${folder.path}/contract_prices`, options, folder),
  "multiple prices": multiplePricesStep,
  "adjusted prices": adjustedPricesStep,
};

/**
 * Fills a store from a folder in the layout of pysystemtrade's `data/futures`: FX prices, instruments, roll parameters, roll
 * calendars as the multiple prices show them, contract prices where there are any, multiple prices, and adjusted prices made of
 * these. The outcome has one line a kind of data, and one for each item that needs a look. What is there and equal is left alone,
 * so that running it again finishes what broke off.
 *
 * @throws ContangoError `PROCESS_OPTION` without a folder; `INITIALISE` where it holds nothing.
 * @example
 * await initialiseFromFolder(desk, { folder: "data/futures" });
 */
export const initialiseFromFolder = defineProcess<OutcomeItem, InitialiseFromFolderOptions>({
  name: "initialiseFromFolder",
  title: "Data from a folder",
  byHand: true,
  options: ["instruments", "folder", "overwrite", "pairs"],
  reads: [...INSTRUMENT_DATA, "fxPrices"],
  writes: [...INSTRUMENT_DATA, "fxPrices"],
  run: async (work, options) => {
    await using folder = await openDataFolder(requireFolder("initialiseFromFolder", options.folder));
    const items: OutcomeItem[] = [];
    for (const [kind, step] of Object.entries(STEPS)) {
      if (work.signal.aborted) break;
      items.push(...summary(kind, await step(work, folder, options)));
    }
    if (items.length === 0 && !work.signal.aborted) throw nothingThere(folder.path, "prices or tables");
    return { items };
  },
});

/** One item for what was done, and those that need a look as they are. */
function summary(kind: string, items: readonly (InitialisedItem | FailedItem)[]): readonly OutcomeItem[] {
  if (items.length === 0) return [];
  const unchanged = items.every(({ status }) => status === "unchanged");
  return [
    { name: kind, status: unchanged ? "unchanged" : "stored", severity: "ok", message: countText(items) },
    ...items
      .filter(({ severity }) => severity !== "ok")
      .map((item) => ({ ...item, name: `${kind}: ${item.name}` })),
  ];
}
