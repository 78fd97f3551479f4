import type { InstrumentCode } from "../instruments/codes.js";
import { correctedRollState, permittedSuggestion } from "./changeRollState.js";
import { type RollData, type RollPicture, rollSituation } from "./rollSituation.js";
import type { RollState } from "./rollState.js";
import type { AutoRollRule } from "./suggestRollState.js";

/** What a person needs to decide whether to roll an instrument. */
export interface RollInformation extends RollPicture {
  readonly instrument: InstrumentCode;
  /** As stored. */
  readonly state: RollState;
  /** The state to go to; `Ask` where a person has to decide. */
  readonly suggestion: RollState | "Ask";
}

/** Days left, volumes, position and suggestion of one instrument. @throws ContangoError `CONTRACT_ID`. */
export function rollInformationOf(
  instrument: InstrumentCode,
  data: RollData & { readonly state: RollState },
  rule: AutoRollRule = {},
): RollInformation {
  const picture = rollSituation(data);
  const { state } = data;
  const suggestion = permittedSuggestion(correctedRollState(state, picture.pricedPosition), picture, rule);
  return { instrument, state, suggestion, ...picture };
}

/** Whole days to the first of roll date, expiry and expiry of the carry contract. */
export const daysToAct = ({ daysToRoll, daysToExpiry, daysToCarryExpiry }: RollInformation): number =>
  Math.min(daysToRoll, daysToExpiry, daysToCarryExpiry);
