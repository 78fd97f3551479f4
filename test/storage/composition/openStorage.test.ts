import { describe, expect, test } from "vitest";
import { compose } from "../../../src/storage/compose.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { StorageRoutes } from "../../../src/storage/routing.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import type { Storage, StorageEngine } from "../../../src/storage/storage.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { lastingMemory } from "./compositions.js";
import { scratchFolders } from "./scratch.js";
import { type SimulatedProcess, simulatedWorld } from "./world.js";

const newFolder = scratchFolders();
const STATES = { name: "states", key: ["name"] };
const HEAD = COLLECTIONS.journal;

describe("routes", () => {
  test("each kind of data goes to its engine, everything else and the leases to the default one", async () => {
    const engines = { default: memoryEngine(), prices: memoryEngine(), capital: memoryEngine() };
    const storage = await openStorage(engines);
    await storage.atomically((batch) => {
      batch.writeSeries(LIBRARIES.multiplePrices, "CORN", dailyFrame(0, 1));
      batch.writeSeries(LIBRARIES.capital, "one", dailyFrame(0, 2));
      batch.writeSeries(LIBRARIES.fxPrices, "GBPUSD", dailyFrame(0, 3));
      batch.putRecord(STATES, { name: "a" });
    });
    await storage.lease("nightly");
    expect(await engines.prices.series.list(LIBRARIES.multiplePrices)).toEqual(["CORN"]);
    expect(await engines.capital.series.list(LIBRARIES.capital)).toEqual(["one"]);
    expect(await engines.default.series.list(LIBRARIES.fxPrices)).toEqual(["GBPUSD"]);
    expect(await engines.default.series.list(LIBRARIES.capital)).toEqual([]);
    expect((await engines.default.records.find(STATES)).documents).toHaveLength(1);
    expect((await storage.records.find(COLLECTIONS.leases)).documents).toHaveLength(1);
    expect((await engines.default.records.find(COLLECTIONS.leases)).documents).toHaveLength(1);
  });

  test("a route of no known kind is refused, with the kinds that there are", async () => {
    const routes = { default: memoryEngine(), price: memoryEngine() } as unknown as StorageRoutes;
    const error = await assertRejects(openStorage(routes), "STORE_ROUTE");
    expect(error.message).toMatch(/"price" is not a kind of data; route default, .*prices/);
  });

  test("a forgotten await is named", async () => {
    const promise = Promise.resolve(memoryEngine()) as unknown as StorageEngine;
    for (const given of [promise, { default: memoryEngine(), prices: promise }]) {
      const error = await assertRejects(openStorage(given), "STORE_ROUTE");
      expect(error.message).toMatch(/is an await missing/);
    }
  });

  test("a folder of CSV files is one engine among others, or all there is", async () => {
    const folder = newFolder();
    const csv = openCsv(folder);
    const both = await openStorage({ default: memoryEngine(), prices: csv, instruments: csv });
    await both.atomically((batch) => {
      batch.writeSeries(LIBRARIES.adjustedPrices, "CORN", dailyFrame(0, 3).select(["PRICE"]));
      batch.putRecord(COLLECTIONS.spreadCosts, { instrument_code: "CORN", cost_price_units: 0.25 });
      batch.putRecord(STATES, { name: "a" });
    });
    const alone = await openStorage(openCsv(folder));
    assertSameFrame(
      (await alone.series.read(LIBRARIES.adjustedPrices, "CORN"))?.frame,
      dailyFrame(0, 3).select(["PRICE"]),
    );
    expect((await alone.records.find(COLLECTIONS.spreadCosts)).documents).toHaveLength(1);
    expect((await alone.records.find(STATES)).documents).toEqual([]);
    await alone.series.apply({ kind: "delete", library: LIBRARIES.adjustedPrices, symbol: "CORN" });
    expect(await both.series.list(LIBRARIES.adjustedPrices)).toEqual([]);
  });

  test("closing a storage closes its engines, once", async () => {
    const prices = memoryEngine();
    const storage = await openStorage({ default: memoryEngine(), prices });
    await storage.series.close();
    await storage.records.close();
    await storage.close();
    await assertRejects(prices.series.list("any"), "STORE_CLOSED");
    await assertRejects(storage.records.get(STATES, { name: "a" }), "STORE_CLOSED");
  });
});

describe("opening", () => {
  test("refuses a journal that is not one", async () => {
    const engine = memoryEngine();
    await engine.records.put(HEAD, { name: "head", note: "mine" });
    await assertRejects(openStorage(engine), "STORE_CORRUPT");
  });

  test("makes nothing where nothing is written", async () => {
    const engine = memoryEngine();
    const storage = await openStorage(engine);
    await storage.series.list("any");
    await storage.records.find(STATES);
    expect((await engine.records.find(HEAD)).documents).toEqual([]);
  });

  test("opens a file that can only be read", async () => {
    const file = `${newFolder()}/desk.db`;
    const writer = await openStorage(await openSqlite(file));
    await writer.records.put(STATES, { name: "a" });
    await writer.close();
    await using reader = await openStorage(await openSqlite({ file, readOnly: true }));
    expect(await reader.records.get(STATES, { name: "a" })).toEqual({ name: "a" });
    await assertRejects(reader.records.put(STATES, { name: "b" }), "STORE_READ_ONLY");
  });

  test("refuses a journal of a newer release", async () => {
    const engine = memoryEngine();
    await engine.records.put(HEAD, { name: "head", format: 2, id: "x", state: "free" });
    const error = await assertRejects(openStorage(engine), "STORE_FORMAT");
    expect(error.message).toMatch(/format 2/);
  });
});

/** A world in which processes write one batch to some engines. */
function scene(engines: { readonly default: StorageEngine; readonly prices?: StorageEngine }) {
  const world = simulatedWorld(3);
  const openAs = (process: SimulatedProcess, given: typeof engines = engines): Promise<Storage> =>
    openStorage(
      Object.fromEntries(
        Object.entries(given).map(([kind, engine]) => [kind, process.engine(engine)]),
      ) as unknown as StorageRoutes,
      { host: process.host, timeout: 400 },
    );
  const writeBoth = (storage: Storage): Promise<void> =>
    storage.atomically((batch) => {
      batch.writeSeries(LIBRARIES.adjustedPrices, "CORN", dailyFrame(0, 5));
      batch.putRecord(STATES, { name: "a", done: true });
    });
  /** Leaves a decided commit of which nothing is shown. */
  const untilCommitted = async (host = "desk"): Promise<void> => {
    const process = world.startProcess(host, { at: "publish", kind: "kill before" });
    await world.drive(process.run(async () => writeBoth(await openAs(process))));
  };
  const start = (host = "desk") => world.startProcess(host);
  return { world, openAs, writeBoth, untilCommitted, start, drive: world.drive };
}

const journaled = (): StorageEngine => {
  const { name, series, records } = lastingMemory();
  return { name, series, records };
};

describe("recovery", () => {
  test("opening finishes what a killed process had decided", async () => {
    const engines = { default: journaled() };
    const { untilCommitted, openAs, start, drive } = scene(engines);
    await untilCommitted();
    expect(await engines.default.series.list(LIBRARIES.adjustedPrices)).toEqual([]);
    const storage = await drive(openAs(start()));
    assertSameFrame(
      (await drive(storage.series.read(LIBRARIES.adjustedPrices, "CORN")))?.frame,
      dailyFrame(0, 5),
    );
    expect(await drive(storage.records.get(STATES, { name: "a" }))).toEqual({ name: "a", done: true });
    expect((await engines.default.records.find(HEAD)).documents[0]?.state).toBe("free");
  });

  test("opening on another host waits until the process that decided has stood still", async () => {
    const { untilCommitted, openAs, start, drive, world } = scene({ default: journaled() });
    await untilCommitted("elsewhere");
    const before = world.clock;
    const storage = await drive(openAs(start("desk")));
    expect(world.clock - before).toBeGreaterThanOrEqual(400);
    expect(await drive(storage.records.get(STATES, { name: "a" }))).toEqual({ name: "a", done: true });
  });

  test("a write that another program made in between stands", async () => {
    const engines = { default: journaled() };
    const { untilCommitted, openAs, start, drive } = scene(engines);
    await untilCommitted();
    const foreign = dailyFrame(7, 7);
    await engines.default.series.apply({
      kind: "write",
      library: LIBRARIES.adjustedPrices,
      symbol: "CORN",
      frame: foreign,
    });
    await engines.default.records.put(STATES, { name: "a", foreign: true });
    const storage = await drive(openAs(start()));
    assertSameFrame((await drive(storage.series.read(LIBRARIES.adjustedPrices, "CORN")))?.frame, foreign);
    expect(await drive(storage.records.get(STATES, { name: "a" }))).toEqual({ name: "a", foreign: true });
    expect(await drive(storage.series.leftovers())).toEqual([]);
  });

  test("staged data that is gone is reported, and nothing else goes on", async () => {
    const engines = { default: journaled() };
    const { untilCommitted, openAs, start, drive } = scene(engines);
    await untilCommitted();
    for (const staged of await engines.default.series.leftovers())
      await engines.default.series.discard(staged);
    const error = await drive(assertRejects(openAs(start()), "STORE_CORRUPT"));
    expect(error.message).toMatch(/"CORN" of "futures_adjusted_prices".*restore it/);
    expect(error.details).toMatchObject({ library: LIBRARIES.adjustedPrices, symbol: "CORN" });
  });

  test("a commit over two engines is finished only where both are open", async () => {
    const engines = { default: journaled(), prices: journaled() };
    const { untilCommitted, openAs, start, drive } = scene(engines);
    await untilCommitted();
    const error = await drive(
      assertRejects(openAs(start(), { default: engines.default }), "STORE_UNFINISHED"),
    );
    expect(error.message).toMatch(/open once with the routes it was made with/);
    // The engine that takes part can be read by itself, but not be written to.
    const alone = await drive(openAs(start(), { default: engines.prices }));
    expect(await drive(alone.series.list(LIBRARIES.adjustedPrices))).toEqual([]);
    await drive(assertRejects(alone.records.put(STATES, { name: "b" }), "STORE_UNFINISHED"));
    const both = await drive(openAs(start()));
    expect(await drive(both.series.list(LIBRARIES.adjustedPrices))).toEqual(["CORN"]);
    await drive(alone.records.put(STATES, { name: "b" }));
  });

  test("an engine that is routed elsewhere now is not taken for the one that was written to", async () => {
    const engines = { default: journaled(), prices: journaled() };
    const { untilCommitted, openAs, start, drive } = scene(engines);
    await untilCommitted();
    const swapped = { default: engines.default, prices: journaled() };
    await drive(assertRejects(openAs(start(), swapped), "STORE_UNFINISHED"));
  });

  test("whoever clears away slowly does not clear what the next one has staged", async () => {
    const engines = { default: journaled() };
    const { openAs, writeBoth, drive, world } = scene(engines);
    const killed = world.startProcess("one", { at: "stage", kind: "kill after" });
    await drive(killed.run(async () => writeBoth(await openAs(killed))));
    // It finds the first one gone, and stands still while it looks for what that one left.
    const slow = world.startProcess("two", { at: "leftovers", kind: "stall", milliseconds: 3000 });
    const clearing = slow.run(async () => {
      const storage = await openAs(slow);
      await storage.records.put(STATES, { name: "slow" }).catch(() => undefined);
    });
    // It takes over from both, and stands still with a decided commit of which nothing is shown.
    const next = world.startProcess("three", { at: "publish", kind: "stall", milliseconds: 3500 });
    const writing = next.run(async () => writeBoth(await openAs(next)));
    await drive(Promise.all([clearing, writing]));
    const storage = await drive(openAs(world.startProcess("three")));
    expect(await drive(storage.series.list(LIBRARIES.adjustedPrices))).toEqual(["CORN"]);
    expect(await drive(storage.records.get(STATES, { name: "a" }))).toEqual({ name: "a", done: true });
  });

  test("whoever waits too long for a process that goes on is told who it is", async () => {
    const engines = { default: journaled() };
    const { openAs, writeBoth, start, drive, world } = scene(engines);
    const busy = start("elsewhere");
    const head = { name: "head", format: 1, id: "x", state: "held", commit: "c", home: "x", beat: 0 };
    const owner = { ...(await busy.host.self()) };
    await engines.default.records.put(HEAD, { ...head, owner });
    let beating = true;
    const beats = (async () => {
      for (let beat = 1; beating; beat++) {
        await busy.host.sleep(100);
        await engines.default.records.put(HEAD, { ...head, owner, beat });
      }
    })();
    const storage = await drive(openAs(start()));
    const error = await drive(assertRejects(writeBoth(storage), "STORE_BUSY"));
    expect(error.message).toMatch(/process 101 on elsewhere is committing/);
    expect(error.retryable).toBe(true);
    expect(world.clock).toBeGreaterThanOrEqual(1600);
    beating = false;
    await drive(beats);
    // It has stood still since: now it is taken over.
    await drive(writeBoth(storage));
  });
});

describe("a device that fails", () => {
  test.each(["one engine", "two engines"])(
    "at any operation of a batch on %s leaves all or nothing, and says which",
    async (which) => {
      for (const kind of ["fail before", "fail after"] as const) {
        for (let at = 1; ; at++) {
          const engines =
            which === "one engine" ? { default: journaled() } : { default: journaled(), prices: journaled() };
          const { openAs, writeBoth, start, drive, world } = scene(engines);
          const process = world.startProcess("desk", { at, kind });
          const storage = await drive(openAs(process)).catch(() => undefined);
          const outcome = await drive(
            storage === undefined
              ? Promise.resolve("not open")
              : writeBoth(storage).then(
                  () => "done",
                  (error) => String(error.code),
                ),
          );
          const reader = await drive(openAs(start()));
          // A commit that touches every engine meets, and clears, whatever was left.
          await drive(
            reader.atomically((batch) => {
              batch.putRecord(STATES, { name: "b" });
              batch.deleteSeries(LIBRARIES.multiplePrices, "none");
            }),
          );
          const written = (await drive(reader.series.list(LIBRARIES.adjustedPrices))).length === 1;
          expect((await drive(reader.records.get(STATES, { name: "a" }))) !== undefined).toBe(written);
          expect(await drive(reader.series.leftovers()), `${kind} ${at} ${outcome}`).toEqual([]);
          if (outcome === "done" || outcome === "STORE_UNFINISHED")
            expect(written, `${kind} ${at}`).toBe(true);
          else expect(written, `${kind} ${at} ${outcome}`).toBe(false);
          if (process.steps < at) break;
        }
      }
    },
  );
});

test("compose takes two stores and nothing else of the engines they come from", () => {
  const { name, transact, ...stores } = compose(memoryEngine());
  expect(name).toBe("memory");
  expect(transact).toBeUndefined();
  expect(Object.keys(stores)).toEqual(["series", "records"]);
  expect(compose(stores).name).toBe("composed");
});
