import assert from "node:assert/strict";
import { isContangoError } from "../errors/contangoError.js";
import type { Storage } from "../storage/storage.js";
import { dailyFrame } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { CAPITAL, COSTS, PRICES, STATES, storageCase } from "./storageCase.js";
import type { StorageUnderTest } from "./storageConformance.js";
import { assertRejects } from "./storeCase.js";

const COUNTER = { name: "counter" };

/** Adds one to a counter and one row to two series, in one batch, until nobody comes in between. */
async function countOnce(storage: Storage): Promise<void> {
  for (;;) {
    const stored = await storage.records.get(STATES, COUNTER);
    const count = Number(stored?.count ?? 0);
    try {
      await storage.atomically((batch) => {
        batch.putRecord(STATES, { ...COUNTER, count: count + 1 }, stored === undefined ? null : { count });
        batch.appendSeries(PRICES, "CORN", dailyFrame(count, 1));
        batch.appendSeries(CAPITAL, "one", dailyFrame(count, 1));
      });
      return;
    } catch (error) {
      const refused =
        isContangoError(error, "STORE_VERSION_CONFLICT") || isContangoError(error, "STORE_APPEND");
      if (!refused) throw error;
    }
  }
}

/** Several writers at once. */
export const storageConcurrency: readonly ConformanceCase<StorageUnderTest>[] = [
  storageCase("loses no update of two storages that write the same at once", async (storage, open) => {
    const storages = [storage, await open()];
    await Promise.all(
      storages.flatMap((each) => [
        (async () => {
          for (let turn = 0; turn < 4; turn++) await countOnce(each);
        })(),
        (async () => {
          for (let turn = 0; turn < 4; turn++) await countOnce(each);
        })(),
      ]),
    );
    assert.equal((await storage.records.get(STATES, COUNTER))?.count, 16);
    assert.equal((await storage.series.info(PRICES, "CORN"))?.rows, 16);
    assert.equal((await storage.series.info(CAPITAL, "one"))?.rows, 16);
    assert.deepEqual(await storage.series.leftovers(), []);
  }),
  storageCase("lets single writes and batches take their turns", async (storage, open) => {
    const other = await open();
    const single = async (): Promise<void> => {
      for (let turn = 0; turn < 6; ) {
        const stored = await other.records.get(STATES, COUNTER);
        const count = Number(stored?.count ?? 0);
        const change = {
          kind: "put",
          collection: STATES,
          document: { ...COUNTER, count: count + 1 },
          expected: stored === undefined ? null : { count },
        } as const;
        if (await other.records.compareAndSet(change)) turn++;
      }
    };
    const batches = async (): Promise<void> => {
      for (let turn = 0; turn < 6; ) {
        const stored = await storage.records.get(STATES, COUNTER);
        const count = Number(stored?.count ?? 0);
        const done = storage.atomically((batch) => {
          batch.putRecord(STATES, { ...COUNTER, count: count + 1 }, stored === undefined ? null : { count });
          batch.writeSeries(PRICES, "CORN", dailyFrame(turn, 1));
        });
        if (
          await done.then(
            () => true,
            () => false,
          )
        )
          turn++;
      }
    };
    await Promise.all([single(), batches()]);
    assert.equal((await storage.records.get(STATES, COUNTER))?.count, 12);
  }),
  storageCase("lets one of two batches win that expect the same", async (storage, open) => {
    const other = await open();
    await storage.series.apply({ kind: "write", library: PRICES, symbol: "CORN", frame: dailyFrame(0, 1) });
    const base = (await storage.series.info(PRICES, "CORN"))!.version;
    const results = await Promise.allSettled(
      [storage, other].map((each, at) =>
        each.atomically((batch) => {
          batch.putRecord(COSTS, { instrument_code: "CORN", writer: at });
          batch.writeSeries(PRICES, "CORN", dailyFrame(0, 2 + at), base);
        }),
      ),
    );
    const winner = results.findIndex(({ status }) => status === "fulfilled");
    const loser = results[1 - winner]!;
    assert.ok(loser.status === "rejected", "one of the two is refused");
    await assertRejects(Promise.reject(loser.reason), "STORE_VERSION_CONFLICT");
    assert.equal((await storage.series.info(PRICES, "CORN"))?.rows, 2 + winner);
    assert.equal((await storage.records.get(COSTS, { instrument_code: "CORN" }))?.writer, winner);
  }),
  storageCase("shows each storage what another wrote", async (storage, open) => {
    const other = await open();
    const version = await storage.series.apply({
      kind: "write",
      library: CAPITAL,
      symbol: "one",
      frame: dailyFrame(0, 3),
    });
    await other.records.put(COSTS, { instrument_code: "CORN", cost: 1 });
    assert.equal((await other.series.info(CAPITAL, "one"))?.version, version);
    assert.equal((await storage.records.get(COSTS, { instrument_code: "CORN" }))?.cost, 1);
    assert.equal(await storage.records.delete(COSTS, { instrument_code: "CORN" }), true);
    assert.equal(await other.records.delete(COSTS, { instrument_code: "CORN" }), false);
  }),
  storageCase("keeps what it wrote when it is closed and opened again", async (storage, open) => {
    await countOnce(storage);
    await storage.close();
    await storage.close();
    const again = await open();
    assert.equal((await again.records.get(STATES, COUNTER))?.count, 1);
    assert.equal((await again.series.info(PRICES, "CORN"))?.rows, 1);
  }),
];
