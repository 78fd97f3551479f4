import { instrumentCode } from "../instruments/codes.js";
import { type FolderStep, fromFolder } from "./initialise/folderStep.js";
import {
  type InitialisedItem,
  type InitialiseInstrumentOptions,
  initialisedItem,
} from "./initialise/initialisedItem.js";
import { isWrite, settleValue } from "./initialise/settle.js";
import { defineProcess } from "./process.js";

/** Configuration, finer classes and spread costs, one item an instrument. */
export const instrumentsStep: FolderStep<InitialiseInstrumentOptions> = async (work, folder, options) => {
  const { overwrite = false } = options;
  const { instruments } = work.desk.data;
  return work.each(
    options.instruments ?? (await folder.data.instruments.list()),
    async (code) => {
      const given = await folder.data.instruments.get(instrumentCode(code));
      return work.commit(async (batch) => {
        const settlement = settleValue(await instruments.read(code), given, overwrite);
        if (isWrite(settlement)) await instruments.write(code, given, batch);
        return initialisedItem(
          code,
          settlement,
          `${given.assetClass}, ${given.pointSize} ${given.currency} a point`,
        );
      });
    },
    { label: (code) => ({ instrument_code: code }) },
  );
};

/**
 * Stores the configuration of instruments of a folder, with their finer classes and spread costs (`instrumentconfig.csv`,
 * `moreinstrumentinfo.csv` and `spreadcosts.csv` in its `csvconfig`).
 *
 * @throws ContangoError `PROCESS_OPTION` without a folder; `INITIALISE` where it holds no instruments.
 */
export const initialiseInstruments = defineProcess<InitialisedItem, InitialiseInstrumentOptions>({
  name: "initialiseInstruments",
  title: "Instruments from a folder",
  byHand: true,
  options: ["instruments", "folder", "overwrite"],
  reads: ["instruments", "instrumentClasses", "spreadCosts"],
  writes: ["instruments", "instrumentClasses", "spreadCosts"],
  run: fromFolder("initialiseInstruments", "instruments", instrumentsStep),
});
