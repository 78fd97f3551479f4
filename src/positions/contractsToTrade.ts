import type { ContractId } from "../contracts/contractId.js";
import { type RollState, rollGeneratesOrders, rollsBothContracts } from "../rolls/rollState.js";

/** A trade in one contract: contracts to buy, below zero to sell. */
export interface ContractTrade {
  readonly contract: ContractId;
  readonly trade: number;
}

/** What the roll of an instrument has come to. */
export interface RollPosition {
  readonly state: RollState;
  /** The contract that the multiple prices have as PRICE, and the one that they have as FORWARD. */
  readonly priced: ContractId;
  readonly forward: ContractId;
  /** Held in the priced contract, by all strategies together. */
  readonly pricedPosition: number;
}

/** The state that trades go by: one that moves a position out of the priced contract is as Passive once nothing is left there. */
export function rollStateToTrade({
  state,
  pricedPosition,
}: Pick<RollPosition, "state" | "pricedPosition">): RollState {
  return rollGeneratesOrders(state) && pricedPosition === 0 ? "Passive" : state;
}

/**
 * The contracts in which an instrument's trade is done, in the order in which to do them.
 *
 * | roll state | trade |
 * |---|---|
 * | No_Roll, No_Open | priced contract |
 * | Passive | what reduces the priced position there, the rest in the forward contract |
 * | Force, Force_Outright | as Passive where it reduces the priced position, else none |
 * | Close, Roll_Adjusted | none |
 *
 * @param trade contracts to buy, below zero to sell.
 * @example
 * contractsToTrade(-5, { state: "Passive", priced: "20240600", forward: "20240900", pricedPosition: 2 }); // -2 of June, -3 of September
 */
export function contractsToTrade(trade: number, roll: RollPosition): readonly ContractTrade[] {
  if (trade === 0) return [];
  const { priced, forward, pricedPosition } = roll;
  const state = rollStateToTrade(roll);
  const reduces = trade * pricedPosition < 0;
  switch (state) {
    case "No_Roll":
    case "No_Open":
      return [{ contract: priced, trade }];
    case "Passive":
    case "Force":
    case "Force_Outright":
      if (!reduces) return state === "Passive" ? [{ contract: forward, trade }] : [];
      return Math.abs(trade) <= Math.abs(pricedPosition)
        ? [{ contract: priced, trade }]
        : [
            { contract: priced, trade: -pricedPosition },
            { contract: forward, trade: trade + pricedPosition },
          ];
    case "Close":
    case "Roll_Adjusted":
      return [];
  }
}

/**
 * The trades by which the roll itself moves the priced position now: none in a passive state; out of the priced contract under
 * `Close`; into the forward contract as well under `Force` and `Force_Outright`, where a roll of which only one side was done is
 * brought to its end.
 *
 * @param rolled what the roll has bought, less what it has sold: zero unless one side of it was done without the other.
 * @example
 * rollTrades({ state: "Force", priced: "20240600", forward: "20240900", pricedPosition: 2 }); // -2 of June, 2 of September
 */
export function rollTrades(
  { state, priced, forward, pricedPosition }: RollPosition,
  rolled = 0,
): readonly ContractTrade[] {
  if (!rollGeneratesOrders(state)) return [];
  const close = { contract: priced, trade: -pricedPosition };
  const open = { contract: forward, trade: rollsBothContracts(state) ? pricedPosition - rolled : 0 };
  return [close, open].filter(({ trade }) => trade !== 0);
}

/** The part of a trade that makes a position smaller: none of one that makes it larger, and no further than to zero. */
export function reducingPart(trade: number, position: number): number {
  if (trade * position >= 0) return 0;
  return Math.abs(trade) <= Math.abs(position) ? trade : -position;
}
