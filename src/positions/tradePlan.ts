import type { ContractId } from "../contracts/contractId.js";
import type { StrategyName } from "../instruments/codes.js";
import type { RollState } from "../rolls/rollState.js";
import {
  type ContractTrade,
  contractsToTrade,
  type RollPosition,
  reducingPart,
  rollTrades,
} from "./contractsToTrade.js";

/** The strategy name under which both sides of a roll are booked, so that no strategy's position moves; pysystemtrade's. */
export const ROLL_STRATEGY = "_ROLL_PSEUDO_STRATEGY";

/** What a strategy needs to trade in an instrument. */
export interface StrategyTrade {
  readonly strategy: StrategyName;
  /** What it holds. */
  readonly position: number;
  /** Contracts to buy, below zero to sell; not zero. */
  readonly trade: number;
}

/** A trade of a plan. */
export interface PlannedTrade extends ContractTrade {
  readonly kind: "strategy" | "roll";
  readonly strategy: StrategyName;
}

/** A strategy's trade, or part of one, that has to wait. */
export interface WaitingTrade {
  readonly strategy: StrategyName;
  readonly trade: number;
  readonly state: RollState;
}

/** The trades of one instrument, in the order in which to do them. */
export interface InstrumentTrades {
  readonly trades: readonly PlannedTrade[];
  /** What the roll state does not let through. */
  readonly waiting: readonly WaitingTrade[];
}

/**
 * Plans the trades of one instrument: those of its strategies, in order of name, each in the contracts that the roll state and
 * what the trades before it leave in the priced contract ask for; then, where none of them reduces the priced position, those
 * of the roll itself. `No_Open` lets through only what makes a strategy's position smaller. What is closed by `Close` is
 * booked to the strategy that holds most of the instrument.
 *
 * @param positions of every strategy in the instrument, and what is booked under {@link ROLL_STRATEGY}.
 */
export function instrumentTrades(
  wanted: readonly StrategyTrade[],
  roll: RollPosition,
  positions: ReadonlyMap<StrategyName, number>,
): InstrumentTrades {
  const trades: PlannedTrade[] = [];
  const waiting: WaitingTrade[] = [];
  let { pricedPosition } = roll;
  for (const { strategy, position, trade } of [...wanted].sort((a, b) => byName(a.strategy, b.strategy))) {
    const allowed = roll.state === "No_Open" ? reducingPart(trade, position) : trade;
    const parts = contractsToTrade(allowed, { ...roll, pricedPosition });
    trades.push(...parts.map((part) => ({ kind: "strategy" as const, strategy, ...part })));
    for (const part of parts) if (part.contract === roll.priced) pricedPosition += part.trade;
    const rest = trade - parts.reduce((sum, part) => sum + part.trade, 0);
    if (rest !== 0) waiting.push({ strategy, trade: rest, state: roll.state });
  }
  if (pricedPosition === roll.pricedPosition) {
    const strategy = roll.state === "Close" ? (largestHolder(positions) ?? ROLL_STRATEGY) : ROLL_STRATEGY;
    const parts = rollTrades(roll, positions.get(ROLL_STRATEGY));
    trades.push(...parts.map((part) => ({ kind: "roll" as const, strategy, ...part })));
  }
  return { trades, waiting };
}

/** The strategy of the largest position, long or short; the first by name of several; undefined where none is held. */
export function largestHolder(positions: ReadonlyMap<StrategyName, number>): StrategyName | undefined {
  const held = [...positions].filter(([name, position]) => position !== 0 && name !== ROLL_STRATEGY);
  held.sort(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || byName(a, b));
  return held[0]?.[0];
}

const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * A price that was noted in one contract, in another: moved by the difference between the two when both last had a price at
 * the same time. NaN where that is not known.
 *
 * @param roll its `difference` is the price of the FORWARD contract less that of the PRICE contract.
 */
export function referencePriceIn(
  contract: ContractId,
  reference: { readonly price: number; readonly contract: ContractId },
  roll: Pick<RollPosition, "priced" | "forward"> & { readonly difference: number },
): number {
  if (contract === reference.contract) return reference.price;
  if (reference.contract === roll.priced && contract === roll.forward)
    return reference.price + roll.difference;
  if (reference.contract === roll.forward && contract === roll.priced)
    return reference.price - roll.difference;
  return Number.NaN;
}
