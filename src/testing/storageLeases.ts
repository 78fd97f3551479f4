import assert from "node:assert/strict";
import type { Lease } from "../storage/leases.js";
import type { Storage } from "../storage/storage.js";
import { dailyFrame } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { CAPITAL, COSTS, PRICES, storageCase } from "./storageCase.js";
import type { StorageUnderTest } from "./storageConformance.js";
import { assertRejects } from "./storeCase.js";

const write = (storage: Storage, lease: Lease, cost: number): Promise<void> =>
  storage.atomically(
    (batch) => {
      batch.putRecord(COSTS, { instrument_code: "CORN", cost });
      batch.writeSeries(CAPITAL, "one", dailyFrame(0, cost));
    },
    { lease },
  );

async function assertCost(storage: Storage, cost: number | undefined): Promise<void> {
  assert.equal((await storage.records.get(COSTS, { instrument_code: "CORN" }))?.cost, cost);
  assert.equal((await storage.series.info(CAPITAL, "one"))?.rows, cost);
}

/** Leases and their fences. */
export const storageLeases: readonly ConformanceCase<StorageUnderTest>[] = [
  storageCase("gives a lease to one holder at a time", async (storage, open) => {
    const other = await open();
    const lease = await storage.lease("update prices", { owner: "updatePrices" });
    for (const each of [storage, other]) {
      const error = await assertRejects(each.lease("update prices"), "LEASE_HELD");
      assert.equal(error.retryable, true);
      assert.match(error.message, /update prices.*updatePrices.*since/);
      assert.equal(error.details.pid, process.pid);
    }
    await (await other.lease("another name")).release();
    await lease.renew();
    await lease.release();
    await (await other.lease("update prices")).release();
  }),
  storageCase("gives every holder a higher fence", async (storage, open) => {
    const other = await open();
    let last = 0n;
    for (let turn = 0; turn < 5; turn++) {
      const lease = await [storage, other][turn % 2]!.lease("fences");
      assert.ok(lease.fence > last, `${lease.fence} after ${last}`);
      last = lease.fence;
      await lease.renew();
      await lease.release();
    }
  }),
  storageCase("gives a lease to one of many that ask at once", async (storage, open) => {
    const other = await open();
    const asked = await Promise.allSettled(
      [storage, other, storage, other].map((each) => each.lease("once")),
    );
    const given = asked.filter(({ status }) => status === "fulfilled");
    assert.equal(given.length, 1);
    for (const each of asked) {
      if (each.status === "rejected") await assertRejects(Promise.reject(each.reason), "LEASE_HELD");
    }
  }),
  storageCase("waits for a lease as long as it is told", async (storage, open) => {
    const other = await open();
    const lease = await storage.lease("waiting");
    await assertRejects(other.lease("waiting", { wait: 20 }), "LEASE_HELD");
    const waiting = other.lease("waiting", { wait: 60_000 });
    await lease.release();
    assert.ok((await waiting).fence > lease.fence);
  }),
  storageCase("commits with the lease that is held", async (storage, open) => {
    const lease = await storage.lease("capital");
    await write(storage, lease, 1);
    await lease.renew();
    await write(await open(), lease, 2);
    await assertCost(storage, 2);
  }),
  storageCase("refuses to commit with a lease that was given back or taken over", async (storage, open) => {
    const lease = await storage.lease("capital");
    await write(storage, lease, 1);
    await lease.release();
    await assertRejects(write(storage, lease, 2), "LEASE_LOST");
    await assertRejects(lease.renew(), "LEASE_LOST");
    const other = await open();
    const next = await other.lease("capital");
    for (const each of [storage, other]) await assertRejects(write(each, lease, 3), "LEASE_LOST");
    await assertRejects(lease.renew(), "LEASE_LOST");
    await lease.release();
    await assertCost(storage, 1);
    await write(other, next, 4);
    await assertCost(storage, 4);
    assert.deepEqual(await storage.series.leftovers(), []);
  }),
  storageCase("refuses to commit with a lease that nobody ever took", async (storage) => {
    const lease = await storage.lease("real");
    await assertRejects(write(storage, { ...lease, name: "invented" }, 1), "LEASE_LOST");
    await assertRejects(write(storage, { ...lease, fence: lease.fence + 1n }, 1), "LEASE_LOST");
    await assertCost(storage, undefined);
  }),
  storageCase(
    "gives a lease back at the end of its block, and when the storage is closed",
    async (storage, open) => {
      const other = await open();
      {
        await using lease = await storage.lease("block");
        await storage.series.apply({
          kind: "write",
          library: PRICES,
          symbol: "CORN",
          frame: dailyFrame(0, 1),
        });
        await assertRejects(other.lease(lease.name), "LEASE_HELD");
      }
      await storage.lease("block");
      await assertRejects(other.lease("block"), "LEASE_HELD");
      await storage.close();
      await (await other.lease("block")).release();
    },
  ),
];
