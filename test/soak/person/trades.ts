import type { Execution } from "../../../src/broker/broker.js";
import { type ContractKey, parseContractKey } from "../../../src/contracts/contractKey.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { fillId } from "../../../src/positions/checkFill.js";
import { ROLL_STRATEGY } from "../../../src/positions/tradePlan.js";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import type { Outcome, OutcomeItem } from "../../../src/production/outcome.js";
import type { ExecutedItem } from "../../../src/production/positions/sendTrades.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { tradesToDo } from "../../../src/production/tradesToDo.js";
import { currentContracts } from "../../../src/rolls/currentContracts.js";
import { randomStream } from "../../../src/testing/randomStream.js";
import { DAY } from "../../../src/time/civil.js";
import { BY_HAND } from "../scene.js";
import type { World } from "../world.js";

/** How far back a person looks for trades that are not in the books. */
const LOOK_BACK = 5 * DAY;

/** Does the trades that are left to a person at the broker, most of them; some without a label. */
export async function tradeByHand(world: World, day: number): Promise<number> {
  const random = randomStream(`${world.scene.seed}/by hand/${day}`);
  const { items } = await tradesToDo(world.desk);
  const trades = [...(await rollsByHand(world, items))];
  const busy = new Set(trades.map(({ instrument }) => instrument));
  for (const item of items) {
    const forgets = random.uniform() < 0.1;
    const labels = random.uniform() < 0.5;
    if (!("automation" in item) || item.automation === "automatic" || forgets || busy.has(item.instrument))
      continue;
    const { instrument, contract, trade: quantity, strategy, kind } = item;
    trades.push({ instrument, contract, quantity, strategy, labelled: labels || kind === "roll" });
  }
  let done = 0;
  for (const [number, { labelled, strategy, ...trade }] of trades.entries()) {
    world.clock.advance(1000);
    const id = `by hand ${day}/${number} for ${strategy}`;
    try {
      await world.silence.broker.trades!.trade({ ...trade, id, reference: labelled ? strategy : "" });
      done++;
    } catch (error) {
      if (!isContangoError(error) || !error.code.startsWith("BROKER_")) throw error;
    }
  }
  return done;
}

interface TradeByHand extends ContractKey {
  readonly quantity: number;
  readonly strategy: string;
  readonly labelled: boolean;
}

/** What sets positions right that are in the wrong contract, and rolls of which only one side was done. */
async function rollsByHand({ desk }: World, items: readonly OutcomeItem[]): Promise<readonly TradeByHand[]> {
  const trades: TradeByHand[] = [];
  const roll = { strategy: ROLL_STRATEGY, labelled: true };
  const pricedOf = async (instrument: string): Promise<string> =>
    currentContracts(await desk.data.multiplePrices.get(instrument, { last: 1 }), { instrument }).priced;
  const positionOf = async (key: ContractKey): Promise<number> =>
    (await desk.data.contractPositions.read(key, { last: 1 }))?.at(-1) ?? 0;
  for (const { status, name } of items) {
    if (status === "misplaced") {
      const { instrument, contract } = parseContractKey(name);
      const quantity = await positionOf({ instrument, contract });
      trades.push({ ...roll, instrument, contract, quantity: -quantity });
      trades.push({ ...roll, instrument, contract: await pricedOf(instrument), quantity });
    } else if (status === "half rolled") {
      const instrument = name.split(" ").at(-1)!;
      const rolled = (
        await desk.data.strategyPositions.get({ strategy: ROLL_STRATEGY, instrument }, { last: 1 })
      ).at(-1);
      const priced = await pricedOf(instrument);
      const keys = (await desk.data.contractPositions.list()).filter((key) => key.instrument === instrument);
      let contract = priced;
      for (const key of keys) {
        if (key.contract !== priced && (await positionOf(key)) * rolled > 0) contract = key.contract;
      }
      trades.push({ ...roll, instrument, contract, quantity: -rolled });
    }
  }
  return trades;
}

/** Gives trades up of which nothing more comes. */
export async function forgetTrades({ desk, outcomes }: World): Promise<number> {
  const lost = outcomes
    .flatMap(({ items }) => items as readonly ExecutedItem[])
    .filter(({ status }) => status === "unfilled" || status === "unknown")
    .flatMap(({ trades }) => trades.map(({ id }) => id));
  const forget = [...new Set(lost)];
  if (forget.length > 0) await executeTrades(desk, { forget });
  return forget.length;
}

/** Says whose the fills are that nobody knows. */
export async function attributeFills(world: World, { items }: Outcome): Promise<number> {
  const { desk } = world;
  const open = items.filter(({ status }) => status === "unattributed");
  for (const { name } of open) {
    const fill = (await desk.data.fills.read(name))!;
    const strategy = strategyOf(name) ?? (await largestHolder(world, fill.instrument));
    await attributeFill(desk, { id: name, strategy });
  }
  return open.length;
}

/**
 * Records what was done and the desk does not know: trades of the strategy that is recorded by hand, and executions that the
 * broker never tells.
 */
export async function recordByHand(world: World): Promise<number> {
  const { desk, truth, clock } = world;
  const executions = await truth.executions.executions(clock.now() - LOOK_BACK);
  let recorded = 0;
  for (const [number, execution] of executions.entries()) {
    const { id, instrument, contract, quantity, price, time, commission, currency } = execution;
    const madeId = fillId(execution);
    if ((await desk.data.fills.read(id)) !== undefined || (await desk.data.fills.read(madeId)) !== undefined)
      continue;
    const strategy = await ownerOf(world, execution);
    const { items } = await recordFill(desk, {
      instrument,
      contract,
      quantity,
      price,
      time: desk.wallTime(time),
      currency,
      ...(commission === undefined ? {} : { commission }),
      strategy,
      ...(number % 2 === 0 ? { id } : {}),
    });
    for (const { name, status } of items) {
      if (status === "unattributed") await attributeFill(desk, { id: name, strategy });
    }
    recorded++;
  }
  return recorded;
}

async function ownerOf(world: World, { id, reference, instrument }: Execution): Promise<string> {
  return strategyOf(id) ?? reference ?? (await largestHolder(world, instrument));
}

const strategyOf = (id: string): string | undefined => / for (.+)$/.exec(id)?.[1];

/** Who holds most of an instrument: a contract that expired was most likely his. */
async function largestHolder({ desk }: World, instrument: string): Promise<string> {
  let [holder, most] = [BY_HAND!, 0];
  for (const key of await desk.data.strategyPositions.list()) {
    if (key.instrument !== instrument || key.strategy === ROLL_STRATEGY) continue;
    const size = Math.abs((await desk.data.strategyPositions.read(key, { last: 1 }))?.at(-1) ?? 0);
    if (size > most) [holder, most] = [key.strategy, size];
  }
  return holder;
}
