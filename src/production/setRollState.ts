import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { isRollState, ROLL_STATES, type RollState } from "../rolls/rollState.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import { changeState } from "./roll/changeState.js";
import { requireInstrument } from "./roll/requireInstrument.js";
import { ROLL_READS, ROLL_WRITES } from "./roll/rollData.js";

export interface SetRollStateOptions extends ProcessOptions {
  readonly instrument?: InstrumentCode;
  readonly state?: RollState;
}

/**
 * Sets the roll state of an instrument, if it may follow the present one with the position that is held. `Roll_Adjusted` rolls
 * the prices at once, as `rollInstrument` does.
 *
 * @throws ContangoError `ROLL_STATE` for a state that does not exist or may not follow, with those that may;
 * `PROCESS_OPTION` without an instrument or state; as `rollInstrument`.
 * @example
 * await setRollState(desk, { instrument: "CORN", state: "Passive" });
 */
export const setRollState = defineProcess<OutcomeItem, SetRollStateOptions>({
  name: "setRollState",
  title: "Roll state",
  byHand: true,
  options: ["instrument", "state"],
  reads: ROLL_READS,
  writes: ROLL_WRITES,
  async run({ desk, commit }, options) {
    const instrument = requireInstrument(options.instrument, "setRollState");
    const state = requireState(options.state);
    return {
      items: [await repeatOnConflict(() => changeState({ desk, commit }, instrument, state, "setRollState"))],
    };
  },
});

function requireState(state: string | undefined): RollState {
  if (state !== undefined && isRollState(state)) return state;
  throw new ContangoError(
    state === undefined ? "PROCESS_OPTION" : "ROLL_STATE",
    "rolls",
    state === undefined
      ? `setRollState needs a state; give one of ${ROLL_STATES.join(", ")}`
      : `"${state}" is not a roll state${didYouMean(state, ROLL_STATES)}; give one of ${ROLL_STATES.join(", ")}`,
    { details: { state } },
  );
}
