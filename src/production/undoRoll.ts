import { ContangoError } from "../errors/contangoError.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { applyDifference } from "../rolls/frameDifference.js";
import { FIRST_ROLL_STATE, isRollState } from "../rolls/rollState.js";
import { frameChecksum } from "../storage/checksum.js";
import { LIBRARIES } from "../storage/libraries.js";
import type { RecordDocument } from "../storage/recordStore.js";
import { missing } from "../storage/repositories/seriesRepository.js";
import type { Batch } from "../storage/storage.js";
import { type AuditEntry, putAudit, readAudit } from "./audit.js";
import type { Desk } from "./desk.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import { adjustedFrame, stitchedFrame } from "./roll/commitRoll.js";
import { differenceOf } from "./roll/differenceDocument.js";
import { requireInstrument } from "./roll/requireInstrument.js";

export interface UndoRollOptions extends ProcessOptions {
  readonly instrument?: InstrumentCode;
}

/**
 * Takes back the last roll of an instrument: multiple and adjusted prices, roll calendar and roll state become what they were
 * before it, as long as its prices have not been written since. Several rolls done at once are taken back together.
 *
 * @throws ContangoError `ROLL_UNDO` where there is no roll to take back, or something was written since; `PROCESS_OPTION`;
 * `STORE_MISSING`.
 * @example
 * await undoRoll(desk, { instrument: "CORN" });
 */
export const undoRoll = defineProcess<OutcomeItem, UndoRollOptions>({
  name: "undoRoll",
  title: "Undo a roll",
  byHand: true,
  options: ["instrument"],
  reads: ["multiplePrices", "adjustedPrices", "rollCalendars", "rollStates", "audit"],
  writes: ["multiplePrices", "adjustedPrices", "rollCalendars", "rollStates", "audit"],
  async run({ desk, commit }, options) {
    const instrument = requireInstrument(options.instrument, "undoRoll");
    const message = await repeatOnConflict(() => commit((batch) => writeUndo(batch, desk, instrument)));
    return { items: [{ name: instrument, status: "undone", severity: "ok", message }] };
  },
});

async function writeUndo(batch: Batch, desk: Desk, instrument: InstrumentCode): Promise<string> {
  const { storage, data, clock } = desk;
  const stored = await storage.series.read(LIBRARIES.multiplePrices, instrument);
  if (stored === undefined) return missing("multiple prices", instrument);
  const roll = await lastRoll(desk, instrument, frameChecksum(stored.frame));
  const { undo, state, result } = roll.details as { readonly [name: string]: RecordDocument };
  const multiple = applyDifference(stored.frame, differenceOf(undo!.multiple as RecordDocument));
  batch.writeSeries(LIBRARIES.multiplePrices, instrument, multiple, stored.version);
  if (undo!.adjusted === null) await data.adjustedPrices.delete(instrument, batch);
  else {
    const frame = applyDifference(
      stitchedFrame(multiple, instrument),
      differenceOf(undo!.adjusted as RecordDocument),
    );
    await data.adjustedPrices.update(
      instrument,
      (now) => {
        if (now === undefined || frameChecksum(adjustedFrame(now)) !== result!.adjusted) {
          throw notUndone(instrument, `its adjusted prices were written after the roll of ${roll.message}`);
        }
        return frame.series("price");
      },
      batch,
    );
  }
  if (undo!.calendar !== null) {
    const difference = differenceOf(undo!.calendar as RecordDocument);
    await data.rollCalendars.update(
      instrument,
      (now) => (now === undefined ? undefined : applyDifference(now, difference)),
      batch,
    );
  }
  const before = String(state);
  await data.rollStates.update(instrument, () => (isRollState(before) ? before : FIRST_ROLL_STATE), batch);
  const message = `undone: ${roll.message}; the roll state is ${before} again`;
  const details = { roll: roll.id };
  putAudit(batch, {
    time: clock.now(),
    tool: "undoRoll",
    action: "undo",
    item: instrument,
    message,
    details,
  });
  return message;
}

/** The roll that made the stored multiple prices. */
async function lastRoll({ storage }: Desk, instrument: string, checksum: string): Promise<AuditEntry> {
  const rolls = await readAudit(storage, { action: "roll", item: instrument });
  const made = rolls.find(({ details }) => (details.result as RecordDocument).multiple === checksum);
  if (made !== undefined) return made;
  const latest = rolls[0];
  throw notUndone(
    instrument,
    latest === undefined
      ? "no roll of it is recorded"
      : `its multiple prices were written after the last roll (${latest.message})`,
  );
}

const notUndone = (instrument: string, why: string): ContangoError =>
  new ContangoError(
    "ROLL_UNDO",
    "rolls",
    `there is no roll of ${instrument} to take back: ${why}; restore a snapshot, or build its prices anew`,
    { details: { instrument } },
  );
