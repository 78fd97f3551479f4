import { type FxPair, splitFxPair } from "../instruments/codes.js";
import { LIBRARIES } from "../storage/libraries.js";
import { type FolderStep, fromFolder } from "./initialise/folderStep.js";
import type { InitialisedItem, InitialiseOptions } from "./initialise/initialisedItem.js";
import { storeSeries } from "./initialise/storeSeries.js";
import { defineProcess } from "./process.js";

export interface InitialiseFxOptions extends InitialiseOptions {
  /** Only these; without it, all that are found. */
  readonly pairs?: readonly FxPair[];
}

/** Spot rates, one item a pair. */
export const fxStep: FolderStep<InitialiseFxOptions> = async (work, folder, options) => {
  const { overwrite = false } = options;
  return work.each(
    options.pairs ?? (await folder.data.fxPrices.list()),
    async (pair) => {
      splitFxPair(pair);
      return storeSeries(work, {
        name: pair,
        repository: work.desk.data.fxPrices,
        key: pair,
        data: await folder.data.fxPrices.get(pair),
        overwrite,
        notes: folder.repairs(LIBRARIES.fxPrices, pair),
      });
    },
    { label: (pair) => ({ currency_code: pair }) },
  );
};

/**
 * Stores the spot rates of a folder (`fx_prices_csv/GBPUSD.csv`), pair by pair. The nightly update brings them up to date.
 *
 * @throws ContangoError `PROCESS_OPTION` without a folder; `INITIALISE` where it holds no FX prices.
 * @example
 * await initialiseFx(desk, { folder: "data/futures" });
 */
export const initialiseFx = defineProcess<InitialisedItem, InitialiseFxOptions>({
  name: "initialiseFx",
  title: "FX prices from a folder",
  byHand: true,
  options: ["pairs", "folder", "overwrite"],
  reads: ["fxPrices"],
  writes: ["fxPrices"],
  run: fromFolder("initialiseFx", "FX prices", fxStep),
});
