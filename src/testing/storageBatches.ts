import assert from "node:assert/strict";
import { Int32 } from "../storage/recordStore.js";
import type { Batch, Storage } from "../storage/storage.js";
import { assertSameFrame, dailyFrame } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { CAPITAL, COSTS, FX, PRICES, STATES, storageCase } from "./storageCase.js";
import type { StorageUnderTest } from "./storageConformance.js";
import { assertRejects } from "./storeCase.js";

const KEY = { instrument_code: "CORN" };

/** Something of every kind, to be kept. */
async function fill(storage: Storage): Promise<void> {
  await storage.atomically((batch) => {
    batch.writeSeries(PRICES, "CORN", dailyFrame(0, 5), null);
    batch.writeSeries(FX, "GBPUSD", dailyFrame(0, 3), null);
    batch.writeSeries(CAPITAL, "__global_capital", dailyFrame(0, 2), null);
    batch.putRecord(COSTS, { ...KEY, cost: 0.25 }, null);
    batch.putRecord(STATES, { name: "roll", state: "No_Roll", turn: 1 }, null);
  });
}

async function assertFilled(storage: Storage): Promise<void> {
  assertSameFrame((await storage.series.read(PRICES, "CORN"))?.frame, dailyFrame(0, 5));
  assertSameFrame((await storage.series.read(FX, "GBPUSD"))?.frame, dailyFrame(0, 3));
  assertSameFrame((await storage.series.read(CAPITAL, "__global_capital"))?.frame, dailyFrame(0, 2));
  assert.deepEqual(await storage.records.get(COSTS, KEY), { ...KEY, cost: 0.25 });
  assert.deepEqual(await storage.records.get(STATES, { name: "roll" }), {
    name: "roll",
    state: "No_Roll",
    turn: 1,
  });
  assert.deepEqual(await storage.series.list(PRICES), ["CORN"]);
  assert.equal((await storage.records.find(STATES)).documents.length, 1);
}

/** Writes to every store, of which none must happen. */
function writeEverywhere(batch: Batch): void {
  batch.appendSeries(PRICES, "CORN", dailyFrame(5, 2));
  batch.writeSeries(PRICES, "GOLD", dailyFrame(0, 1));
  batch.deleteSeries(FX, "GBPUSD");
  batch.writeSeries(CAPITAL, "__global_capital", dailyFrame(7, 7));
  batch.putRecord(COSTS, { ...KEY, cost: 99 });
  batch.deleteRecord(STATES, { name: "roll" });
  batch.putRecord(STATES, { name: "new" });
}

/** Passes where a batch is refused with the code, and nothing of it has happened. */
async function assertRefused(
  storage: Storage,
  code: Parameters<typeof assertRejects>[1],
  refused: (batch: Batch) => void,
): Promise<void> {
  await assertRejects(
    storage.atomically((batch) => {
      writeEverywhere(batch);
      refused(batch);
    }),
    code,
  );
  await assertFilled(storage);
  assert.deepEqual(await storage.series.leftovers(), [], "nothing is left staged");
}

/** Batches: all or nothing, whatever the stores. */
export const storageBatches: readonly ConformanceCase<StorageUnderTest>[] = [
  storageCase("does all writes of a batch, and gives what its function gives", async (storage, open) => {
    await fill(storage);
    await assertFilled(storage);
    const given = await storage.atomically(async (batch) => {
      writeEverywhere(batch);
      return "given";
    });
    assert.equal(given, "given");
    for (const reader of [storage, await open()]) {
      assertSameFrame((await reader.series.read(PRICES, "CORN"))?.frame, dailyFrame(0, 7));
      assertSameFrame((await reader.series.read(PRICES, "GOLD"))?.frame, dailyFrame(0, 1));
      assert.equal(await reader.series.read(FX, "GBPUSD"), undefined);
      assertSameFrame((await reader.series.read(CAPITAL, "__global_capital"))?.frame, dailyFrame(7, 7));
      assert.deepEqual(await reader.records.get(COSTS, KEY), { ...KEY, cost: 99 });
      assert.deepEqual((await reader.records.find(STATES)).documents, [{ name: "new" }]);
    }
  }),
  storageCase("does nothing while the function runs, and nothing where it throws", async (storage) => {
    await fill(storage);
    const failing = storage.atomically(async (batch) => {
      writeEverywhere(batch);
      await assertFilled(storage);
      throw new RangeError("changed my mind");
    });
    await assert.rejects(failing, RangeError);
    await assertFilled(storage);
  }),
  storageCase("does nothing at all for a batch without writes", async (storage) => {
    assert.equal(await storage.atomically(() => 7), 7);
  }),
  storageCase("refuses the whole batch where a series is not at the expected version", async (storage) => {
    await fill(storage);
    const old = (await storage.series.info(FX, "GBPUSD"))!.version;
    await assertRefused(storage, "STORE_VERSION_CONFLICT", (batch) =>
      batch.writeSeries(PRICES, "SILVER", dailyFrame(0, 1), old),
    );
    for (const expected of [null, "no such version"]) {
      await assertRejects(
        storage.atomically((batch) => {
          batch.putRecord(COSTS, { ...KEY, cost: 99 });
          batch.appendSeries(PRICES, "CORN", dailyFrame(9, 1), expected);
        }),
        "STORE_VERSION_CONFLICT",
      );
    }
    await assertFilled(storage);
  }),
  storageCase("refuses the whole batch where a document is not as expected", async (storage) => {
    await fill(storage);
    for (const expected of [null, { state: "Passive" }, { state: "No_Roll", turn: 2 }, { missing: 1 }]) {
      await assertRejects(
        storage.atomically((batch) => {
          batch.appendSeries(PRICES, "CORN", dailyFrame(5, 2));
          batch.writeSeries(CAPITAL, "other", dailyFrame(0, 1));
          batch.putRecord(COSTS, { ...KEY, cost: 99 });
          batch.putRecord(STATES, { name: "roll", state: "Close" }, expected);
        }),
        "STORE_VERSION_CONFLICT",
      );
      await assertFilled(storage);
    }
    await assertRefused(storage, "STORE_VERSION_CONFLICT", (batch) =>
      batch.deleteRecord(STATES, { name: "nobody" }, { name: "nobody" }),
    );
    await assertRefused(storage, "STORE_VERSION_CONFLICT", (batch) =>
      batch.putRecord(COSTS, { instrument_code: "GOLD", cost: 1 }, { cost: 1 }),
    );
  }),
  storageCase("refuses the whole batch where rows to append are not later", async (storage) => {
    await fill(storage);
    await assertRejects(
      storage.atomically((batch) => {
        batch.putRecord(COSTS, { ...KEY, cost: 99 });
        batch.writeSeries(PRICES, "GOLD", dailyFrame(0, 1));
        batch.appendSeries(CAPITAL, "__global_capital", dailyFrame(1, 1));
      }),
      "STORE_APPEND",
    );
    await assertFilled(storage);
    assert.deepEqual(await storage.series.leftovers(), [], "nothing is left staged");
  }),
  storageCase("refuses the whole batch where a document cannot be stored", async (storage) => {
    await fill(storage);
    await assertRefused(storage, "RECORD_KEY", (batch) => batch.putRecord(COSTS, { cost: 1 }));
    await assertRefused(storage, "RECORD_VALUE", (batch) =>
      batch.putRecord(COSTS, { ...KEY, cost: undefined as unknown as null }),
    );
  }),
  storageCase("writes where what is expected is there", async (storage) => {
    await fill(storage);
    const version = (await storage.series.info(PRICES, "CORN"))!.version;
    await storage.atomically((batch) => {
      batch.appendSeries(PRICES, "CORN", dailyFrame(5, 1), version);
      batch.writeSeries(PRICES, "GOLD", dailyFrame(0, 1), null);
      batch.putRecord(STATES, { name: "roll", state: "Passive", turn: 2 }, { state: "No_Roll", turn: 1 });
      batch.deleteRecord(COSTS, KEY, { cost: 0.25 });
    });
    assert.equal((await storage.series.info(PRICES, "CORN"))?.rows, 6);
    assert.equal((await storage.records.get(STATES, { name: "roll" }))?.state, "Passive");
    assert.equal(await storage.records.get(COSTS, KEY), undefined);
  }),
  storageCase("makes one of several writes to one symbol or document", async (storage) => {
    await fill(storage);
    await storage.atomically((batch) => {
      batch.appendSeries(PRICES, "CORN", dailyFrame(5, 2));
      batch.appendSeries(PRICES, "CORN", dailyFrame(7, 1));
      batch.writeSeries(PRICES, "GOLD", dailyFrame(0, 2), null);
      batch.appendSeries(PRICES, "GOLD", dailyFrame(2, 2));
      batch.deleteSeries(FX, "GBPUSD");
      batch.appendSeries(FX, "GBPUSD", dailyFrame(1, 1));
      batch.writeSeries(CAPITAL, "__global_capital", dailyFrame(0, 9));
      batch.deleteSeries(CAPITAL, "__global_capital");
      batch.putRecord(COSTS, { ...KEY, cost: 1 }, { cost: 0.25 });
      batch.putRecord(COSTS, { ...KEY, cost: 2 });
      batch.deleteRecord(STATES, { name: "roll" }, { turn: 1 });
      batch.putRecord(STATES, { name: "roll", turn: 5 });
    });
    assertSameFrame((await storage.series.read(PRICES, "CORN"))?.frame, dailyFrame(0, 8));
    assertSameFrame((await storage.series.read(PRICES, "GOLD"))?.frame, dailyFrame(0, 4));
    assertSameFrame((await storage.series.read(FX, "GBPUSD"))?.frame, dailyFrame(1, 1));
    assert.equal(await storage.series.read(CAPITAL, "__global_capital"), undefined);
    assert.deepEqual(await storage.records.get(COSTS, KEY), { ...KEY, cost: 2 });
    assert.deepEqual(await storage.records.get(STATES, { name: "roll" }), { name: "roll", turn: 5 });
  }),
  storageCase("keeps the expectation of the first of several writes", async (storage) => {
    await fill(storage);
    await assertRejects(
      storage.atomically((batch) => {
        batch.writeSeries(PRICES, "CORN", dailyFrame(0, 1), null);
        batch.appendSeries(PRICES, "CORN", dailyFrame(1, 1));
      }),
      "STORE_VERSION_CONFLICT",
    );
    await assertRejects(
      storage.atomically((batch) => {
        batch.putRecord(COSTS, { ...KEY, cost: 1 }, { cost: 7 });
        batch.putRecord(COSTS, { ...KEY, cost: 2 });
      }),
      "STORE_VERSION_CONFLICT",
    );
    await assertFilled(storage);
  }),
  storageCase("refuses a second write that expects something, and one after the end", async (storage) => {
    await fill(storage);
    const version = (await storage.series.info(PRICES, "CORN"))!.version;
    await assertRefused(storage, "STORE_BATCH", (batch) =>
      batch.writeSeries(PRICES, "CORN", dailyFrame(0, 1), version),
    );
    await assertRefused(storage, "STORE_BATCH", (batch) =>
      batch.putRecord(COSTS, { ...KEY, cost: 3 }, { cost: 99 }),
    );
    let late: Batch | undefined;
    await storage.atomically((batch) => {
      late = batch;
    });
    await assertRejects((async () => late!.writeSeries(PRICES, "CORN", dailyFrame(0, 1)))(), "STORE_BATCH");
    await assertFilled(storage);
  }),
  storageCase("keeps every kind of value through a batch", async (storage) => {
    const document = {
      name: "values",
      "1": null,
      double: 5,
      nan: Number.NaN,
      minus: -0,
      int32: new Int32(5),
      long: 2n ** 62n,
      date: new Date("1969-12-31T23:00:00.001Z"),
      bytes: Uint8Array.of(0, 255, 7),
      nested: { list: [1, [true, { deep: "Öl" }]], empty: {} },
    };
    await storage.atomically((batch) => {
      batch.putRecord(STATES, document, null);
      batch.writeSeries(PRICES, "CORN", dailyFrame(0, 1));
    });
    assert.deepEqual(await storage.records.get(STATES, { name: "values" }), document);
    await storage.atomically((batch) => {
      batch.putRecord(
        STATES,
        { ...document, double: 6 },
        { nan: Number.NaN, int32: 5, nested: document.nested },
      );
      batch.appendSeries(PRICES, "CORN", dailyFrame(1, 1));
    });
    assert.deepEqual(await storage.records.get(STATES, { name: "values" }), { ...document, double: 6 });
  }),
  storageCase("takes what a batch was given as it was then", async (storage) => {
    const tags = ["a"];
    await storage.atomically((batch) => {
      batch.putRecord(STATES, { name: "tags", tags });
      tags.push("b");
    });
    assert.deepEqual((await storage.records.get(STATES, { name: "tags" }))?.tags, ["a"]);
  }),
  storageCase("does not show what is only staged", async (storage, open) => {
    await fill(storage);
    const staged = await storage.series.stage({
      kind: "append",
      library: PRICES,
      symbol: "CORN",
      frame: dailyFrame(5, 1),
    });
    const other = await open();
    await assertFilled(other);
    await storage.series.publish(staged);
    assert.equal((await other.series.info(PRICES, "CORN"))?.rows, 6);
  }),
];
