import type { Config } from "../../config/config.js";
import { AUTOMATION_LEVELS, type AutomationLevel } from "../../config/configValues.js";
import { contractKey, parseContractKey } from "../../contracts/contractKey.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import type { OptimalPosition } from "../../positions/optimalPosition.js";
import { optimalPositionAt } from "../../positions/optimalPositionFrame.js";
import type { ContractPositions } from "../../positions/positionBreaks.js";
import { requiredTrades } from "../../positions/requiredTrades.js";
import {
  type InstrumentTrades,
  instrumentTrades,
  type PlannedTrade,
  ROLL_STRATEGY,
  referencePriceIn,
  type StrategyTrade,
} from "../../positions/tradePlan.js";
import { FIRST_ROLL_STATE, type RollState, rollGeneratesOrders } from "../../rolls/rollState.js";
import type { Frame } from "../../series/frame.js";
import { businessDayOf } from "../../time/businessDays.js";
import { dayOf } from "../../time/civil.js";
import { formatTime } from "../../time/text.js";
import type { DataName } from "../dataNames.js";
import type { Desk } from "../desk.js";
import { failedItem } from "../eachItem.js";
import type { FailedItem, OutcomeItem } from "../outcome.js";
import { automationOf } from "./automation.js";
import { findMisplaced, type Misplaced } from "./misplaced.js";
import { readContractPositions, readStrategyPositions } from "./readPositions.js";
import { type PricedRoll, readRoll } from "./readRoll.js";

/** What planning trades reads. */
export const PLAN_READS: readonly DataName[] = [
  "optimalPositions",
  "strategyPositions",
  "contractPositions",
  "multiplePrices",
  "rollStates",
];

/** Optimal positions more business days old than this are not traded: the backtest has not run, or no longer has the instrument. */
const OLDEST_OPTIMAL_POSITION = 1;

/** A trade to be done. */
export interface TradeToDo extends PlannedTrade {
  readonly instrument: InstrumentCode;
  /** Wall time of the optimal position that asks for it; of the plan, for a roll. */
  readonly time: number;
  /** How it is done; a roll as the strategies that hold the instrument, by hand if one of them is. */
  readonly automation: AutomationLevel;
  /** What the contract cost when the optimal position was computed; NaN where that is not known, and for a roll. */
  readonly referencePrice: number;
}

/** Something that keeps a trade from being planned. */
export interface TradeProblem extends OutcomeItem {
  /**
   * `unmanaged`: held, and nobody wants or does not want it; `stale`: the optimal position is too old; `waiting`: the roll state
   * does not let it through; `no contract`: the multiple prices do not say which contract to trade; `own`: it is traded by your
   * own code; `misplaced` and `half rolled`: held where no planned trade sets it right.
   */
  readonly status: "unmanaged" | "stale" | "waiting" | "no contract" | "own" | Misplaced["status"];
}

export interface TradePlan {
  /** By instrument and strategy. */
  readonly trades: readonly TradeToDo[];
  readonly problems: readonly (TradeProblem | FailedItem)[];
  /** Positions that are elsewhere than the plan takes them to be. */
  readonly misplaced: readonly Misplaced[];
}

/** What one strategy wants in one instrument. */
interface Wish {
  readonly strategy: StrategyName;
  readonly instrument: InstrumentCode;
  readonly optimal: OptimalPosition & { readonly time: number };
}

type Held = ReadonlyMap<StrategyName, ReadonlyMap<InstrumentCode, number>>;

/**
 * Plans the trades that bring strategies from what they hold to what they want, and those of rolls.
 *
 * @param strategies only these; by default all of `strategy_list`, and then what is held by others is reported too.
 * @param time wall time of now.
 * @throws ContangoError `PROCESS_OPTION` for a strategy that there is not.
 */
export async function planTrades(
  desk: Pick<Desk, "config" | "data">,
  time: number,
  strategies?: readonly StrategyName[],
): Promise<TradePlan> {
  const chosen = chosenStrategies(desk.config, strategies);
  const stale = new Set(desk.config.get("stale_instruments"));
  const problems: (TradeProblem | FailedItem)[] = [];
  const held = await readStrategyPositions(desk.data);
  const wanted = new Map<InstrumentCode, (StrategyTrade & { readonly wish: Wish })[]>();
  const managed = new Set<string>();
  for (const key of await desk.data.optimalPositions.list()) {
    if (!chosen.includes(key.strategy) || stale.has(key.instrument)) continue;
    const frame = await desk.data.optimalPositions.read(key, { last: 1 });
    if (frame === undefined || frame.length === 0) continue;
    const { strategy, instrument } = key;
    managed.add(tradeName(strategy, instrument));
    const position = held.get(strategy)?.get(instrument) ?? 0;
    const one = wishTrade(strategy, instrument, frame, position, time);
    if ("severity" in one) problems.push(one);
    else if (one.trade !== 0) wanted.set(instrument, [...(wanted.get(instrument) ?? []), one]);
  }
  problems.push(...unmanaged(held, managed, strategies));
  const states = await desk.data.rollStates.all();
  const isHeld = (instrument: InstrumentCode): boolean =>
    strategies === undefined || strategies.some((strategy) => held.get(strategy)?.has(instrument));
  const rolling = [...states]
    .filter(([instrument, state]) => rollGeneratesOrders(state) && isHeld(instrument))
    .map(([instrument]) => instrument);
  const traded = [...new Set([...wanted.keys(), ...rolling])].sort();
  const contracts = await readContractPositions(desk.data);
  const { rolls, failures } = await readRolls(
    desk,
    new Set([...traded, ...instrumentsOf(contracts)]),
    states,
  );
  const isOurs = (instrument: InstrumentCode): boolean => isHeld(instrument) || wanted.has(instrument);
  const misplaced = (await findMisplaced(desk, { contracts, strategies: held, rolls, states })).filter(
    ({ instrument }) => isOurs(instrument),
  );
  problems.push(...misplaced.map(misplacedProblem), ...failures.filter(({ name }) => isOurs(name)));
  const trades: TradeToDo[] = [];
  for (const instrument of traded) {
    const wishes = wanted.get(instrument) ?? [];
    const roll = rolls.get(instrument);
    if (failures.some(({ name }) => name === instrument)) continue;
    if (roll === undefined) {
      problems.push(...wishes.map(({ strategy, trade }) => noContract(strategy, instrument, trade)));
      continue;
    }
    const positions = new Map([...held].map(([strategy, own]) => [strategy, own.get(instrument) ?? 0]));
    const plan = instrumentTrades(wishes, roll, positions);
    for (const trade of plan.trades) {
      const automation =
        trade.kind === "roll"
          ? rollAutomation(desk.config, positions)
          : automationOf(desk.config, trade.strategy);
      trades.push({ ...trade, instrument, automation, ...asWished(trade, wishes, roll, time) });
    }
    problems.push(...plan.waiting.map((one) => waiting(instrument, one)));
  }
  return { trades, problems, misplaced };
}

const misplacedProblem = ({ status, name, message }: Misplaced): TradeProblem => {
  return { name, status, severity: "attention", message };
};

const instrumentsOf = (contracts: ContractPositions): readonly InstrumentCode[] =>
  [...contracts.keys()].map((key) => parseContractKey(key).instrument);

/** What the rolls have come to, without instruments that have no multiple prices; one whose data are wrong keeps no other back. */
async function readRolls(
  desk: Pick<Desk, "data">,
  instruments: Iterable<InstrumentCode>,
  states: ReadonlyMap<InstrumentCode, RollState>,
): Promise<{
  readonly rolls: ReadonlyMap<InstrumentCode, PricedRoll>;
  readonly failures: readonly FailedItem[];
}> {
  const rolls = new Map<InstrumentCode, PricedRoll>();
  const failures: FailedItem[] = [];
  for (const instrument of instruments) {
    try {
      const roll = await readRoll(desk, instrument, states.get(instrument) ?? FIRST_ROLL_STATE);
      if (roll !== undefined) rolls.set(instrument, roll);
    } catch (error) {
      if (!isContangoError(error) || error.code.startsWith("STORE_")) throw error;
      failures.push(failedItem(instrument, error));
    }
  }
  return { rolls, failures };
}

/** Those that were named, or all of `strategy_list`. @throws ContangoError `PROCESS_OPTION` for one that there is not. */
export function chosenStrategies(
  config: Config,
  strategies: readonly StrategyName[] | undefined,
): readonly StrategyName[] {
  const known = Object.keys(config.get("strategy_list"));
  const unknown = strategies?.find((strategy) => !known.includes(strategy));
  if (unknown === undefined) return strategies ?? known;
  throw new ContangoError(
    "PROCESS_OPTION",
    "positions",
    `there is no strategy "${unknown}"${didYouMean(unknown, known)} in strategy_list; name some of ${known.join(", ")}`,
    { details: { strategy: unknown } },
  );
}

/** `trend CORN`. */
export const tradeName = (strategy: StrategyName, instrument: InstrumentCode): string =>
  `${strategy} ${instrument}`;

function wishTrade(
  strategy: StrategyName,
  instrument: InstrumentCode,
  frame: Frame,
  position: number,
  now: number,
): (StrategyTrade & { readonly wish: Wish }) | TradeProblem | FailedItem {
  const name = tradeName(strategy, instrument);
  try {
    const optimal = optimalPositionAt(frame);
    if (optimal.kind === "custom" || optimal.kind === "raw") {
      const message = `its ${optimal.kind} optimal position is traded by your own code`;
      return { name, status: "own", severity: "ok", message };
    }
    const { trade } = requiredTrades({ [instrument]: optimal }, { [instrument]: position }).trades[0]!;
    const age = businessDayOf(dayOf(now)) - businessDayOf(dayOf(optimal.time));
    if (trade !== 0 && age > OLDEST_OPTIMAL_POSITION) {
      const message = `its optimal position asks for ${trade}, and is ${age} business days old (${formatTime(optimal.time)}); run its backtest, or store an optimal position of zero if it is no longer traded`;
      return { name, status: "stale", severity: "attention", message };
    }
    return { strategy, position, trade, wish: { strategy, instrument, optimal } };
  } catch (error) {
    return failedItem(name, error);
  }
}

function unmanaged(
  held: Held,
  managed: ReadonlySet<string>,
  strategies: readonly StrategyName[] | undefined,
): readonly TradeProblem[] {
  const problems: TradeProblem[] = [];
  for (const [strategy, own] of held) {
    if (strategy === ROLL_STRATEGY || strategies?.includes(strategy) === false) continue;
    for (const [instrument, position] of own) {
      const name = tradeName(strategy, instrument);
      if (managed.has(name)) continue;
      const message = `${position} are held without an optimal position, and left alone; close them by hand, or store an optimal position of zero`;
      problems.push({ name, status: "unmanaged", severity: "attention", message });
    }
  }
  return problems;
}

/** The least automation of the strategies that hold an instrument; that of the desk where none does. */
function rollAutomation(config: Config, positions: ReadonlyMap<StrategyName, number>): AutomationLevel {
  const levels = [...positions]
    .filter(([strategy, position]) => position !== 0 && strategy !== ROLL_STRATEGY)
    .map(([strategy]) => automationOf(config, strategy));
  return AUTOMATION_LEVELS.find((level) => levels.includes(level)) ?? config.get("automation");
}

/** When a trade was asked for, and at which price. */
function asWished(
  { kind, strategy, contract }: PlannedTrade,
  wishes: readonly { readonly wish: Wish }[],
  roll: PricedRoll,
  now: number,
): Pick<TradeToDo, "time" | "referencePrice"> {
  const optimal = wishes.find(({ wish }) => wish.strategy === strategy)?.wish.optimal;
  if (kind === "roll" || optimal === undefined) return { time: now, referencePrice: Number.NaN };
  const { time } = optimal;
  if (!("referencePrice" in optimal)) return { time, referencePrice: Number.NaN };
  const reference = { price: optimal.referencePrice, contract: optimal.referenceContract };
  return { time, referencePrice: referencePriceIn(contract, reference, roll) };
}

function noContract(strategy: StrategyName, instrument: InstrumentCode, trade: number): TradeProblem {
  const message = `${trade} are to be traded, and the multiple prices of ${instrument} do not say in which contract; update them`;
  return { name: tradeName(strategy, instrument), status: "no contract", severity: "attention", message };
}

function waiting(
  instrument: InstrumentCode,
  { strategy, trade, state }: InstrumentTrades["waiting"][number],
): TradeProblem {
  const message = `${trade} are not traded while the roll state is ${state}`;
  return { name: tradeName(strategy, instrument), status: "waiting", severity: "ok", message };
}

/** The key of a trade's contract. */
export const contractOfTrade = ({ instrument, contract }: TradeToDo): string =>
  contractKey(instrument, contract);
