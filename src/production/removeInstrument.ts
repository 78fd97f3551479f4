import { ContangoError } from "../errors/contangoError.js";
import { type InstrumentCode, instrumentCode } from "../instruments/codes.js";
import type { DataName } from "./dataNames.js";
import { holdings } from "./initialise/holdings.js";
import { INSTRUMENT_DATA } from "./initialise/instrumentData.js";
import { type StoredPart, storedOfInstrument } from "./initialise/storedOfInstrument.js";
import { strategyReferences } from "./initialise/strategyReferences.js";
import { wantedPositions } from "./initialise/wantedPositions.js";
import type { OutcomeItem } from "./outcome.js";
import { counted } from "./prices/counted.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface RemoveInstrumentOptions extends ProcessOptions {
  readonly instrument?: InstrumentCode;
  /** The instrument once more, so that none is removed by a slip; a dry run needs no such word. */
  readonly confirm?: InstrumentCode;
  /** True: what was wanted and held of it stays: optimal positions, and positions by strategy and contract. */
  readonly keepHistory?: boolean;
}

const DATA: readonly DataName[] = [
  ...INSTRUMENT_DATA,
  "rollStates",
  "optimalPositions",
  "strategyPositions",
  "contractPositions",
];

/** Whatever writes such data, so that nothing of the instrument is written while it goes. */
const WRITERS: readonly string[] = [
  "addInstrument",
  "attributeFill",
  "autoRoll",
  "cancelFill",
  "changeRollParameters",
  "executeTrades",
  "importFills",
  "initialiseAdjustedPrices",
  "initialiseContractPrices",
  "initialiseFromFolder",
  "initialiseInstruments",
  "initialiseMultiplePrices",
  "initialiseRollCalendars",
  "initialiseRollParameters",
  "pickUpFills",
  "recordFill",
  "restoreFromCsv",
  "rollInstrument",
  "runBacktests",
  "setRollState",
  "undoRoll",
  "updateHistoricalPrices",
  "updateMultipleAdjustedPrices",
  "updateSampledContracts",
];

/** What became of an instrument, or of one kind of its data. */
export interface RemovedItem extends OutcomeItem {
  readonly status: "removed" | "unchanged" | "refused";
  /** Why it is refused, in sentences without their points. */
  readonly reasons?: readonly string[];
}

/**
 * Removes all data of an instrument in one commit: configuration, roll parameters and state, contracts, prices of every kind, and the
 * histories of its positions. Fills stay, as the books need them. It is refused while a position is held, a strategy wants one, or
 * a strategy's configuration names the instrument; the outcome says which. A dry run lists what would go.
 *
 * There is no way back but a back-up: take a snapshot first. It is refused while a process is at work that writes such data.
 *
 * @throws ContangoError `PROCESS_OPTION` without an instrument, or where `confirm` is not the same; `INSTRUMENT_CODE`.
 * @example
 * await removeInstrument(desk, { instrument: "CORN", dryRun: true });
 * await removeInstrument(desk, { instrument: "CORN", confirm: "CORN" });
 */
export const removeInstrument = defineProcess<RemovedItem, RemoveInstrumentOptions>({
  name: "removeInstrument",
  title: "Removal of an instrument",
  byHand: true,
  options: ["instrument", "confirm", "keepHistory"],
  reads: DATA,
  writes: DATA,
  excludes: WRITERS,
  run: async (work, options) => {
    const instrument = requireConfirmed(options);
    const histories = options.keepHistory !== true;
    let removed: readonly StoredPart[] = [];
    const items = await work.each(
      [instrument],
      async (code): Promise<RemovedItem> => {
        const parts = await storedOfInstrument(work.desk.data, code, { histories });
        const reasons = await reasonsToKeep(work, code);
        if (reasons.length > 0) return refused(code, reasons);
        await work.commit(async (batch) => {
          for (const part of parts) await part.remove(batch);
        });
        removed = parts;
        return removedItem(code, parts);
      },
      { label: (code) => ({ instrument_code: code }) },
    );
    return { items: [...items, ...removed.map((part) => partItem(instrument, part))] };
  },
});

function requireConfirmed({ instrument, confirm, dryRun }: RemoveInstrumentOptions): InstrumentCode {
  const code = instrument === undefined ? "CORN" : instrumentCode(instrument);
  if (instrument !== undefined && (dryRun === true || confirm === code)) return code;
  throw new ContangoError(
    "PROCESS_OPTION",
    "initialise",
    `removeInstrument needs the instrument, and once more to remove it: { instrument: "${code}", confirm: "${code}" }; look at { dryRun: true } first`,
    { details: { instrument: code } },
  );
}

async function reasonsToKeep({ desk }: Work, instrument: InstrumentCode): Promise<readonly string[]> {
  return [
    ...(await holdings(desk.data, instrument)),
    ...(await wantedPositions(desk, instrument)),
    ...(await strategyReferences(desk, instrument)),
  ];
}

const refused = (name: string, reasons: readonly string[]): RemovedItem => ({
  name,
  status: "refused",
  severity: "attention",
  reasons,
  message: `${reasons.join("; ")}. Nothing was removed`,
});

function removedItem(name: string, parts: readonly StoredPart[]): RemovedItem {
  if (parts.length === 0)
    return { name, status: "unchanged", severity: "ok", message: "nothing of it is stored" };
  const message = `${parts.map(({ what }) => what).join(", ")}; only a back-up brings it back`;
  return { name, status: "removed", severity: "ok", message };
}

const partItem = (instrument: string, { what, items, rows }: StoredPart): RemovedItem => ({
  name: `${instrument} ${what}`,
  status: "removed",
  severity: "ok",
  message: `${counted(rows, "row")} in ${counted(items, "item")}`,
});
