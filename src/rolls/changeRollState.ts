import { ContangoError } from "../errors/contangoError.js";
import { nextRollStates, type RollState, rollGeneratesOrders } from "./rollState.js";
import { type AutoRollRule, type RollSituation, suggestRollState } from "./suggestRollState.js";

/**
 * Refuses a roll state that may not follow the present one; an instrument may always stay in its state.
 *
 * @param pricedPosition held in the priced contract, in contracts.
 * @throws ContangoError `ROLL_STATE` where it may not follow, with those that may.
 */
export function checkRollStateChange(
  from: RollState,
  to: RollState,
  pricedPosition: number,
  instrument?: string,
): void {
  if (to === from || nextRollStates(from, pricedPosition).includes(to)) return;
  const permitted = nextRollStates(from, pricedPosition);
  const whose = instrument === undefined ? "an instrument" : instrument;
  const holding =
    pricedPosition === 0
      ? "without a position in the priced contract"
      : `with ${pricedPosition} of the priced contract`;
  throw new ContangoError(
    "ROLL_STATE",
    "rolls",
    `${whose} ${holding} cannot go from ${from} to ${to}; it can go to ${permitted.join(", ")}`,
    { details: { instrument, from, to, pricedPosition, permitted } },
  );
}

/**
 * The state that an instrument is really in: one that asks for orders in the priced contract has done its work when nothing
 * is held there, and is Passive then. Roll its prices soon.
 */
export function correctedRollState(state: RollState, pricedPosition: number): RollState {
  return rollGeneratesOrders(state) && pricedPosition === 0 ? "Passive" : state;
}

/** {@link suggestRollState}, but `Ask` where the state that it says may not follow the present one. */
export function permittedSuggestion(
  state: RollState,
  situation: RollSituation,
  rule: AutoRollRule = {},
): RollState | "Ask" {
  const suggestion = suggestRollState(situation, rule);
  if (suggestion === "Ask" || suggestion === state) return suggestion;
  return nextRollStates(state, situation.pricedPosition).includes(suggestion) ? suggestion : "Ask";
}
