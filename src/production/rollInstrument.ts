import type { InstrumentCode } from "../instruments/codes.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import { rollMessage, writeRoll } from "./roll/commitRoll.js";
import { type PrepareRollOptions, prepareRoll } from "./roll/prepareRoll.js";
import { requireInstrument } from "./roll/requireInstrument.js";
import { ROLL_READS, ROLL_WRITES } from "./roll/rollData.js";

export interface RollInstrumentOptions extends ProcessOptions, PrepareRollOptions {
  readonly instrument?: InstrumentCode;
}

/**
 * Rolls the priced contract of an instrument without asking: multiple prices, adjusted prices, roll calendar and roll state in
 * one commit, with an audit entry from which `undoRoll` can take it back. Where rolls were missed it does them all, or as many
 * as lead to a contract that is held.
 *
 * @throws ContangoError `PROCESS_OPTION` without an instrument; `ROLL_STATE` where a position is held in a contract that
 * would be left; `ROLL_INFERENCE`, `STITCH_GAP` where prices are missing; `STORE_MISSING`.
 * @example
 * await rollInstrument(desk, { instrument: "CORN" });
 */
export const rollInstrument = defineProcess<OutcomeItem, RollInstrumentOptions>({
  name: "rollInstrument",
  title: "Roll",
  byHand: true,
  options: ["instrument", "times", "forwardFill"],
  reads: ROLL_READS,
  writes: ROLL_WRITES,
  async run({ desk, commit }, options) {
    const instrument = requireInstrument(options.instrument, "rollInstrument");
    const { plan } = await repeatOnConflict(async () => {
      const prepared = await prepareRoll(desk, instrument, options);
      await commit((batch) => writeRoll(batch, desk, prepared, "rollInstrument"));
      return prepared;
    });
    return {
      items: [{ name: instrument, status: "rolled", severity: "ok", message: rollMessage(plan.steps) }],
    };
  },
});
