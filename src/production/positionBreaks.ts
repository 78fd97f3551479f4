import { isContangoError } from "../errors/contangoError.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import { optimalPositionAt } from "../positions/optimalPositionFrame.js";
import {
  brokerBreaks,
  type ContractPositions,
  type PositionBreak,
  strategyBreaks,
} from "../positions/positionBreaks.js";
import { isPositionBroken, positionBuffer } from "../positions/requiredPosition.js";
import type { Frame } from "../series/frame.js";
import type { StrategyInstrument } from "../storage/repositories/keys.js";
import { failedItem } from "./eachItem.js";
import type { FailedItem, OutcomeItem } from "./outcome.js";
import { readBrokerPositions } from "./positions/brokerPositions.js";
import { readContractPositions, readStrategyPositions } from "./positions/readPositions.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

/** Positions that should agree and do not. */
export interface PositionBreakItem extends OutcomeItem {
  /**
   * `broker`: the broker holds another position of the contract than the books; `strategies`: the strategies' positions do not
   * add up to the contracts'; `optimal`: a strategy holds what it does not want, for your information.
   */
  readonly status: "broker" | "strategies" | "optimal";
  /** In the books. */
  readonly ours: number;
  /** At the broker, in the sum of the strategies; undefined for a strategy's own wish. */
  readonly theirs?: number;
}

/**
 * Compares positions: those of contracts with the broker's, with the sum of the strategies', and those of strategies with what
 * they want. Writes nothing. Where the broker does not answer, that failed: nothing is taken for agreement.
 *
 * @example
 * const { items } = await positionBreaks(desk);
 */
export const positionBreaks = defineProcess<PositionBreakItem>({
  name: "positionBreaks",
  title: "Position break",
  options: [],
  reads: ["contracts", "contractPositions", "strategyPositions", "optimalPositions"],
  writes: [],
  run: async (work) => {
    const contracts = await readContractPositions(work.desk.data);
    const strategies = await readStrategyPositions(work.desk.data);
    const items = [
      ...(await againstBroker(work, contracts)),
      ...strategyBreaks(contracts, [...strategies.values()]).map(strategiesItem),
      ...(await againstWishes(work, strategies)),
    ];
    const breaks = items.filter(({ status }) => status !== "optimal").length;
    const message = `${breaks === 0 ? "no" : breaks} ${breaks === 1 ? "break" : "breaks"} in ${contracts.size} contracts held`;
    return { items, complete: true, ...(items.some(({ status }) => status === "failed") ? {} : { message }) };
  },
});

async function againstBroker(
  { desk, signal }: Work,
  contracts: ContractPositions,
): Promise<readonly (PositionBreakItem | FailedItem)[]> {
  try {
    return brokerBreaks(contracts, await readBrokerPositions(desk, signal)).map(brokerItem);
  } catch (error) {
    if (isContangoError(error) && error.code.startsWith("BROKER_")) return [failedItem("broker", error)];
    throw error;
  }
}

function brokerItem({ key, ours, theirs }: PositionBreak): PositionBreakItem {
  const message = `the books hold ${ours}, the broker ${theirs}; pick up or record the fills that are missing, or take back those that never were`;
  const subject = `Position break: ${key}`;
  return { name: key, status: "broker", severity: "attention", subject, message, ours, theirs };
}

function strategiesItem({ key, ours, theirs }: PositionBreak): PositionBreakItem {
  const message = `its contracts add up to ${ours}, its strategies to ${theirs}; attribute the fills that are nobody's with attributeFill`;
  const subject = `Position break: ${key}`;
  return { name: key, status: "strategies", severity: "attention", subject, message, ours, theirs };
}

async function againstWishes(
  { desk }: Work,
  strategies: ReadonlyMap<StrategyName, ReadonlyMap<InstrumentCode, number>>,
): Promise<readonly (PositionBreakItem | FailedItem)[]> {
  const listed = desk.config.get("strategy_list");
  const items: (PositionBreakItem | FailedItem)[] = [];
  for (const key of await desk.data.optimalPositions.list()) {
    if (!Object.hasOwn(listed, key.strategy)) continue;
    const frame = await desk.data.optimalPositions.read(key, { last: 1 });
    const ours = strategies.get(key.strategy)?.get(key.instrument) ?? 0;
    const item = frame === undefined || frame.length === 0 ? undefined : wishItem(key, frame, ours);
    if (item !== undefined) items.push(item);
  }
  return items;
}

function wishItem(
  { strategy, instrument }: StrategyInstrument,
  frame: Frame,
  ours: number,
): PositionBreakItem | FailedItem | undefined {
  const name = `${strategy} ${instrument}`;
  try {
    const optimal = optimalPositionAt(frame);
    if (!isPositionBroken(optimal, ours, instrument)) return undefined;
    const { lower, upper } = positionBuffer(optimal, instrument);
    const wanted = lower === upper ? `${lower}` : `${lower.toFixed(2)} to ${upper.toFixed(2)}`;
    return {
      name,
      status: "optimal",
      severity: "ok",
      message: `it holds ${ours}, and wants ${wanted}`,
      ours,
    };
  } catch (error) {
    return failedItem(name, error);
  }
}
