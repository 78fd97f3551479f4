/** Trades that both a person and the broker tell of are in the books once, or a person is asked. */
import { describe, expect, it } from "vitest";
import { readAttention } from "../../../src/production/attention.js";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { cancelFill } from "../../../src/production/cancelFill.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { importFills } from "../../../src/production/importFills.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { type RecordFillOptions, recordFill } from "../../../src/production/recordFill.js";
import { tradesToDo } from "../../../src/production/tradesToDo.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { Storage } from "../../../src/storage/storage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { books, fillDesk, positions, pricesOfCorn, toldBroker, want } from "./fillDesk.js";

const ROLL = "_ROLL_PSEUDO_STRATEGY";
const corn = {
  strategy: "trend",
  instrument: "CORN",
  contract: "20241200",
  quantity: 2,
  price: 432.5,
  time: "2024-03-28 19:30",
} satisfies RecordFillOptions;
const ID = "CORN/20241200 2 at 432.5, 2024-03-28T19:30:00.000Z";

/** A desk that has picked up fills before; the broker's next execution is a minute after `corn`. */
async function openDesk(
  config: Parameters<typeof fillDesk>[0] = { automation: "broker_fills" },
  storage?: Storage,
) {
  const clock = fixedClock("2024-03-28 19:31");
  const broker = toldBroker(clock.now);
  const desk = await fillDesk(config, { clock, broker, ...(storage === undefined ? {} : { storage }) });
  await pickUpFills(desk);
  return { desk, broker, clock };
}

const statuses = async (outcome: Promise<{ readonly items: readonly { name: string; status: string }[] }>) =>
  (await outcome).items.map(({ name, status }) => `${name} ${status}`);

/** Fills as they stand: what was taken back, and what took it back, left out. */
async function standing({ data }: TestDesk): Promise<readonly string[]> {
  const fills = await data.fills.all();
  return [...fills.values()]
    .filter(({ id }) => !id.startsWith("cancel ") && !fills.has(`cancel ${id}`))
    .map(({ id, strategy = "nobody" }) => `${id} of ${strategy}`);
}

describe("a trade that a person records and the broker tells", () => {
  it("is in the books once, as the broker tells it, whichever comes first", async () => {
    const first = await openDesk();
    first.broker.execute({ id: "e1", quantity: 2, commission: 2.1 });
    await recordFill(first.desk, corn);
    const { status, items } = await pickUpFills(first.desk);
    expect([status, items]).toMatchObject(["done", [{ name: "e1", status: "matched", severity: "ok" }]]);
    expect(items[0]?.message).toBe(
      `2 CORN/20241200 at 432.5, 2024-03-28 19:31:00, for trend: it was recorded by hand as "${ID}", which gives way to it`,
    );
    const second = await openDesk();
    second.broker.execute({ id: "e1", quantity: 2, commission: 2.1 });
    await want(second.desk, "trend", "CORN", 2);
    await pickUpFills(second.desk);
    expect(await statuses(recordFill(second.desk, corn))).toEqual([`${ID} unchanged`]);
    expect(await books(second.desk.storage)).toEqual(await books(first.desk.storage));
    for (const { desk } of [first, second]) {
      expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
      expect(await standing(desk)).toEqual(["e1 of trend"]);
      expect(await desk.data.fills.get("e1")).toMatchObject({ commission: 2.1, source: "broker" });
      const before = await books(desk.storage);
      expect((await recordFill(desk, corn)).status).toBe("unchanged");
      expect((await pickUpFills(desk)).status).toBe("unchanged");
      expect((await cancelFill(desk, { id: ID })).items[0]?.message).toContain(
        'gave way to the broker\'s "e1"',
      );
      await expect(attributeFill(desk, { id: ID, strategy: "carry" })).rejects.toMatchObject({
        code: "FILL",
        message: expect.stringContaining('gave way to the broker\'s "e1"; say whose that is'),
      });
      expect(await books(desk.storage)).toEqual(before);
    }
  });

  it("says whose it is where the broker does not", async () => {
    const { desk, broker } = await openDesk();
    await want(desk, "trend", "CORN", 2);
    await want(desk, "carry", "CORN", 2);
    broker.execute({ id: "e1", quantity: 2 });
    await pickUpFills(desk);
    expect(await statuses(recordFill(desk, corn))).toEqual([`${ID} matched`]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
    expect(await readAttention(desk.storage)).toEqual([]);
    expect((await pickUpFills(desk)).status).toBe("unchanged");
  });

  it("is two trades where the person gives it an id of its own", async () => {
    const { desk, broker } = await openDesk();
    broker.execute({ id: "e1", quantity: 2, reference: "trend" });
    await pickUpFills(desk);
    expect(await statuses(recordFill(desk, { ...corn, id: "other" }))).toEqual(["other recorded"]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 4, "trend CORN": 4 });
  });

  it("stays once though the person records it between the look at the books and the commit", async () => {
    const storage = await openStorage(memoryEngine());
    const { desk, broker } = await openDesk({ automation: "broker_fills" }, storage);
    broker.execute({ id: "e1", quantity: 2, reference: "trend" });
    let commits = 0;
    const late: Storage = {
      ...storage,
      atomically: async (fn, options) => {
        if (++commits === 2) await recordFill(desk, corn);
        return storage.atomically(fn, options);
      },
    };
    expect(await statuses(pickUpFills({ ...desk, storage: late }))).toEqual(["e1 matched"]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
  });

  it("and that is told twice by the person is asked about", async () => {
    const { desk, broker } = await openDesk();
    broker.execute({ id: "e1", quantity: 2, reference: "trend" });
    await recordFill(desk, corn);
    await pickUpFills(desk);
    const { items } = await recordFill(desk, { ...corn, time: "2024-03-28 19:00" });
    expect(items).toMatchObject([{ status: "unattributed", severity: "attention" }]);
    expect(items[0]?.message).toContain('it may be the same trade as "e1"');
  });
});

describe("a trade of which it is not sure that it is the same", () => {
  it("is listed with what to call, and keeps the instrument from being traded, until a person says", async () => {
    const { desk, broker, clock } = await openDesk({ automation: "automatic" });
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 2);
    broker.fills = false;
    await recordFill(desk, { ...corn, price: 432.4 });
    broker.execute({ id: "e1", reference: "trend", price: 432.25 });
    broker.execute({ id: "e2", reference: "trend", price: 432.5 });
    const outcome = await pickUpFills(desk);
    expect(outcome).toMatchObject({
      status: "attention",
      items: [
        { name: "e1", status: "unattributed" },
        { name: "e2", status: "unattributed" },
      ],
    });
    const own = "CORN/20241200 2 at 432.4, 2024-03-28T19:30:00.000Z";
    expect(outcome.items[0]?.message).toBe(
      `1 CORN/20241200 at 432.25, 2024-03-28 19:31:00: it is attributed to no strategy; it may be the same trade as "${own}" (2 CORN/20241200 at 432.4, 2024-03-28 19:30:00, for trend, recorded by hand): if it is, take one of the two back with cancelFill(desk, { id: "e1" }); if not, or if you took the other one back, say whose it is with attributeFill(desk, { id: "e1", strategy: "trend" })`,
    );
    const open = await readAttention(desk.storage, "pickUpFills");
    expect((await pickUpFills(desk)).items).toEqual(outcome.items);
    expect(await readAttention(desk.storage, "pickUpFills")).toEqual(open);
    clock.advance(HOUR);
    await want(desk, "trend", "CORN", 5);
    expect((await executeTrades(desk)).items.at(-1)).toMatchObject({ name: "trend CORN", status: "refused" });
    await cancelFill(desk, { id: own });
    for (const id of ["e1", "e2"]) await attributeFill(desk, { id, strategy: "trend" });
    expect(await readAttention(desk.storage, "pickUpFills")).toEqual([]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
  });

  it("is listed where the broker was first", async () => {
    const { desk, broker } = await openDesk();
    broker.execute({ id: "e1", quantity: 2, reference: "trend", price: 432.25 });
    await pickUpFills(desk);
    const { status, items } = await recordFill(desk, corn);
    expect([status, items]).toMatchObject(["attention", [{ name: ID, status: "unattributed" }]]);
    expect(items[0]?.message).toContain('it may be the same trade as "e1" (2 CORN/20241200 at 432.25');
    expect(items[0]?.message).toContain(`cancelFill(desk, { id: "${ID}" })`);
    expect(items[0]?.message).toContain(`attributeFill(desk, { id: "${ID}", strategy: "trend" })`);
    expect((await pickUpFills(desk)).items).toEqual(items);
    expect((await recordFill(desk, corn)).items).toEqual(items);
    await cancelFill(desk, { id: ID });
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
    const again = await recordFill(desk, corn);
    expect(again).toMatchObject({ status: "unchanged" });
    expect(again.items[0]?.message).toContain("was taken back; if it was done after all");
  });
});

describe("a roll that a person does at the broker", () => {
  const leg = (contract: string, quantity: number, price: number) =>
    ({ ...corn, strategy: ROLL, contract, quantity, price }) satisfies RecordFillOptions;
  const legs = [leg("20240700", -2, 430), leg("20241200", 2, 436)];

  /** `trend` holds two of July, and rolls them; `pit` is recorded by hand. */
  async function rollingDesk(config: Parameters<typeof fillDesk>[0], holders: readonly string[] = ["trend"]) {
    const opened = await openDesk(config);
    const { desk, broker, clock } = opened;
    await pricesOfCorn(desk);
    for (const [place, strategy] of holders.entries()) {
      const quantity = place === 0 ? 2 : 1;
      broker.execute({
        id: `open ${strategy}`,
        contract: "20240700",
        quantity,
        reference: strategy,
        time: clock.now() - 2 * DAY,
      });
      await recordFill(desk, { ...corn, strategy, contract: "20240700", quantity, time: "2024-03-26 19:31" });
      await want(desk, strategy, "CORN", quantity);
    }
    await desk.data.rollStates.write("CORN", "Force");
    return opened;
  }

  const roll = { trend: { automation: "broker_fills" }, pit: { automation: "manual" } } as const;

  it.each([
    ["labelled", ROLL],
    ["not labelled", undefined],
  ])("and records is booked once, %s, whichever comes first", async (_, reference) => {
    for (const recordsFirst of [true, false]) {
      const { desk, broker } = await rollingDesk({ strategy_list: { trend: roll.trend } });
      for (const { contract, quantity, price } of legs) {
        const label = reference === undefined ? {} : { reference };
        broker.execute({ id: `roll ${contract}`, contract, quantity, price, ...label });
      }
      const record = async () => {
        const found: string[] = [];
        for (const one of legs)
          found.push(...(await recordFill(desk, one)).items.map(({ status }) => status));
        return found;
      };
      if (recordsFirst) {
        await record();
        expect(await statuses(pickUpFills(desk))).toEqual(["roll 20240700 matched", "roll 20241200 matched"]);
      } else {
        await pickUpFills(desk);
        const [isRoll, wasGuessed] = [reference === ROLL, reference === undefined];
        expect(await record()).toEqual(
          isRoll ? ["unchanged", "unchanged"] : ["unattributed", "unattributed"],
        );
        const open = await readAttention(desk.storage, "recordFill");
        expect(open).toHaveLength(wasGuessed ? 2 : 0);
        for (const { item } of open) await cancelFill(desk, { id: item });
      }
      expect(await positions(desk)).toMatchObject({
        "CORN/20240700": 0,
        "CORN/20241200": 2,
        "trend CORN": 2,
      });
      expect((await pickUpFills(desk)).status).toBe("unchanged");
      expect(await statuses(tradesToDo(desk))).toEqual([]);
    }
  });

  it("for strategies of which one is recorded by hand is booked once", async () => {
    for (const recordsFirst of [true, false]) {
      const { desk, broker } = await rollingDesk({ strategy_list: roll }, ["trend", "pit"]);
      const { items } = await tradesToDo(desk);
      expect(items).toMatchObject([
        { status: "roll", automation: "manual", trade: -3 },
        { status: "roll", automation: "manual", trade: 3 },
      ]);
      const all = legs.map((one) => ({ ...one, quantity: Math.sign(one.quantity) * 3 }));
      for (const { contract, quantity, price } of all)
        broker.execute({ id: `roll ${contract}`, contract, quantity, price, reference: ROLL });
      if (!recordsFirst) await pickUpFills(desk);
      for (const one of all) await recordFill(desk, one);
      await pickUpFills(desk);
      expect(await positions(desk)).toEqual({
        "CORN/20240700": 0,
        "CORN/20241200": 3,
        "trend CORN": 2,
        "pit CORN": 1,
        [`${ROLL} CORN`]: 0,
      });
      expect(await readAttention(desk.storage)).toEqual([]);
    }
  });

  it("without a label, where one strategy is recorded by hand, is asked about", async () => {
    const { desk, broker } = await rollingDesk({ strategy_list: roll }, ["trend", "pit"]);
    for (const one of legs) await recordFill(desk, one);
    broker.execute({ id: "roll", contract: "20240700", quantity: -2, price: 430 });
    const { items } = await pickUpFills(desk);
    expect(items).toMatchObject([{ name: "roll", status: "unattributed", severity: "attention" }]);
    expect(items[0]?.message).toContain(
      "as it has no label, and pit, trend trade the instrument; it may be the same trade as",
    );
  });
});

describe("a trade that was sent", () => {
  it("and that a person records too is booked once, and filled", async () => {
    const { desk, clock, broker } = await openDesk({ automation: "automatic" });
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 2);
    await executeTrades(desk);
    expect(broker.handed).toHaveLength(1);
    clock.advance(HOUR);
    await recordFill(desk, { ...corn, contract: "20240700", time: "2024-03-28 19:31" });
    expect(await statuses(executeTrades(desk))).toEqual(["trend/CORN/20240700/2024-03-28 19:31:00 matched"]);
    expect(await positions(desk)).toEqual({ "CORN/20240700": 2, "trend CORN": 2 });
    expect(broker.handed).toHaveLength(1);
  });
});

describe("a file of fills", () => {
  const HEADER = "instrument,contract,quantity,price,time,strategy,id\n";
  const line = (time: string, changes: { price?: number; id?: string } = {}) =>
    `CORN,20241200,2,${changes.price ?? 432.5},2024-03-28 ${time}:00,trend,${changes.id ?? ""}\n`;

  it("brings only what the broker did not tell, line by line, also with ids of its own", async () => {
    const { desk, broker } = await openDesk();
    for (const id of ["e1", "e2"]) broker.execute({ id, quantity: 2, reference: "trend" });
    await pickUpFills(desk);
    const text = `${HEADER}${line("19:30")}${line("19:31", { id: "no. 7" })}`;
    expect((await importFills(desk, { text })).status).toBe("unchanged");
    expect(await positions(desk)).toEqual({ "CORN/20241200": 4, "trend CORN": 4 });
    const before = await books(desk.storage);
    expect((await importFills(desk, { text })).status).toBe("unchanged");
    expect(await books(desk.storage)).toEqual(before);
    const grown = `${text}${line("19:29")}`;
    expect((await importFills(desk, { text: grown })).items.map(({ status }) => status)).toEqual([
      "unchanged",
      "unchanged",
      "unattributed",
    ]);
    expect((await importFills(desk, { text: grown })).status).toBe("attention");
    await cancelFill(desk, { id: "CORN/20241200 2 at 432.5, 2024-03-28T19:29:00.000Z" });
    expect((await importFills(desk, { text: grown })).status).toBe("unchanged");
    expect(await positions(desk)).toEqual({ "CORN/20241200": 4, "trend CORN": 4 });
  });

  it("says whose executions are that are nobody's", async () => {
    const { desk, broker } = await openDesk();
    broker.execute({ id: "e1", quantity: 2, reference: "mine" });
    broker.execute({ id: "e2", quantity: 2, reference: "mine", contract: "20240700" });
    await pickUpFills(desk);
    const other = "CORN,20240700,2,432.5,2024-03-28 19:31:00,carry,\n";
    expect((await importFills(desk, { text: `${HEADER}${line("19:30")}${other}` })).message).toBe(
      "2 matched",
    );
    expect(await positions(desk)).toEqual({
      "CORN/20240700": 2,
      "CORN/20241200": 2,
      "trend CORN": 2,
      "carry CORN": 2,
    });
  });
});

describe("an execution without a label", () => {
  it.each([
    ["two strategies that want it", ["trend", "carry"], ""],
    ["a strategy and one that is gone and still holds it", ["trend"], "gone"],
  ])("in an instrument of %s is never guessed, and what to call is said", async (_, wishes, gone) => {
    const { desk, broker } = await openDesk();
    for (const strategy of wishes) await want(desk, strategy, "CORN", 1);
    if (gone !== "") {
      const before = await fillDesk(
        { strategy_list: { gone: {} } },
        { clock: desk.clock, storage: desk.storage },
      );
      await recordFill(before, { ...corn, strategy: gone, quantity: 1, time: "2024-03-20 10:00" });
    }
    const names = [...wishes, ...(gone === "" ? [] : [gone])].sort();
    broker.execute({ id: "e1", quantity: -1 });
    const { items } = await pickUpFills(desk);
    expect(items).toMatchObject([{ name: "e1", status: "unattributed", severity: "attention" }]);
    const choice = [...names, ROLL].map((name) => `"${name}"`).join(" | ");
    expect(items[0]?.message).toBe(
      `-1 CORN/20241200 at 432.5, 2024-03-28 19:31:00: it is attributed to no strategy, as it has no label, and ${names.join(", ")} trade the instrument; say whose it is with attributeFill(desk, { id: "e1", strategy: ${choice} }), or take it back with cancelFill(desk, { id: "e1" })`,
    );
    await attributeFill(desk, { id: "e1", strategy: names[0]! });
    expect((await pickUpFills(desk)).status).toBe("unchanged");
  });

  it("is of the only one again once a strategy that is gone holds nothing", async () => {
    const { desk, broker } = await openDesk();
    await want(desk, "trend", "CORN", 1);
    const before = await fillDesk(
      { strategy_list: { gone: {} } },
      { clock: desk.clock, storage: desk.storage },
    );
    await recordFill(before, { ...corn, strategy: "gone", time: "2024-03-20 10:00" });
    await recordFill(desk, { ...corn, strategy: "gone", quantity: -2, time: "2024-03-21 10:00" });
    broker.execute({ id: "e1" });
    expect(await statuses(pickUpFills(desk))).toEqual(["e1 guessed"]);
    await expect(recordFill(desk, { ...corn, strategy: "gone" })).rejects.toMatchObject({ code: "FILL" });
  });
});

describe("an execution that the broker corrects", () => {
  it("is not told of any more once the person took it back", async () => {
    const { desk, broker } = await openDesk();
    broker.execute({ id: "e1", quantity: 2, reference: "trend" });
    await pickUpFills(desk);
    broker.done[0] = { ...broker.done[0]!, price: 433 };
    expect(await statuses(pickUpFills(desk))).toEqual(["e1 differs"]);
    await cancelFill(desk, { id: "e1" });
    expect(await statuses(recordFill(desk, { ...corn, price: 433 }))).toEqual([
      "CORN/20241200 2 at 433, 2024-03-28T19:30:00.000Z recorded",
    ]);
    expect((await pickUpFills(desk)).status).toBe("unchanged");
    expect(await readAttention(desk.storage)).toEqual([]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
  });
});
