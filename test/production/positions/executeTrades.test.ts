import { describe, expect, it } from "vitest";
import type { ConfigValues } from "../../../src/config/configValues.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { cancelFill } from "../../../src/production/cancelFill.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { series } from "../../../src/series/construct.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { Storage } from "../../../src/storage/storage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { books, fillDesk, positions, pricesOfCorn, type ToldBroker, toldBroker, want } from "./fillDesk.js";

const AUTOMATIC: Partial<ConfigValues> = { automation: "automatic" };

async function executionDesk(config = AUTOMATIC, storage?: Storage) {
  const clock = fixedClock("2024-03-28 20:00");
  const broker = toldBroker(clock.now);
  const desk = await fillDesk(config, { clock, broker, ...(storage === undefined ? {} : { storage }) });
  await pricesOfCorn(desk);
  return { desk, broker, clock };
}

const statuses = async (desk: TestDesk, options = {}) =>
  (await executeTrades(desk, options)).items.map((item) => `${item.name} ${item.status}`);
const handed = ({ handed: trades }: ToldBroker) =>
  trades.map(({ reference, contract, quantity }) => `${reference} ${contract} ${quantity}`);

describe("automatic strategies", () => {
  it("have their trades handed to the broker, labelled, and the fills picked up [row 11] [row 16]", async () => {
    const { desk, broker } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    await want(desk, "carry", "CORN", -1);
    expect(await statuses(desk)).toEqual(["carry CORN sent", "trend CORN sent"]);
    expect(broker.handed).toEqual([
      {
        id: "carry/CORN/20240700/2024-03-28 20:00:00",
        instrument: "CORN",
        contract: "20240700",
        quantity: -1,
        reference: "carry",
      },
      expect.objectContaining({
        id: "trend/CORN/20240700/2024-03-28 20:00:00",
        quantity: 3,
        reference: "trend",
      }),
    ]);
    await pickUpFills(desk);
    expect(await positions(desk)).toEqual({ "CORN/20240700": 2, "trend CORN": 3, "carry CORN": -1 });
    expect(await statuses(desk)).toEqual([]);
    expect(broker.handed).toHaveLength(2);
  });

  it("are the only ones, and a dry run hands over nothing [row 11]", async () => {
    const strategies = { trend: { automation: "automatic" }, carry: { automation: "broker_fills" } } as const;
    const { desk, broker } = await executionDesk({ strategy_list: strategies });
    await want(desk, "trend", "CORN", 3);
    await want(desk, "carry", "CORN", 1);
    const before = await books(desk.storage);
    expect(await statuses(desk, { dryRun: true })).toEqual(["trend CORN planned"]);
    expect(await books(desk.storage)).toEqual(before);
    expect(broker.handed).toEqual([]);
    await executeTrades(desk);
    expect(handed(broker)).toEqual(["trend 20240700 3"]);
  });

  it("have nothing done while none is automatic [row 11]", async () => {
    const { desk, broker } = await executionDesk({ automation: "broker_fills" });
    await want(desk, "trend", "CORN", 3);
    const { status, message } = await executeTrades(desk);
    expect([status, message]).toEqual(["unchanged", "automation is automatic for no strategy"]);
    expect(broker.handed).toEqual([]);
  });

  it("have a roll executed, on both sides, unless one that holds the instrument is done by hand [row 37]", async () => {
    const strategies = { trend: { automation: "automatic" }, carry: { automation: "broker_fills" } } as const;
    const { desk, broker } = await executionDesk({ strategy_list: strategies });
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    await desk.data.rollStates.write("CORN", "Force");
    expect(await statuses(desk)).toEqual([
      "trend/CORN/20240700/2024-03-28 20:00:00 recorded",
      "_ROLL_PSEUDO_STRATEGY CORN sent",
    ]);
    expect(await statuses(desk)).toHaveLength(2);
    expect(handed(broker).slice(1)).toEqual([
      "_ROLL_PSEUDO_STRATEGY 20240700 -3",
      "_ROLL_PSEUDO_STRATEGY 20241200 3",
    ]);
    expect(await positions(desk)).toEqual({
      "CORN/20240700": 0,
      "CORN/20241200": 3,
      "trend CORN": 3,
      "_ROLL_PSEUDO_STRATEGY CORN": 0,
    });
    broker.execute({ id: "by hand", contract: "20240700", reference: "carry", quantity: 1 });
    expect((await statuses(desk)).filter((text) => text.includes("_ROLL"))).toEqual([]);
  });
});

describe("a trade is done once", () => {
  it("while it is not filled yet, whatever the backtest of the next night wants", async () => {
    const { desk, broker, clock } = await executionDesk();
    broker.fills = false;
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    expect(await statuses(desk)).toEqual(["trend CORN in flight"]);
    clock.advance(DAY);
    await want(desk, "trend", "CORN", 5);
    expect(await statuses(desk)).toEqual(["trend CORN in flight"]);
    clock.advance(3 * DAY);
    const { items } = await executeTrades(desk);
    expect(items).toContainEqual(expect.objectContaining({ status: "unfilled", severity: "attention" }));
    expect(handed(broker)).toEqual(["trend 20240700 3"]);
  });

  it("until a person says that nothing more comes of it; the next optimal position is traded anew", async () => {
    const { desk, broker, clock } = await executionDesk();
    broker.fills = false;
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    const id = "trend/CORN/20240700/2024-03-28 20:00:00";
    expect(await statuses(desk, { forget: [id] })).toEqual(["trend CORN done"]);
    clock.advance(DAY);
    await want(desk, "trend", "CORN", 2);
    expect(await statuses(desk)).toEqual(["trend CORN sent"]);
    expect(handed(broker)).toEqual(["trend 20240700 3", "trend 20240700 2"]);
    await expect(executeTrades(desk, { forget: ["nothing"] })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
  });

  it("where it is filled in parts", async () => {
    const { desk, broker, clock } = await executionDesk();
    broker.fills = false;
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    const part = { contract: "20240700", reference: "trend" };
    broker.execute({ id: "p1", quantity: 1, ...part });
    expect((await statuses(desk)).at(-1)).toBe("trend CORN in flight");
    clock.advance(HOUR);
    broker.execute({ id: "p2", quantity: 2, ...part });
    expect(await statuses(desk)).toEqual(["p2 recorded"]);
    expect(handed(broker)).toEqual(["trend 20240700 3"]);
    expect(await positions(desk)).toEqual({ "CORN/20240700": 3, "trend CORN": 3 });
  });

  it("though fills of trades before it are told after it, or taken back", async () => {
    const { desk, broker, clock } = await executionDesk();
    const trend = { contract: "20240700", reference: "trend" };
    await pickUpFills(desk);
    broker.execute({ id: "known", quantity: 1, time: clock.now() - HOUR, ...trend });
    await want(desk, "trend", "CORN", 4);
    broker.fills = false;
    expect((await statuses(desk)).at(-1)).toBe("trend CORN sent");
    broker.execute({ id: "late", quantity: 3, time: clock.now() - 20 * HOUR, ...trend });
    expect(await statuses(desk)).toEqual(["late recorded", "trend CORN in flight"]);
    await cancelFill(desk, { id: "known" });
    broker.done.shift();
    broker.execute({ id: "its own", quantity: 3, time: clock.now() - 1000, ...trend });
    expect((await statuses(desk)).at(-1)).toBe("trend CORN done");
    const { documents } = await desk.storage.records.find(COLLECTIONS.sentTrades);
    expect(documents).toMatchObject([{ status: "filled" }]);
    expect(handed(broker)).toEqual(["trend 20240700 3"]);
  });

  it("where the answer of the broker was lost: it is handed over again under the same id", async () => {
    const { desk, broker } = await executionDesk();
    broker.fail(
      "trade",
      new ContangoError("BROKER_DISCONNECTED", "test", "the line is down", { retryable: true }),
    );
    await want(desk, "trend", "CORN", 3);
    const { items } = await executeTrades(desk);
    expect(items).toMatchObject([{ name: "trend CORN", code: "BROKER_DISCONNECTED" }]);
    broker.fail("trade", undefined);
    expect(await statuses(desk)).toEqual(["trend CORN sent"]);
    const [first, second] = broker.handed;
    expect(second).toEqual(first);
    await pickUpFills(desk);
    expect(await positions(desk)).toEqual({ "CORN/20240700": 3, "trend CORN": 3 });
  });

  it("but not handed over again once the optimal position is another", async () => {
    const { desk, broker, clock } = await executionDesk();
    broker.fail("trade", new ContangoError("BROKER_DISCONNECTED", "test", "the line is down"));
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    broker.fail("trade", undefined);
    clock.advance(DAY);
    await want(desk, "trend", "CORN", -2);
    const { status, items } = await executeTrades(desk);
    expect([status, items[0]?.status]).toEqual(["attention", "unknown"]);
    expect(items[0]?.message).toContain("the broker did not say that it has it; see to it at the broker");
    expect(broker.handed).toHaveLength(1);
  });

  it("and one that the broker refused may be tried again", async () => {
    const { desk, broker } = await executionDesk();
    broker.fail("trade", new ContangoError("BROKER_PERMISSION", "test", "no permission for CORN"));
    await want(desk, "trend", "CORN", 3);
    expect((await executeTrades(desk)).items).toMatchObject([{ status: "refused", severity: "attention" }]);
    broker.fail("trade", undefined);
    expect(await statuses(desk)).toEqual(["trend CORN sent"]);
  });
});

describe("nothing is traded", () => {
  it("in an instrument of which the broker holds something else than the books, but in others it is", async () => {
    const { desk, broker } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    await want(desk, "trend", "GOLD", 1);
    await desk.data.multiplePrices.write("GOLD", await desk.data.multiplePrices.get("CORN"));
    broker.hold({ instrument: "CORN", contract: "20240700", position: 1 });
    const outcome = await executeTrades(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([
      { name: "trend CORN", status: "refused", severity: "attention" },
      { name: "trend GOLD", status: "sent" },
    ]);
    expect(outcome.items[0]?.message).toContain("the books hold 0 of CORN/20240700 and the broker 1");
  });

  it("in an instrument with a fill that is nobody's", async () => {
    const { desk, broker } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    broker.execute({ id: "e1", reference: "mine" });
    expect(await statuses(desk)).toEqual(["e1 unattributed", "trend CORN refused"]);
    expect(broker.handed).toEqual([]);
  });

  it("in an instrument whose contracts and strategies do not add up", async () => {
    const { desk } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    const fill = { instrument: "CORN", contract: "20240700", price: 430, time: "2024-03-28 15:00" };
    await pickUpFills(desk);
    await recordFill(desk, { ...fill, quantity: 2, strategy: "carry" });
    await desk.data.strategyPositions.delete({ strategy: "carry", instrument: "CORN" });
    await recordFill(desk, { ...fill, quantity: -2, strategy: "carry" });
    expect((await statuses(desk)).at(-1)).toBe("trend CORN refused");
  });

  it("at all while the broker does not say what it holds, or what it executed", async () => {
    const { desk, broker } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    const down = new ContangoError("BROKER_DISCONNECTED", "test", "the line is down");
    broker.fail("positions", down);
    const { status, items } = await executeTrades(desk);
    expect([status, items]).toEqual(["failed", [expect.objectContaining({ code: "BROKER_DISCONNECTED" })]]);
    broker.fail("executions", down);
    await expect(executeTrades(desk)).rejects.toMatchObject({ code: "BROKER_DISCONNECTED" });
    expect(broker.handed).toEqual([]);
  });

  it("while nobody has said from when on executions are to be picked up", async () => {
    const { desk, broker } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    const key = { instrument: "CORN", contract: "20240700" };
    await desk.data.contractPositions.write(key, series(["2024-03-01"], [1]));
    await desk.data.strategyPositions.write({ ...key, strategy: "trend" }, series(["2024-03-01"], [1]));
    broker.hold({ ...key, position: 1 });
    expect(await statuses(desk)).toEqual(["since since"]);
    expect(broker.handed).toEqual([]);
    await pickUpFills(desk, { since: "2024-03-28" });
    expect(await statuses(desk)).toEqual(["trend CORN sent"]);
  });

  it("without a broker that takes trades", async () => {
    const desk = await fillDesk(AUTOMATIC);
    await expect(executeTrades(desk)).rejects.toMatchObject({ code: "BROKER_MISSING" });
  });
});

/** Everything goes well until the commit of that number, which fails before or after it is made. */
function killedAt(storage: Storage, commit: number, after: boolean): Storage {
  let count = 0;
  const killed = (): ContangoError => new ContangoError("STORE_IO", "test", "killed");
  return {
    ...storage,
    atomically: async (fn, options) => {
      if (count++ < commit) return storage.atomically(fn, options);
      if (after && count === commit + 1) await storage.atomically(fn, options);
      throw killed();
    },
  };
}

describe("killed at any commit and run again, the end is that of a run that was not killed", () => {
  /** Two strategies, one of which is split between contracts; executions of before are to be picked up. */
  async function night(kill?: { readonly commit: number; readonly after: boolean }) {
    const storage = await openStorage(memoryEngine());
    const { desk, broker } = await executionDesk(AUTOMATIC, storage);
    await desk.data.rollStates.write("CORN", "Passive");
    broker.execute({ id: "e1", contract: "20240700", reference: "trend", quantity: 2 });
    await want(desk, "trend", "CORN", -3);
    await want(desk, "carry", "CORN", 1);
    let survived = false;
    if (kill !== undefined) {
      const killed = { ...desk, storage: killedAt(storage, kill.commit, kill.after) };
      survived = await executeTrades(killed).then(
        () => true,
        () => false,
      );
    }
    await executeTrades(desk);
    await executeTrades(desk);
    return {
      state: { books: await books(storage), done: broker.done, positions: await positions(desk) },
      survived,
    };
  }

  it("[row 16]", async () => {
    const { state } = await night();
    expect(state.positions).toEqual({
      "CORN/20240700": 0,
      "CORN/20241200": -2,
      "trend CORN": -3,
      "carry CORN": 1,
    });
    let commits = 0;
    for (; ; commits++) {
      const runs = await Promise.all([true, false].map((after) => night({ commit: commits, after })));
      for (const run of runs) expect(run.state).toEqual(state);
      if (runs.every(({ survived }) => survived)) break;
    }
    expect(commits).toBeGreaterThan(6);
  });
});

describe("a roll of two trades", () => {
  async function forcedRoll() {
    const { desk, broker, clock } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    await executeTrades(desk);
    await desk.data.rollStates.write("CORN", "Force");
    return { desk, broker, clock, refuses: broker.refuses };
  }

  it("of which the broker refuses the second is brought to its end later, and a person told [row 37]", async () => {
    const { desk, broker, clock, refuses } = await forcedRoll();
    refuses.add("20241200");
    const { items } = await executeTrades(desk);
    expect(items).toMatchObject([
      { name: "_ROLL_PSEUDO_STRATEGY CORN", status: "refused", severity: "attention" },
    ]);
    expect(items[0]?.message).toContain("the broker refuses 3 of 20241200: no margin");
    expect(desk.outbox.mails.at(-1)?.subject).toBe("Trade refused: _ROLL_PSEUDO_STRATEGY CORN");
    refuses.clear();
    clock.advance(DAY);
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    await executeTrades(desk);
    expect(handed(broker).slice(1)).toEqual([
      "_ROLL_PSEUDO_STRATEGY 20240700 -3",
      "_ROLL_PSEUDO_STRATEGY 20241200 3",
    ]);
    expect(await positions(desk)).toEqual({
      "CORN/20240700": 0,
      "CORN/20241200": 3,
      "trend CORN": 3,
      "_ROLL_PSEUDO_STRATEGY CORN": 0,
    });
  });

  it("of which the broker refuses the first does not open the second side alone [row 37]", async () => {
    const { desk, broker, refuses } = await forcedRoll();
    refuses.add("20240700");
    await executeTrades(desk);
    await executeTrades(desk);
    expect(handed(broker)).toHaveLength(1);
    refuses.clear();
    expect(await statuses(desk)).toEqual(["_ROLL_PSEUDO_STRATEGY CORN sent"]);
    expect(handed(broker)).toHaveLength(3);
  });

  it("that is left half done keeps the instrument from being traded [row 37]", async () => {
    const { desk, broker, clock, refuses } = await forcedRoll();
    refuses.add("20241200");
    await executeTrades(desk);
    await pickUpFills(desk);
    await desk.data.rollStates.write("CORN", "No_Roll");
    clock.advance(DAY);
    await want(desk, "trend", "CORN", 1);
    const before = broker.handed.length;
    const { items } = await executeTrades(desk);
    expect(items).toMatchObject([
      { name: "_ROLL_PSEUDO_STRATEGY CORN", status: "half rolled", severity: "attention" },
      { name: "trend CORN", status: "refused", severity: "attention" },
    ]);
    expect(items[0]?.message).toContain("3 were sold in a roll and not bought again");
    expect(broker.handed).toHaveLength(before);
  });
});

describe("a position in a contract that is neither priced nor forward", () => {
  it("keeps the instrument from being traded, and a person is told [row 37]", async () => {
    const { desk, broker } = await executionDesk();
    await pickUpFills(desk);
    broker.execute({ id: "old", contract: "20240500", quantity: 2, reference: "trend", price: 400 });
    await want(desk, "trend", "CORN", 0);
    const { items } = await executeTrades(desk);
    expect(items).toMatchObject([
      { name: "old", status: "recorded" },
      { name: "CORN/20240500", status: "misplaced", severity: "attention" },
      { name: "trend CORN", status: "refused", severity: "attention" },
    ]);
    expect(items[1]?.message).toContain(
      "2 are held, and CORN is priced in 20240700 and rolled into 20241200",
    );
    expect(handed(broker)).toEqual([]);
  });
});

describe("strategies to trade", () => {
  it("that there are not are refused, before anything is done", async () => {
    const { desk, broker } = await executionDesk();
    await want(desk, "trend", "CORN", 3);
    await expect(executeTrades(desk, { strategies: ["tend"] })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
    expect(handed(broker)).toEqual([]);
  });
});

describe("prices of an instrument", () => {
  it("are not rolled while a trade in the contract that is left is at the broker [row 37]", async () => {
    const { desk, broker } = await executionDesk();
    broker.fills = false;
    await want(desk, "trend", "CORN", 3);
    await executeTrades(desk);
    await expect(rollInstrument(desk, { instrument: "CORN", times: 1 })).rejects.toMatchObject({
      code: "ROLL_STATE",
      message: expect.stringContaining("CORN has a trade of 3 of 20240700 at the broker"),
    });
    const id = "trend/CORN/20240700/2024-03-28 20:00:00";
    await executeTrades(desk, { forget: [id] });
    expect(
      (await rollInstrument(desk, { instrument: "CORN", times: 1, forwardFill: true })).items,
    ).toMatchObject([{ status: "rolled" }]);
  });
});
