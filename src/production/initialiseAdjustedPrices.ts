import { instrumentCode } from "../instruments/codes.js";
import { backAdjust } from "../prices/backAdjust.js";
import { type DataFolder, nothingThere } from "./initialise/dataFolder.js";
import type { InitialisedItem, InitialiseInstrumentOptions } from "./initialise/initialisedItem.js";
import { storeSeries } from "./initialise/storeSeries.js";
import type { FailedItem } from "./outcome.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

/** Adjusted prices of stored multiple prices, and of those that only the folder has; one item an instrument. */
export async function adjustedPricesStep(
  work: Work,
  folder: DataFolder | undefined,
  { instruments, overwrite = false }: InitialiseInstrumentOptions,
): Promise<readonly (InitialisedItem | FailedItem)[]> {
  const { multiplePrices, adjustedPrices } = work.desk.data;
  const codes = new Set([
    ...(await multiplePrices.list()),
    ...((await folder?.data.multiplePrices.list()) ?? []),
  ]);
  return work.each(
    instruments ?? [...codes].sort(),
    async (code) => {
      const instrument = instrumentCode(code);
      const stored = await multiplePrices.read(instrument);
      const multiple = stored ?? (await (folder?.data ?? work.desk.data).multiplePrices.get(instrument));
      return storeSeries(work, {
        name: code,
        repository: adjustedPrices,
        key: instrument,
        data: backAdjust(multiple, { instrument, forwardFill: true }),
        overwrite,
      });
    },
    { label: (code) => ({ instrument_code: code }) },
  );
}

/** Whatever writes multiple prices, so that none are stitched that are no longer there. */
const WRITERS: readonly string[] = [
  "addInstrument",
  "autoRoll",
  "initialiseFromFolder",
  "initialiseMultiplePrices",
  "removeInstrument",
  "restoreFromCsv",
  "rollInstrument",
  "setRollState",
  "undoRoll",
  "updateMultipleAdjustedPrices",
];

/**
 * Stitches the multiple prices of each instrument into adjusted prices; missing prices take the one before.
 *
 * @throws ContangoError `INITIALISE` where there are no multiple prices.
 */
export const initialiseAdjustedPrices = defineProcess<
  InitialisedItem,
  Omit<InitialiseInstrumentOptions, "folder">
>({
  name: "initialiseAdjustedPrices",
  title: "Adjusted prices",
  byHand: true,
  options: ["overwrite", "instruments"],
  reads: ["multiplePrices", "adjustedPrices"],
  writes: ["adjustedPrices"],
  excludes: WRITERS,
  run: async (work, options) => {
    const items = await adjustedPricesStep(work, undefined, options);
    if (items.length === 0 && !work.signal.aborted) throw nothingThere(undefined, "multiple prices");
    return { items };
  },
});
