import type { RollState } from "./rollState.js";

/** What decides whether an instrument should be rolled. */
export interface RollSituation {
  /** Held in the priced contract, in contracts. */
  readonly pricedPosition: number;
  /** Whole days to the desired roll date; below zero after it. */
  readonly daysToRoll: number;
  /** Whole days to the expiry of the priced contract. */
  readonly daysToExpiry: number;
  /** Volume of the forward contract over that of the priced one. */
  readonly relativeVolume: number;
  /** Of the forward contract, in contracts a day. */
  readonly forwardVolume: number;
}

/** When a roll is suggested; volumes as in {@link RollSituation}. */
export interface AutoRollRule {
  /** A forward contract with a higher relative volume is liquid. Default 1. */
  readonly relativeVolume?: number;
  /** So is one with a higher relative volume than this, default 0.01, … */
  readonly leastRelativeVolume?: number;
  /** … and a higher volume than this, default 100. */
  readonly leastVolume?: number;
  /** Fewer days than this to the roll date are few. Default 10. */
  readonly nearDays?: number;
  /** The state where a position is held in a liquid market and few days are left. Default `Ask`. */
  readonly undecided?: RollState | "Ask";
  /** Roll prices at once where the priced contract has expired and nothing is held. Default true. */
  readonly rollExpired?: boolean;
}

/**
 * The roll state to go to, or `Ask` where a person has to decide. It says nothing of whether the present state may be followed
 * by it: see `nextRollStates`.
 *
 * | forward contract | held | days left | state |
 * |---|---|---|---|
 * | any, and the priced one has expired | no | | Roll_Adjusted |
 * | liquid | no | | Roll_Adjusted |
 * | liquid | yes | few | undecided |
 * | liquid | yes | more | Passive |
 * | not liquid | | few | No_Open |
 * | not liquid | | more | No_Roll |
 *
 * @example
 * suggestRollState({ pricedPosition: 0, daysToRoll: 5, daysToExpiry: 20, relativeVolume: 1.4, forwardVolume: 900 }); // "Roll_Adjusted"
 */
export function suggestRollState(situation: RollSituation, rule: AutoRollRule = {}): RollState | "Ask" {
  const { nearDays = 10, undecided = "Ask", rollExpired = true } = rule;
  const { pricedPosition, daysToRoll, daysToExpiry } = situation;
  const isFlat = pricedPosition === 0;
  const isNear = daysToRoll < nearDays;
  if (rollExpired && isFlat && daysToExpiry <= 0) return "Roll_Adjusted";
  if (!isLiquid(situation, rule)) return isNear ? "No_Open" : "No_Roll";
  if (isFlat) return "Roll_Adjusted";
  return isNear ? undecided : "Passive";
}

function isLiquid(
  { relativeVolume, forwardVolume }: RollSituation,
  { relativeVolume: enough = 1, leastRelativeVolume = 0.01, leastVolume = 100 }: AutoRollRule,
): boolean {
  return relativeVolume > enough || (relativeVolume > leastRelativeVolume && forwardVolume > leastVolume);
}
