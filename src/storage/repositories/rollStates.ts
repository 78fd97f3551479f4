import { ContangoError } from "../../errors/contangoError.js";
import { isRollState, ROLL_STATES, type RollState } from "../../rolls/rollState.js";
import { COLLECTIONS } from "../libraries.js";
import type { Storage } from "../storage.js";
import { type CheckedRecordRepository, recordRepository } from "./recordRepository.js";

/** The roll state of each instrument; one that has none is in the first. */
export function rollStateRepository(storage: Storage): CheckedRecordRepository<RollState> {
  return recordRepository<RollState>(storage, {
    what: "roll states",
    collection: COLLECTIONS.rollStates,
    encode: (state) => ({ roll_state: state }),
    decode: ({ roll_state }, key) => {
      const state = String(roll_state);
      if (isRollState(state)) return state;
      throw new ContangoError(
        "STORE_CORRUPT",
        "storage",
        `the roll state of ${key} is "${state}", which is none of ${ROLL_STATES.join(", ")}; set it with the roll tool`,
        { details: { instrument: key, state } },
      );
    },
  });
}
