/** How the positions of an instrument are to be moved from the priced contract to the forward one. */
export const ROLL_STATES = [
  "No_Roll",
  "Passive",
  "Force",
  "Force_Outright",
  "Roll_Adjusted",
  "Close",
  "No_Open",
] as const;

/**
 * - `No_Roll`: only the priced contract is traded;
 * - `Passive`: trades that reduce go to the priced contract, others to the forward one;
 * - `Force`: the position is rolled now, with a calendar spread;
 * - `Force_Outright`: the position is rolled now, with two outright orders;
 * - `Roll_Adjusted`: passing: the adjusted prices are being rolled;
 * - `Close`: the priced position is closed, none is opened in the forward contract;
 * - `No_Open`: only the priced contract is traded, and only to reduce.
 */
export type RollState = (typeof ROLL_STATES)[number];

/** True for the name of a roll state. */
export const isRollState = (name: string): name is RollState => ROLL_STATES.some((state) => state === name);

/** The state of an instrument for which none is stored. */
export const FIRST_ROLL_STATE: RollState = "No_Roll";

const HELD = ["Force", "Force_Outright", "Passive", "No_Roll", "Close", "No_Open"] as const;

/** The states that may follow each, the usual one first: without a position in the priced contract, and with one. */
const NEXT: Readonly<
  Record<RollState, { readonly flat: readonly RollState[]; readonly held: readonly RollState[] }>
> = {
  No_Roll: {
    flat: ["Roll_Adjusted", "Passive", "No_Roll", "No_Open"],
    held: ["Passive", "Force", "Force_Outright", "No_Roll", "Close", "No_Open"],
  },
  Passive: { flat: ["Roll_Adjusted", "Passive", "No_Roll", "No_Open"], held: HELD },
  Force: { flat: ["Roll_Adjusted", "Passive"], held: HELD },
  Force_Outright: { flat: ["Roll_Adjusted", "Passive"], held: HELD },
  Close: {
    flat: ["Roll_Adjusted", "Passive"],
    held: ["Close", "Force", "Force_Outright", "Passive", "No_Roll", "No_Open"],
  },
  Roll_Adjusted: { flat: ["No_Roll"], held: ["Roll_Adjusted"] },
  No_Open: {
    flat: ["Roll_Adjusted", "Passive", "No_Open"],
    held: ["Close", "Force", "Force_Outright", "Passive", "No_Roll"],
  },
};

/**
 * The states that may follow, the usual one first.
 *
 * @param pricedPosition held in the priced contract, in contracts.
 * @example
 * nextRollStates("Passive", 0); // ["Roll_Adjusted", "Passive", "No_Roll", "No_Open"]
 */
export function nextRollStates(state: RollState, pricedPosition: number): readonly RollState[] {
  return NEXT[state][pricedPosition === 0 ? "flat" : "held"];
}

/** True where the state asks for orders that move or close the position now. */
export const rollGeneratesOrders = (state: RollState): boolean =>
  rollsBothContracts(state) || state === "Close";

/** True where the state asks for trades in the priced and the forward contract together. */
export const rollsBothContracts = (state: RollState): boolean =>
  state === "Force" || state === "Force_Outright";

/** True while a roll is going on. */
export const isRolling = (state: RollState): boolean =>
  rollGeneratesOrders(state) || state === "Roll_Adjusted";
