import type { Broker, TradeSource } from "../broker/broker.js";
import { parseContractKey } from "../contracts/contractKey.js";
import { ContangoError, isContangoError } from "../errors/contangoError.js";
import type { InstrumentCode, StrategyName } from "../instruments/codes.js";
import { unattributedFills } from "../positions/cancelledFill.js";
import { brokerBreaks, strategyBreaks } from "../positions/positionBreaks.js";
import { ROLL_STRATEGY } from "../positions/tradePlan.js";
import type { Desk } from "./desk.js";
import { failedItem } from "./eachItem.js";
import type { FailedItem } from "./outcome.js";
import { strategiesAt } from "./positions/automation.js";
import { readBrokerPositions } from "./positions/brokerPositions.js";
import { FILL_READS, FILL_WRITES } from "./positions/fillData.js";
import {
  chosenStrategies,
  PLAN_READS,
  planTrades,
  type TradePlan,
  type TradeProblem,
  type TradeToDo,
  tradeName,
} from "./positions/planTrades.js";
import { readContractPositions, readStrategyPositions } from "./positions/readPositions.js";
import { type ExecutedItem, sendGroup, type TradeGroup } from "./positions/sendTrades.js";
import { putSentTrade, readSentTrade, type SentTrade, settledTrades } from "./positions/sentTrades.js";
import { type PickUpItem, takeExecutions } from "./positions/takeExecutions.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import type { Work } from "./work.js";

export interface ExecuteTradesOptions extends ProcessOptions {
  /** Only these; default: every strategy whose `automation` is `automatic`. */
  readonly strategies?: readonly StrategyName[];
  /** Ids of trades that were sent and of which nothing more comes, as a person has made sure. */
  readonly forget?: readonly string[];
}

/**
 * Hands the trades of automatic strategies to the broker, each once: first takes the broker's executions into the books, then
 * sends, as market orders labelled with their strategy, what the strategies want beyond what they hold. Nothing is sent in an
 * instrument in which the books and the broker differ, a fill is attributed to no strategy, a position is held in a contract that is
 * neither priced nor forward, a roll was done by half, or a trade that was sent is not filled yet; nothing at all where the broker does not say what it holds.
 *
 * @throws ContangoError `BROKER_MISSING` where the broker takes no trades; `PROCESS_OPTION`; what the broker throws when it is
 * asked for executions.
 * @example
 * await executeTrades(desk);
 */
export const executeTrades = defineProcess<ExecutedItem | PickUpItem | TradeProblem, ExecuteTradesOptions>({
  name: "executeTrades",
  title: "Trades",
  options: ["strategies", "forget"],
  reads: [...new Set([...FILL_READS, ...PLAN_READS]), "sentTrades"],
  writes: [...FILL_WRITES, "sentTrades"],
  run: async (work, { strategies, forget = [] }) => {
    const { desk, signal } = work;
    const automatic = strategiesAt(desk.config, ["automatic"]);
    const chosen = chosenStrategies(desk.config, strategies).filter((strategy) =>
      automatic.includes(strategy),
    );
    const complete = strategies === undefined;
    if (chosen.length === 0) {
      return { items: [], complete, message: "automation is automatic for no strategy" };
    }
    const source = tradeSource(desk.broker);
    for (const id of forget) await forgetTrade(work, id);
    const taken = await takeExecutions(work);
    if (taken.items.some(({ status }) => status === "since")) return { items: taken.items };
    const doubts = await askDoubts(desk, signal);
    if ("severity" in doubts) return { items: [...taken.items, doubts] };
    const open = await repeatOnConflict(() => settleTrades(work));
    const plan = await planTrades(desk, work.time, chosen);
    const groups = tradeGroups(plan, open, new Map([...misplacedDoubts(plan, open), ...doubts]));
    const items = await work.each(groups.keys(), (name) => sendGroup(work, source, groups.get(name)!), {
      label: (name) => ({ instrument_code: groups.get(name)!.instrument }),
    });
    const problems = plan.problems.filter(({ name }) => !groups.has(name));
    return { items: [...taken.items, ...problems, ...items], complete };
  },
});

function tradeSource(broker: Broker | undefined): TradeSource {
  if (broker?.trades !== undefined) return broker.trades;
  throw new ContangoError(
    "BROKER_MISSING",
    "positions",
    "there is no broker that takes trades; open the desk with one, or set automation to manual or broker_fills",
  );
}

async function forgetTrade({ desk, commit }: Work, id: string): Promise<void> {
  const trade = await readSentTrade(desk.storage, id);
  if (trade === undefined) {
    throw new ContangoError(
      "PROCESS_OPTION",
      "positions",
      `no trade "${id}" was ever sent; see the outcome of executeTrades for ids`,
      {
        details: { trade: id },
      },
    );
  }
  if (trade.status === "noted" || trade.status === "sent") {
    await commit((batch) => putSentTrade(batch, { ...trade, status: "forgotten" }, trade));
  }
}

/** Why an instrument may not be traded now. */
type Doubts = ReadonlyMap<InstrumentCode, string>;

/** The instruments of which the position is in doubt; or, where the broker does not answer, that. */
async function askDoubts(desk: Desk, signal: AbortSignal): Promise<Doubts | FailedItem> {
  const doubts = new Map<InstrumentCode, string>();
  const contracts = await readContractPositions(desk.data);
  const strategies = await readStrategyPositions(desk.data);
  try {
    for (const { key, ours, theirs } of brokerBreaks(contracts, await readBrokerPositions(desk, signal))) {
      const what = `the books hold ${ours} of ${key} and the broker ${theirs}`;
      doubts.set(parseContractKey(key).instrument, what);
    }
  } catch (error) {
    if (isContangoError(error) && error.code.startsWith("BROKER_")) return failedItem("positions", error);
    throw error;
  }
  for (const { key, ours, theirs } of strategyBreaks(contracts, [...strategies.values()])) {
    doubts.set(key, `its contracts add up to ${ours} and its strategies to ${theirs}`);
  }
  const fills = await desk.data.fills.all({ strategy_name: "" });
  for (const { instrument, id } of unattributedFills(fills.values())) {
    doubts.set(instrument, `fill "${id}" is attributed to no strategy`);
  }
  return doubts;
}

/** Instruments with positions that the trades planned on top of them would not set right. A roll may still be in flight. */
function misplacedDoubts({ misplaced }: TradePlan, open: readonly SentTrade[]): Doubts {
  const isInFlight = (instrument: InstrumentCode): boolean =>
    open.some((trade) => trade.instrument === instrument && trade.strategy === ROLL_STRATEGY);
  return new Map(
    misplaced
      .filter(({ status, instrument }) => status === "misplaced" || !isInFlight(instrument))
      .map(({ instrument, name, message }) => [instrument, `${name}: ${message}`]),
  );
}

/** Marks trades that have been filled; gives those that have not. */
async function settleTrades({ desk, commit }: Work): Promise<readonly SentTrade[]> {
  const { done, open } = await settledTrades(desk.storage);
  if (done.length > 0) {
    await commit((batch) => {
      for (const trade of done) putSentTrade(batch, { ...trade, status: "filled" }, trade);
    });
  }
  return open;
}

/** What is to be traded and what is in flight, by strategy and instrument. */
function tradeGroups(
  { trades }: TradePlan,
  open: readonly SentTrade[],
  doubts: Doubts,
): ReadonlyMap<string, TradeGroup> {
  const groups = new Map<string, TradeGroup>();
  const automatic = trades.filter(({ automation }) => automation === "automatic");
  for (const { strategy, instrument } of [...automatic, ...open]) {
    const name = tradeName(strategy, instrument);
    const isOwn = (trade: TradeToDo): boolean =>
      trade.strategy === strategy && trade.instrument === instrument;
    groups.set(name, {
      name,
      strategy,
      instrument,
      trades: automatic.filter(isOwn),
      open: open.filter((trade) => trade.instrument === instrument),
      doubt: doubts.get(instrument),
    });
  }
  return groups;
}
