import "../../support/fastCheck.js";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { nextClientId } from "../../../src/broker/clientIds.js";
import { clearBrokerClientIds } from "../../../src/production/clearBrokerClientIds.js";
import { takeClientId, usedClientIds } from "../../../src/production/housekeeping/clientIds.js";
import { leaseChange, readLease } from "../../../src/storage/leaseDocument.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { nodeHost } from "../../../src/storage/nodeHost.js";
import type { Storage } from "../../../src/storage/storage.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { goldenVectors, hasGolden } from "../../support/golden.js";

interface Vector {
  readonly id: string;
  readonly input: { readonly in_use: readonly number[]; readonly offset: number };
  readonly expected: number;
}

const FILE = "execution/client_ids.json";

describe.runIf(hasGolden(FILE))("the next client id is the reference's", () => {
  const vectors = hasGolden(FILE) ? goldenVectors<Vector>(FILE) : [];
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_, { input, expected }) => {
    expect(nextClientId(input.in_use, input.offset)).toBe(expected);
  });
});

describe("the next client id", () => {
  it("is the wanted one where it is free", () => {
    expect(nextClientId([100, 101], 100, 7)).toBe(7);
    expect(nextClientId([7], 100, 7)).toBe(8);
    expect(nextClientId([100, 7], 100, 7)).toBe(101);
  });

  it("is never one that is used", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30)),
        fc.nat(40),
        fc.option(fc.nat(30), { nil: undefined }),
        (used, first, wanted) => {
          expect(used).not.toContain(nextClientId(used, first, wanted));
        },
      ),
    );
  });
});

/** Makes a lease look like that of a process that is gone. */
async function holderDies(storage: Storage, name: string): Promise<void> {
  const lease = await readLease(storage.records, name);
  const dead = spawnSync("true");
  const process = { ...lease.holder!.process, pid: dead.pid, start: "0" };
  const after = { ...lease, beat: lease.beat + 1, holder: { ...lease.holder!, process } };
  await storage.records.compareAndSet(leaseChange(lease, after));
}

describe("client ids of a desk", () => {
  test("are each taken once, and given back", async () => {
    const engine = memoryEngine();
    await using desk = await testDesk({ storage: engine, config: { ib_idoffset: 200 } });
    const taken = await Promise.all(Array.from({ length: 12 }, () => takeClientId(desk)));
    expect(taken.map(({ id }) => id).sort()).toEqual(Array.from({ length: 12 }, (_, at) => 200 + at));
    expect(await usedClientIds(desk.storage)).toHaveLength(12);
    expect((await desk.storage.records.find(COLLECTIONS.clientIds)).documents[0]).toEqual({ client_id: 200 });
    await taken.find(({ id }) => id === 205)!.release();
    await using again = await takeClientId(desk);
    expect(again.id).toBe(205);
    await using wanted = await takeClientId(desk, 7);
    expect(wanted.id).toBe(7);
    await using other = await takeClientId(desk, 7);
    expect(other.id).toBe(212);
  });

  test("of processes that are gone are cleared, of others only where that is said [row 55]", async () => {
    await using desk = await testDesk();
    await desk.storage.records.put(COLLECTIONS.clientIds, { client_id: 100 });
    const mine = await takeClientId(desk);
    const dead = await takeClientId(desk);
    await holderDies(desk.storage, `broker client ${dead.id}`);
    expect([mine.id, dead.id]).toEqual([101, 102]);

    const preview = await clearBrokerClientIds(desk, { dryRun: true });
    expect(preview.message).toBe("2 of 3 ids cleared");
    expect(await usedClientIds(desk.storage)).toEqual([100, 101, 102]);

    const outcome = await clearBrokerClientIds(desk);
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["client 100", "cleared"],
      ["client 101", "in use"],
      ["client 102", "cleared"],
    ]);
    expect(outcome.items[1]!.message).toContain(`process ${process.pid}`);
    expect(await usedClientIds(desk.storage)).toEqual([101]);
    expect((await takeClientId(desk)).id).toBe(100);

    expect((await clearBrokerClientIds(desk, { all: true })).message).toBe("2 of 2 ids cleared");
    expect(await usedClientIds(desk.storage)).toEqual([]);
    // Its process still holds the lease, so nobody else connects under it.
    expect((await takeClientId(desk, 101)).id).not.toBe(101);
    expect((await nodeHost.self()).pid).toBe(process.pid);
  });
});
