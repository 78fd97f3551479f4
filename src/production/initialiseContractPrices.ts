import { findSpike, spikeText } from "../prices/spikes.js";
import { type ContractFileLayout, contractsInFiles, readContractFiles } from "./initialise/contractFiles.js";
import { requireDates } from "./initialise/csvFiles.js";
import { type DataFolder, nothingThere, requireFolder } from "./initialise/dataFolder.js";
import {
  type InitialisedItem,
  type InitialiseInstrumentOptions,
  initialisedItem,
  rowsText,
} from "./initialise/initialisedItem.js";
import { requireRollParameters } from "./initialise/registerContracts.js";
import { storeContract } from "./initialise/storeContract.js";
import type { FailedItem } from "./outcome.js";
import type { BarsByFrequency } from "./prices/mergedBars.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

export interface InitialiseContractPricesOptions extends InitialiseInstrumentOptions {
  /** The folder in which the files lie. */
  readonly folder?: string;
  /** How they differ from those of pysystemtrade, which need none. */
  readonly layout?: ContractFileLayout;
  /** True: rows that are not stored are added to those that are, which stay: to backfill what the broker gave. */
  readonly fillGaps?: boolean;
}

/** Contract prices, one item a contract. */
export async function contractPricesStep(
  work: Work,
  path: string,
  options: InitialiseContractPricesOptions,
  folder?: DataFolder,
): Promise<readonly (InitialisedItem | FailedItem)[]> {
  const { instruments, layout, overwrite = false, fillGaps = false } = options;
  const { desk, time } = work;
  await requireDates(layout?.dates);
  const contracts = contractsInFiles(await desk.files.list(path), layout);
  const names = [...contracts].flatMap(([key, { instrument }]) =>
    instruments === undefined || instruments.includes(instrument) ? [key] : [],
  );
  return work.each(
    names,
    async (name) => {
      const contract = contracts.get(name)!;
      const parameters = await requireRollParameters(contract.instrument, desk.data, folder?.data);
      const { bars, notes } = await readContractFiles(desk.files, path, contract, layout);
      return work.commit(async (batch) => {
        const store = { overwrite, fillGaps, parameters, sampling: false, now: time };
        const settlement = await storeContract(desk.data, batch, contract, bars, store);
        const limit = desk.config.get("max_price_spike");
        return initialisedItem(name, settlement, barsText(bars), [...notes, ...spikeNotes(bars, limit)]);
      });
    },
    {
      label: (name) => {
        const { instrument, contract } = contracts.get(name)!;
        return { instrument_code: instrument, contract_date: contract };
      },
    },
  );
}

function barsText({ Day, Hour }: BarsByFrequency): string {
  const texts = [
    Day === undefined ? "" : rowsText(Day, "day"),
    Hour === undefined ? "" : rowsText(Hour, "hour"),
  ];
  return texts.filter((text) => text !== "").join(" and ") || "no rows";
}

const spikeNotes = ({ Day }: BarsByFrequency, maxSpike: number): readonly string[] => {
  const spike = Day === undefined ? undefined : findSpike(Day, { maxSpike });
  return spike === undefined ? [] : [`stored with a spike, look at it: ${spikeText(spike)}`];
};

/**
 * Stores prices of single contracts from a folder of CSV files, of pysystemtrade's layout or any other: daily and hourly bars
 * kept apart, and merged. Each contract is registered, with the expiry that its roll parameters suggest.
 *
 * @throws ContangoError `PROCESS_OPTION` without a folder, or for a form of dates that there is not; `INITIALISE` where no file in it is of a contract, or two are of the
 * same bars.
 * @example
 * await initialiseContractPrices(desk, {
 *   folder: "barchart",
 *   layout: {
 *     names: /^(?<instrument>[A-Z]{2})(?<month>[FGHJKMNQUVXZ])(?<year>\d\d)\.csv$/,
 *     instruments: { ZC: "CORN" },
 *     columns: { DATETIME: "Time", OPEN: "Open", HIGH: "High", LOW: "Low", FINAL: "Last", VOLUME: "Volume" },
 *     dates: "%m/%d/%Y",
 *     footerLines: 1,
 *   },
 * });
 */
export const initialiseContractPrices = defineProcess<InitialisedItem, InitialiseContractPricesOptions>({
  name: "initialiseContractPrices",
  title: "Contract prices from a folder",
  byHand: true,
  options: ["folder", "layout", "fillGaps", "instruments", "overwrite"],
  reads: ["contractPrices", "contracts", "rollParameters"],
  writes: ["contractPrices", "contracts"],
  run: async (work, options) => {
    const path = requireFolder("initialiseContractPrices", options.folder);
    const items = await contractPricesStep(work, path, options);
    if (items.length === 0 && !work.signal.aborted) throw nothingThere(path, "files of contract prices");
    return { items };
  },
});
