import { describe, expect, it } from "vitest";
import type { Execution } from "../../../src/broker/broker.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { readAttention } from "../../../src/production/attention.js";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { cancelFill } from "../../../src/production/cancelFill.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { series } from "../../../src/series/construct.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { books, fillDesk, positions, toldBroker, want } from "./fillDesk.js";

const CONFIG = { automation: "broker_fills" } as const;

async function pickUpDesk(config: Parameters<typeof fillDesk>[0] = CONFIG) {
  const clock = fixedClock("2024-03-28 20:00");
  const broker = toldBroker(clock.now);
  return { desk: await fillDesk(config, { clock, broker }), broker, clock };
}

describe("the broker's executions", () => {
  it("are taken into the books, for the strategy that their label names [row 11] [row 16]", async () => {
    const { desk, broker, clock } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend", quantity: 3, commission: 2.5, time: clock.now() - HOUR });
    broker.execute({ id: "e2", reference: "carry", quantity: -1 });
    const { status, items } = await pickUpFills(desk);
    expect(status).toBe("done");
    expect(items).toMatchObject([
      { name: "e1", status: "recorded", severity: "ok" },
      { name: "e2", status: "recorded", severity: "ok" },
    ]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 3, "carry CORN": -1 });
    expect(await desk.data.fills.get("e1")).toMatchObject({
      source: "broker",
      account: "A1",
      commission: 2.5,
    });
  });

  it("are taken once, however often they are told", async () => {
    const { desk, broker } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend" });
    await pickUpFills(desk);
    const before = await books(desk.storage);
    const outcome = await pickUpFills(desk);
    expect([outcome.status, outcome.message]).toEqual(["unchanged", "nothing new, 1 known already"]);
    expect(await books(desk.storage)).toEqual(before);
  });

  it("without a label are guessed to be of the only strategy that trades the instrument, and it is said", async () => {
    const { desk, broker } = await pickUpDesk();
    await want(desk, "carry", "CORN", 1);
    broker.execute({ id: "e1" });
    const { status, items } = await pickUpFills(desk);
    expect(status).toBe("done");
    expect(items).toMatchObject([
      { status: "guessed", severity: "ok", message: expect.stringContaining("the only") },
    ]);
    expect(await positions(desk)).toMatchObject({ "carry CORN": 1 });
  });

  it("that are nobody's are listed by a dry run, and stay listed where their commission comes later", async () => {
    const { desk, broker } = await pickUpDesk();
    broker.execute({ id: "e1", quantity: 2 });
    const [{ commission: _, ...execution }] = broker.done as [Execution];
    broker.done.splice(0, 1, execution);
    expect((await pickUpFills(desk, { dryRun: true })).items).toMatchObject([{ status: "unattributed" }]);
    await pickUpFills(desk);
    const open = await readAttention(desk.storage, "pickUpFills");
    expect(open).toMatchObject([{ item: "e1" }]);
    broker.done.splice(0, 1, { ...execution, commission: 2.5 });
    desk.clock.advance(DAY);
    expect((await pickUpFills(desk)).items).toMatchObject([{ name: "e1", status: "unattributed" }]);
    expect((await desk.data.fills.read("e1"))?.commission).toBe(2.5);
    expect(await readAttention(desk.storage, "pickUpFills")).toEqual(open);
  });

  it("that are nobody's are kept, and a person is asked until someone says whose they are", async () => {
    const { desk, broker } = await pickUpDesk();
    broker.execute({ id: "e1", quantity: 2 });
    broker.execute({ id: "e2", reference: "mine", quantity: 5 });
    const outcome = await pickUpFills(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([{ status: "unattributed" }, { status: "unattributed" }]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 7 });
    const open = await readAttention(desk.storage, "pickUpFills");
    desk.clock.advance(30 * DAY);
    broker.done.length = 0;
    expect((await pickUpFills(desk)).items.map(({ name }) => name)).toEqual(["e1", "e2"]);
    expect(await readAttention(desk.storage, "pickUpFills")).toEqual(open);
    await attributeFill(desk, { id: "e1", strategy: "trend" });
    await cancelFill(desk, { id: "e2" });
    expect(await readAttention(desk.storage, "pickUpFills")).toEqual([]);
    expect((await pickUpFills(desk)).status).toBe("unchanged");
    expect(await readAttention(desk.storage, "pickUpFills")).toEqual([]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
  });

  it("that a person took back are not taken again", async () => {
    const { desk, broker } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend" });
    await pickUpFills(desk);
    await cancelFill(desk, { id: "e1" });
    expect((await pickUpFills(desk)).status).toBe("unchanged");
    expect(await positions(desk)).toEqual({ "CORN/20241200": 0, "trend CORN": 0 });
  });

  it("of a contract that the books do not know add it, with its last day from the broker", async () => {
    const clock = fixedClock("2024-03-28 20:00");
    const told = toldBroker(clock.now);
    const contracts = {
      contracts: async () => [],
      expiry: async () => toTime("2025-03-14"),
      pointSize: async () => 50,
    };
    const desk = await fillDesk(CONFIG, { clock, broker: { ...told, contracts } });
    told.execute({ id: "e1", reference: "trend", contract: "20250314" });
    told.execute({ id: "e2", reference: "trend", contract: "20241213" });
    const { items } = await pickUpFills(desk);
    expect(items[0]?.message).toContain("the contract is new in the books");
    expect(await desk.data.contracts.get("CORN/20250314")).toMatchObject({ expiry: toTime("2025-03-14") });
    expect(await positions(desk)).toEqual({ "CORN/20250314": 1, "CORN/20241200": 1, "trend CORN": 2 });
  });

  it("that cannot be are refused one by one, and the others taken", async () => {
    const { desk, broker, clock } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend", instrument: "STOCK" });
    broker.execute({ id: "e2", reference: "trend", quantity: 0.5 });
    broker.execute({ id: "e3", reference: "trend", time: clock.now() + DAY });
    broker.execute({ id: "e4", reference: "trend", time: clock.now() + 1000 });
    const { status, items } = await pickUpFills(desk);
    expect(status).toBe("attention");
    expect(items.map((item) => [item.name, "code" in item ? item.code : item.status])).toEqual([
      ["e1", "INSTRUMENT_MISSING"],
      ["e2", "FILL"],
      ["e4", "recorded"],
      ["e3", "FILL"],
    ]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 1, "trend CORN": 1 });
  });

  it("get their commission when the broker says it, and a person where it tells them otherwise", async () => {
    const { desk, broker } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend" });
    await pickUpFills(desk);
    broker.done[0] = { ...broker.done[0]!, commission: 2.1 };
    expect((await pickUpFills(desk)).items).toMatchObject([
      { name: "e1", status: "completed", severity: "ok" },
    ]);
    expect(await desk.data.fills.get("e1")).toMatchObject({ commission: 2.1, currency: "USD" });
    const before = await books(desk.storage);
    broker.done[0] = { ...broker.done[0]!, price: 433 };
    const { items } = await pickUpFills(desk);
    expect(items).toMatchObject([{ name: "e1", status: "differs", severity: "attention" }]);
    expect(items[0]?.message).toContain("the broker now tells 1 at 433");
    expect(await books(desk.storage)).toEqual(before);
  });

  it("of other accounts than the configured one are left", async () => {
    const { desk, broker } = await pickUpDesk({ ...CONFIG, broker_account: "A1" });
    broker.execute({ id: "e1", reference: "trend", account: "B2" });
    expect((await pickUpFills(desk)).status).toBe("unchanged");
  });
});

describe("from when on", () => {
  it("is a day before the last one that was picked up, as some are told late", async () => {
    const { desk, broker, clock } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend", time: clock.now() - HOUR });
    await pickUpFills(desk);
    broker.execute({ id: "late", reference: "trend", time: clock.now() - 20 * HOUR });
    broker.execute({ id: "old", reference: "trend", time: clock.now() - 30 * HOUR });
    clock.advance(10 * DAY);
    expect((await pickUpFills(desk)).items.map(({ name }) => name)).toEqual(["late"]);
    expect((await pickUpFills(desk, { since: "2024-03-27 00:00" })).items.map(({ name }) => name)).toEqual([
      "old",
    ]);
  });

  it("is wall time: a Date, which is a moment, is refused", async () => {
    const { desk } = await pickUpDesk();
    const since = new Date(0) as never;
    await expect(pickUpFills(desk, { since })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining("pickUpFills was given since as a moment"),
    });
  });

  it("has to be said once where there are positions of which no fill is known, and is never earlier", async () => {
    const { desk, broker, clock } = await pickUpDesk();
    const before = series(["2024-03-01"], [4]);
    await desk.data.contractPositions.write({ instrument: "CORN", contract: "20241200" }, before);
    broker.execute({ id: "in the positions", reference: "trend", time: toTime("2024-03-27 23:59") });
    const { status, items } = await pickUpFills(desk);
    expect(status).toBe("attention");
    expect(items[0]?.message).toContain("pickUpFills(desk, { since: … })");
    expect((await pickUpFills(desk, { since: "2024-03-28" })).status).toBe("unchanged");
    broker.execute({ id: "e1", reference: "trend" });
    await pickUpFills(desk);
    clock.advance(HOUR);
    await pickUpFills(desk);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 5, "trend CORN": 1 });
  });
});

describe("the level of automation", () => {
  it("manual leaves every fill to be recorded by hand [row 11]", async () => {
    const { desk, broker } = await pickUpDesk({});
    broker.execute({ id: "e1", reference: "trend" });
    const { status, message } = await pickUpFills(desk);
    expect([status, message]).toEqual(["unchanged", expect.stringContaining("automation is manual")]);
    expect(await positions(desk)).toEqual({});
  });

  it("may be a strategy's own [row 11]", async () => {
    const strategies = { trend: { automation: "broker_fills" }, carry: {} } as const;
    const { desk, broker } = await pickUpDesk({ strategy_list: strategies });
    broker.execute({ id: "e1", reference: "trend" });
    broker.execute({ id: "e2", reference: "carry" });
    const { message, items } = await pickUpFills(desk);
    expect(items.map(({ name }) => name)).toEqual(["e1"]);
    expect(message).toContain("1 of strategies whose fills are recorded by hand");
    expect(await positions(desk)).toEqual({ "CORN/20241200": 1, "trend CORN": 1 });
  });
});

describe("a broker that does not answer", () => {
  it("is an error, and nothing is taken", async () => {
    const { desk, broker } = await pickUpDesk();
    broker.execute({ id: "e1", reference: "trend" });
    broker.fail("executions", new ContangoError("BROKER_DISCONNECTED", "test", "the line is down"));
    await expect(pickUpFills(desk)).rejects.toMatchObject({ code: "BROKER_DISCONNECTED" });
    expect(await positions(desk)).toEqual({});
  });

  it("or is not there", async () => {
    await expect(pickUpFills(await fillDesk(CONFIG))).rejects.toMatchObject({ code: "BROKER_MISSING" });
  });
});
