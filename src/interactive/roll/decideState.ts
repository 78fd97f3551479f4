import type { Choice, Prompter } from "../../prompt/prompter.js";
import { correctedRollState } from "../../rolls/changeRollState.js";
import type { RollInformation } from "../../rolls/rollInformation.js";
import { nextRollStates, type RollState } from "../../rolls/rollState.js";

/** What each state means, in a few words. */
const MEANINGS: Readonly<Record<RollState, string>> = {
  No_Roll: "trade only the priced contract",
  Passive: "reduce in the priced contract, open in the forward one",
  Force: "roll the position now with a calendar spread",
  Force_Outright: "roll the position now with two outright orders",
  Roll_Adjusted: "roll multiple and adjusted prices now",
  Close: "close the position in the priced contract, open none",
  No_Open: "trade only the priced contract, and only to reduce",
};

/** Asks for the roll state of an instrument, out of those that are permitted; the present one where nothing is to change. */
export async function decideState(prompt: Prompter, row: RollInformation): Promise<RollState> {
  const { instrument, state, suggestion, pricedPosition } = row;
  const corrected = correctedRollState(state, pricedPosition);
  const permitted = nextRollStates(corrected, pricedPosition);
  const choices = permitted.map((value): Choice<RollState> => {
    const marks = [
      MEANINGS[value],
      ...(value === suggestion ? ["suggested"] : []),
      ...(value === state ? ["as it is"] : []),
    ];
    return { value, label: value, hint: marks.join("; ") };
  });
  const stay: Choice<RollState> = { value: state, label: `leave ${state}`, hint: "change nothing" };
  const all = permitted.includes(state) ? choices : [...choices, stay];
  const usual = suggestion !== "Ask" ? suggestion : state;
  return prompt.choose(`Roll state of ${instrument}, which holds ${pricedPosition}`, all, { default: usual });
}
