import { type InstrumentCode, instrumentCode } from "../instruments/codes.js";
import type { Frame } from "../series/frame.js";
import { LIBRARIES } from "../storage/libraries.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import { adjustedToPrices } from "./initialise/calendarFromContracts.js";
import { closesSource } from "./initialise/contractCloses.js";
import { type DataFolder, nothingThere, requireFolder, withDataFolder } from "./initialise/dataFolder.js";
import type { InitialisedItem, InitialiseInstrumentOptions } from "./initialise/initialisedItem.js";
import { multipleFromContracts } from "./initialise/multipleFromContracts.js";
import { lastContracts, registerContracts, requireRollParameters } from "./initialise/registerContracts.js";
import { storeSeries } from "./initialise/storeSeries.js";
import type { FailedItem } from "./outcome.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

export interface InitialiseMultiplePricesOptions extends InitialiseInstrumentOptions {
  /** `folder` (the default): those of the folder; `contract prices`: made of stored contract prices and roll calendars. */
  readonly from?: "folder" | "contract prices";
}

/** Multiple prices, one item an instrument; the contracts of their last row are registered with them. */
export async function multiplePricesStep(
  work: Work,
  folder: DataFolder | undefined,
  { instruments, overwrite = false, from = "folder" }: InitialiseMultiplePricesOptions,
): Promise<readonly (InitialisedItem | FailedItem)[]> {
  const { desk, time } = work;
  const source =
    from === "folder" && folder !== undefined
      ? await folderSource(folder)
      : await contractSource(desk.data, folder, time);
  return work.each(
    instruments ?? source.codes,
    async (code) => {
      const instrument = instrumentCode(code);
      const parameters = await requireRollParameters(instrument, desk.data, folder?.data);
      const { multiple, notes } = await source.read(instrument);
      return storeSeries(work, {
        name: code,
        repository: desk.data.multiplePrices,
        key: instrument,
        data: multiple,
        overwrite,
        notes,
        with: (batch) => {
          const contracts = lastContracts(multiple);
          return registerContracts(desk.data, batch, contracts, {
            instrument,
            parameters,
            sampling: true,
            now: time,
          });
        },
      });
    },
    { label: (code) => ({ instrument_code: code }) },
  );
}

interface MultipleSource {
  readonly codes: readonly string[];
  read(instrument: InstrumentCode): Promise<{ readonly multiple: Frame; readonly notes: readonly string[] }>;
}

async function folderSource(folder: DataFolder): Promise<MultipleSource> {
  const { multiplePrices } = folder.data;
  return {
    codes: await multiplePrices.list(),
    read: async (instrument) => {
      const multiple = await multiplePrices.get(instrument);
      return { multiple, notes: folder.repairs(LIBRARIES.multiplePrices, instrument) };
    },
  };
}

async function contractSource(
  data: Repositories,
  folder: DataFolder | undefined,
  now: number,
): Promise<MultipleSource> {
  const { codes, read } = await closesSource(data, folder);
  return {
    codes,
    read: async (instrument) => {
      const { closes, rollParameters } = await read(instrument);
      const options = { instrument, rollParameters, now };
      const { calendar, notes } = adjustedToPrices(await data.rollCalendars.get(instrument), closes, options);
      return { multiple: multipleFromContracts(calendar, closes, options), notes };
    },
  };
}

/**
 * Stores the multiple prices of a folder (`multiple_prices_csv`), or makes them of stored contract prices and roll calendars.
 * The contracts of their last row are registered, so that the nightly run samples them; which expiry they have comes from the
 * roll parameters until the broker says.
 *
 * @throws ContangoError `PROCESS_OPTION` without a folder that is needed; `INITIALISE` where there is nothing to take them from.
 * @example
 * await initialiseMultiplePrices(desk, { folder: "data/futures" });
 * await initialiseMultiplePrices(desk, { from: "contract prices" });
 */
export const initialiseMultiplePrices = defineProcess<InitialisedItem, InitialiseMultiplePricesOptions>({
  name: "initialiseMultiplePrices",
  title: "Multiple prices",
  byHand: true,
  options: ["from", "instruments", "folder", "overwrite"],
  reads: ["multiplePrices", "contractPrices", "rollCalendars", "rollParameters", "contracts"],
  writes: ["multiplePrices", "contracts"],
  run: (work, options) => {
    const { from = "folder", folder } = options;
    const path = from === "folder" ? requireFolder("initialiseMultiplePrices", folder) : folder;
    return withDataFolder(path, async (opened) => {
      const items = await multiplePricesStep(work, opened, options);
      if (items.length === 0 && !work.signal.aborted) {
        throw from === "folder"
          ? nothingThere(path, "multiple prices")
          : nothingThere(undefined, "contract prices");
      }
      return { items };
    });
  },
});
