import { instrumentCode } from "../instruments/codes.js";
import { type FolderStep, fromFolder } from "./initialise/folderStep.js";
import {
  type InitialisedItem,
  type InitialiseInstrumentOptions,
  initialisedItem,
} from "./initialise/initialisedItem.js";
import { isWrite, type Settlement, settleValue } from "./initialise/settle.js";
import { defineProcess } from "./process.js";

/** Roll parameters, one item an instrument. */
export const rollParametersStep: FolderStep<InitialiseInstrumentOptions> = async (work, folder, options) => {
  const { overwrite = false } = options;
  const { rollParameters } = work.desk.data;
  return work.each(
    options.instruments ?? (await folder.data.rollParameters.list()),
    async (code) => {
      const given = await folder.data.rollParameters.get(instrumentCode(code));
      return work.commit(async (batch) => {
        let settlement: Settlement = { status: "unchanged" };
        await rollParameters.update(
          code,
          (stored) => {
            settlement = settleValue(stored, given, overwrite);
            return isWrite(settlement) ? given : undefined;
          },
          batch,
        );
        return initialisedItem(code, settlement, `holds ${given.holdCycle} of ${given.pricedCycle}`);
      });
    },
    { label: (code) => ({ instrument_code: code }) },
  );
};

/**
 * Stores the roll parameters of a folder (`rollconfig.csv` in its `csvconfig`).
 *
 * @throws ContangoError `PROCESS_OPTION` without a folder; `INITIALISE` where it holds no roll parameters.
 */
export const initialiseRollParameters = defineProcess<InitialisedItem, InitialiseInstrumentOptions>({
  name: "initialiseRollParameters",
  title: "Roll parameters from a folder",
  byHand: true,
  options: ["instruments", "folder", "overwrite"],
  reads: ["rollParameters"],
  writes: ["rollParameters"],
  run: fromFolder("initialiseRollParameters", "roll parameters", rollParametersStep),
});
