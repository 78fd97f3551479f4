/** A program and a person trade and keep the books at once, in whichever order: every trade is in the books once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutomationLevel } from "../../../src/config/configValues.js";
import { cancelledId, unattributedFills } from "../../../src/positions/cancelledFill.js";
import type { Fill } from "../../../src/positions/fill.js";
import { ROLL_STRATEGY } from "../../../src/positions/tradePlan.js";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { cancelFill } from "../../../src/production/cancelFill.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { formatTime } from "../../../src/time/text.js";
import { fillDesk, pricesOfCorn, type ToldBroker, toldBroker, want } from "./fillDesk.js";

const MINUTE = 60_000;
const CONTRACTS = ["20240700", "20241200"];
const BOOKS = ["trend", "carry", ROLL_STRATEGY];

/** A trade that was really done. */
interface Done {
  readonly contract: string;
  readonly quantity: number;
  readonly price: number;
  readonly time: number;
  readonly strategy: string;
  /** The broker's executions of it. */
  readonly parts: readonly string[];
  /** What the person says of it, where what is in the books twice has to be settled: the own record stands, or the broker's. */
  readonly ownStands: boolean;
}

/** How exactly a person records a trade: a few minutes off, by its day only, with a slip in the price. */
const HOWS = ["exact", "about", "day", "typo"] as const;
type How = (typeof HOWS)[number];

type Step =
  | { readonly kind: "send"; readonly position: number; readonly force: boolean; readonly filled: boolean }
  | { readonly kind: "fillSent" }
  | {
      readonly kind: "trade";
      readonly whose: number;
      readonly contract: number;
      readonly quantity: number;
      readonly price: number;
      readonly labelled: boolean;
      readonly inParts: boolean;
      readonly ownStands: boolean;
    }
  | { readonly kind: "record"; readonly which: number; readonly how: How }
  | { readonly kind: "recordWhatNeverWas"; readonly contract: number; readonly quantity: number }
  | { readonly kind: "pickUp" }
  | { readonly kind: "settle"; readonly which: number }
  | { readonly kind: "takeBack"; readonly which: number };

const count = fc.nat({ max: 7 });
const side = fc.constantFrom(-2, -1, 1, 2);
const contract = fc.nat({ max: 1 });
const step = (prices: fc.Arbitrary<number>, hows: readonly How[]): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.record({
      kind: fc.constant("send" as const),
      position: fc.integer({ min: -2, max: 2 }),
      force: fc.boolean(),
      filled: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("fillSent" as const) }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("trade" as const),
        whose: fc.nat({ max: 2 }),
        contract,
        quantity: side,
        price: prices,
        labelled: fc.boolean(),
        inParts: fc.boolean(),
        ownStands: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("record" as const),
        which: count,
        how: fc.constantFrom(...hows),
      }),
    },
    fc.record({ kind: fc.constant("recordWhatNeverWas" as const), contract, quantity: side }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("pickUp" as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("settle" as const), which: count }) },
    fc.record({ kind: fc.constant("takeBack" as const), which: count }),
  );

/** The desk, the broker, and what the person knows. */
interface World {
  readonly desk: TestDesk;
  readonly broker: ToldBroker;
  readonly carry: AutomationLevel;
  readonly done: Done[];
  /** Which trade a fill is of, by its id; undefined for one that never was. */
  readonly tradeOf: Map<string, Done | undefined>;
  /** Trades that the person recorded, and did not take back. */
  readonly recorded: Set<Done>;
  /** Prices of trades of the program, and of what never was. */
  nextPrice: number;
}

async function open(carry: AutomationLevel): Promise<World> {
  const clock = fixedClock("2024-03-28 08:00");
  const broker = toldBroker(clock.now);
  const strategies = { trend: { automation: "automatic" }, carry: { automation: carry } } as const;
  const desk = await fillDesk({ strategy_list: strategies }, { clock, broker });
  await pricesOfCorn(desk);
  await want(desk, "carry", "CORN", { kind: "custom", values: { by: "hand" } });
  await want(desk, "trend", "CORN", 0);
  await pickUpFills(desk);
  return { desk, broker, carry, done: [], tradeOf: new Map(), recorded: new Set(), nextPrice: 1000 };
}

async function take(world: World, one: Step): Promise<void> {
  const { desk, broker } = world;
  desk.clock.advance(5 * MINUTE);
  switch (one.kind) {
    case "send":
      broker.fills = one.filled;
      await desk.data.rollStates.write("CORN", one.force ? "Force" : "No_Roll");
      await want(desk, "trend", "CORN", one.position);
      await executeTrades(desk);
      noteSent(world);
      return;
    case "fillSent":
      for (const { id, instrument, contract, quantity, reference } of broker.handed) {
        if (broker.done.some((execution) => execution.id.startsWith(id))) continue;
        for (let part = 1; part <= Math.abs(quantity); part++) {
          broker.execute({
            id: `${id}#${part}`,
            instrument,
            contract,
            quantity: Math.sign(quantity),
            reference,
          });
        }
      }
      noteSent(world);
      return;
    case "trade":
      return tradeByHand(world, one);
    case "record": {
      const trade = world.done[one.which % Math.max(1, world.done.length)];
      if (trade !== undefined && !(await isRecorded(world, trade))) await recordTrade(world, trade, one.how);
      return;
    }
    case "recordWhatNeverWas": {
      const told = { instrument: "CORN", contract: CONTRACTS[one.contract]!, quantity: one.quantity };
      const { items } = await recordFill(desk, {
        ...told,
        price: world.nextPrice++,
        time: desk.now(),
        strategy: "trend",
      });
      world.tradeOf.set(items[0]!.name, undefined);
      return;
    }
    case "pickUp": {
      const { items } = await pickUpFills(desk);
      if (items.every(({ severity }) => severity === "ok")) await expectNothingAmiss(world);
      return;
    }
    case "settle": {
      const fills = unattributedFills((await desk.data.fills.all()).values());
      if (fills.length > 0) await settle(world, fills[one.which % fills.length]!);
      return;
    }
    case "takeBack": {
      const trade = world.done[one.which % Math.max(1, world.done.length)];
      if (trade === undefined || trade.ownStands) return;
      for (const { id } of await liveOf(world, trade, "own")) await cancelFill(desk, { id });
      world.recorded.delete(trade);
    }
  }
}

/** Takes down what came of the trades that were handed over. */
function noteSent(world: World): void {
  for (const [place, execution] of world.broker.done.entries()) {
    const { id, contract, quantity, time, reference } = execution;
    if (world.tradeOf.has(id)) continue;
    const price = world.nextPrice++;
    world.broker.done[place] = { ...execution, price };
    const trade: Done = {
      contract,
      quantity,
      price,
      time,
      strategy: reference!,
      parts: [id],
      ownStands: false,
    };
    world.done.push(trade);
    world.tradeOf.set(id, trade);
  }
}

function tradeByHand(world: World, one: Extract<Step, { kind: "trade" }>): void {
  const { broker, desk, done, tradeOf } = world;
  const { quantity, price, inParts, labelled, ownStands } = one;
  const strategy = BOOKS[one.whose]!;
  const sizes = inParts ? Array.from({ length: Math.abs(quantity) }, () => Math.sign(quantity)) : [quantity];
  const parts = sizes.map((_, part) => `hand ${done.length}.${part}`);
  const trade: Done = {
    contract: CONTRACTS[one.contract]!,
    quantity,
    price,
    time: desk.clock.now(),
    strategy,
    parts,
    ownStands,
  };
  for (const [part, size] of sizes.entries()) {
    const reference = labelled ? { reference: strategy } : {};
    broker.execute({ id: parts[part]!, contract: trade.contract, quantity: size, price, ...reference });
    tradeOf.set(parts[part]!, trade);
  }
  done.push(trade);
}

async function recordTrade(
  { desk, tradeOf, recorded }: World,
  trade: Done,
  how: How,
  options: { readonly id?: string } = {},
): Promise<void> {
  const { contract, quantity, strategy } = trade;
  const time = desk.wallTime(trade.time);
  const told = how === "exact" ? time : how === "about" ? time - 7 * MINUTE : formatTime(time).slice(0, 10);
  const price = how === "typo" ? trade.price + 0.25 : trade.price;
  const before = new Set(await desk.data.fills.list());
  await recordFill(desk, { instrument: "CORN", contract, quantity, price, time: told, strategy, ...options });
  for (const id of await desk.data.fills.list()) {
    if (!before.has(id) && cancelledId(id) === undefined) tradeOf.set(id, trade);
  }
  recorded.add(trade);
}

/** True where the person recorded it, and knows of nothing that it gave way to. */
async function isRecorded({ desk, tradeOf }: World, trade: Done): Promise<boolean> {
  return [...(await desk.data.fills.all()).values()].some(
    ({ id, source, execution }) =>
      tradeOf.get(id) === trade && source !== "broker" && execution === undefined,
  );
}

/** What is in the books for a trade and not taken back: what the person recorded, or what the broker told. */
async function liveOf(
  { desk, tradeOf }: World,
  trade: Done,
  from: "own" | "broker",
): Promise<readonly Fill[]> {
  const fills = await desk.data.fills.all();
  return [...fills.values()].filter(
    ({ id, source }) =>
      tradeOf.get(id) === trade &&
      (source === "broker") === (from === "broker") &&
      !fills.has(`cancel ${id}`),
  );
}

/** What a person does about a fill that is attributed to nobody. */
async function settle(world: World, fill: Fill): Promise<void> {
  const { desk, tradeOf, recorded } = world;
  const trade = tradeOf.get(fill.id);
  if (trade === undefined) {
    await cancelFill(desk, { id: fill.id });
    return;
  }
  const [own, told] = [await liveOf(world, trade, "own"), await liveOf(world, trade, "broker")];
  const isTwice = own.length > 0 && told.length > 0;
  const wrong = !isTwice ? [] : trade.ownStands ? told : own;
  for (const { id } of wrong) await cancelFill(desk, { id });
  if (wrong === own) recorded.delete(trade);
  const after = await desk.data.fills.get(fill.id);
  if (!wrong.some(({ id }) => id === fill.id) && after.strategy === undefined)
    await attributeFill(desk, { id: fill.id, strategy: trade.strategy });
}

/** Where a pick-up has nothing to tell a person, nothing is amiss, but for what the person recorded that never was. */
async function expectNothingAmiss(world: World): Promise<void> {
  const fills = await world.desk.data.fills.all();
  const isWrong = (id: string): boolean => world.tradeOf.has(id) && world.tradeOf.get(id) === undefined;
  if (![...fills.keys()].some((id) => isWrong(id) && !fills.has(`cancel ${id}`)))
    await expectPositions(world);
}

const totals = (entries: Iterable<readonly [string, number]>): Readonly<Record<string, number>> => {
  const sums = new Map<string, number>();
  for (const [key, quantity] of entries) sums.set(key, (sums.get(key) ?? 0) + quantity);
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0).sort());
};

/** The books hold what the broker does, but for trades that it leaves to a person to record, who has not. */
async function expectPositions(world: World, ofStrategies = false): Promise<void> {
  const { data } = world.desk;
  const booked = await bookedTrades(world);
  const contracts: [string, number][] = [];
  for (const key of await data.contractPositions.list())
    contracts.push([key.contract, (await data.contractPositions.get(key)).at(-1)]);
  expect(totals(contracts)).toEqual(totals(booked.map((one) => [one.contract, one.quantity])));
  if (!ofStrategies) return;
  const strategies: [string, number][] = [];
  for (const key of await data.strategyPositions.list())
    strategies.push([key.strategy, (await data.strategyPositions.get(key)).at(-1)]);
  expect(totals(strategies)).toEqual(totals(booked.map((one) => [one.strategy, one.quantity])));
}

/** Those that have to be in the books. */
async function bookedTrades({ desk, carry, done, recorded }: World): Promise<readonly Done[]> {
  const fills = await desk.data.fills.all();
  const isLeft = ({ strategy, parts }: Done): boolean =>
    carry === "manual" && strategy === "carry" && !parts.some((id) => fills.has(id));
  return done.filter((trade) => recorded.has(trade) || !isLeft(trade));
}

/** Picks up, and sees to what is listed, until nothing is. */
async function settleAll(world: World): Promise<void> {
  const { desk, tradeOf } = world;
  for (const [id, trade] of tradeOf) {
    if (trade === undefined) await cancelFill(desk, { id });
  }
  await pickUpFills(desk);
  for (;;) {
    const [open] = unattributedFills((await desk.data.fills.all()).values());
    if (open === undefined) return;
    await settle(world, open);
  }
}

/** What stands for a trade adds up to it. */
async function expectOnce(world: World): Promise<void> {
  const sums = new Map<Done, number>();
  for (const { id, quantity } of (await world.desk.data.fills.all()).values()) {
    const trade = world.tradeOf.get(cancelledId(id) ?? id);
    if (trade !== undefined) sums.set(trade, (sums.get(trade) ?? 0) + quantity);
  }
  const booked = await bookedTrades(world);
  expect(booked.map((trade) => sums.get(trade))).toEqual(booked.map(({ quantity }) => quantity));
}

const LEVELS = ["automatic", "broker_fills", "manual"] as const;
const steps = (most: number, hows: readonly How[] = HOWS) =>
  fc.array(step(fc.integer({ min: 1, max: most }), hows), { maxLength: 24, size: "max" });

describe("whoever trades and keeps the books, in whichever order [row 11] [row 16]", () => {
  it.each(LEVELS)(
    "every trade is booked once, for whom it was done, the other strategy being %s",
    async (carry) => {
      await fc.assert(
        fc.asyncProperty(steps(900), async (all) => {
          const world = await open(carry);
          for (const one of all) await take(world, one);
          await settleAll(world);
          await expectPositions(world, true);
          await expectOnce(world);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(LEVELS)(
    "no trade is lost or booked twice, though others are like it, the other strategy being %s",
    async (carry) => {
      await fc.assert(
        fc.asyncProperty(steps(2, ["exact", "about"]), async (all) => {
          const world = await open(carry);
          for (const one of all) await take(world, one);
          await settleAll(world);
          await expectPositions(world);
        }),
        { numRuns: 40 },
      );
    },
  );
});
