import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { compose } from "../../../src/storage/compose.js";
import type { ProcessIdentity } from "../../../src/storage/host.js";
import type { Lease, LeaseOptions } from "../../../src/storage/leases.js";
import { nodeHost } from "../../../src/storage/nodeHost.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { Storage, StorageEngine } from "../../../src/storage/storage.js";
import { dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { lastingMemory } from "../composition/compositions.js";
import { type Fate, type SimulatedProcess, simulatedWorld } from "../composition/world.js";

const MINUTE = 60_000;

const openAs = (process: SimulatedProcess, engine: StorageEngine): Promise<Storage> =>
  openStorage(process.engine(engine), { host: process.host, timeout: 400 });

/** A world in which one process holds a lease, and others may come. */
async function held(options: LeaseOptions = {}) {
  const world = simulatedWorld(1);
  const engine = lastingMemory();
  const start = async (host: string) => {
    const process = world.startProcess(host);
    return { process, storage: await world.drive(openAs(process, engine)) };
  };
  const holder = await start("desk");
  const lease = await world.drive(holder.storage.lease("prices", { owner: "updatePrices", ...options }));
  const wait = (milliseconds: number): Promise<void> =>
    world.drive(holder.process.host.sleep(milliseconds)).then(() => undefined);
  const refused = (storage: Storage) => world.drive(assertRejects(storage.lease("prices"), "LEASE_HELD"));
  return { world, start, holder, lease, wait, refused };
}

/** The machine that is not the holder's has a clock of its own: something must sleep there for time to go by. */
const sleepAt = (
  { world }: { world: ReturnType<typeof simulatedWorld> },
  { process }: { process: SimulatedProcess },
  milliseconds: number,
): Promise<void> => world.drive(process.host.sleep(milliseconds));

describe("taking over", () => {
  test("a contender on the same host takes over as soon as the process is gone", async () => {
    const { world, start, holder, lease, refused } = await held();
    const other = await start("desk");
    await refused(other.storage);
    holder.process.kill();
    const taken = await world.drive(other.storage.lease("prices"));
    expect(taken.fence).toBe(lease.fence + 1n);
  });

  test("a process that runs on the same host is never taken over, however long it is silent", async () => {
    const scene = await held({ timeout: MINUTE });
    const other = await scene.start("desk");
    for (let hour = 0; hour < 5; hour++) {
      await scene.refused(other.storage);
      await sleepAt(scene, other, 60 * MINUTE);
    }
    await scene.refused(other.storage);
  });

  test("a contender on another host takes over when the holder stood still for its time-out, and not before", async () => {
    const scene = await held({ timeout: 10 * MINUTE });
    const other = await scene.start("cloud");
    await sleepAt(scene, other, 60 * MINUTE);
    // It has never seen the holder before, so it cannot know how long it has stood still.
    await scene.refused(other.storage);
    await sleepAt(scene, other, 10 * MINUTE - 1);
    await scene.refused(other.storage);
    await sleepAt(scene, other, 1);
    const taken = await scene.world.drive(other.storage.lease("prices"));
    expect(taken.fence).toBe(scene.lease.fence + 1n);
  });

  test("a sign of life starts the time-out anew", async () => {
    const scene = await held({ timeout: 10 * MINUTE });
    const other = await scene.start("cloud");
    for (let turn = 0; turn < 4; turn++) {
      await scene.refused(other.storage);
      await sleepAt(scene, other, 9 * MINUTE);
      await scene.world.drive(scene.lease.renew());
    }
    await scene.refused(other.storage);
    await sleepAt(scene, other, 10 * MINUTE);
    await scene.world.drive(other.storage.lease("prices"));
  });

  test("a contender that waits sees for itself that the holder stands still", async () => {
    const scene = await held({ timeout: MINUTE });
    scene.holder.process.kill();
    const other = await scene.start("cloud");
    const error = await scene.world.drive(
      assertRejects(other.storage.lease("prices", { wait: MINUTE / 2 }), "LEASE_HELD"),
    );
    expect(error.retryable).toBe(true);
    const taken = await scene.world.drive(other.storage.lease("prices", { wait: MINUTE }));
    expect(taken.fence).toBe(scene.lease.fence + 1n);
  });

  test("a contender that waits for a sign takes over from a machine that went down, by one call", async () => {
    const scene = await held({ timeout: MINUTE });
    scene.holder.process.kill();
    const other = await scene.start("desk, started anew");
    const taken = await scene.world.drive(other.storage.lease("prices", { untilSign: true }));
    expect(taken.fence).toBe(scene.lease.fence + 1n);
  });

  test("a contender that waits for a sign is refused as soon as there is one", async () => {
    const scene = await held({ timeout: 10 * MINUTE });
    const other = await scene.start("cloud");
    const asked = assertRejects(other.storage.lease("prices", { untilSign: true }), "LEASE_HELD");
    const signs = scene.wait(MINUTE).then(() => scene.lease.renew());
    await scene.world.drive(Promise.all([asked, signs]));
    expect(other.process.host.monotonic()).toBeLessThan(2 * MINUTE);
    const near = await scene.start("desk");
    await scene.world.drive(assertRejects(near.storage.lease("prices", { untilSign: true }), "LEASE_HELD"));
  });

  test("a holder that was taken over can neither renew nor commit, and giving back does no harm", async () => {
    const scene = await held({ timeout: MINUTE });
    const other = await scene.start("cloud");
    await scene.refused(other.storage);
    await sleepAt(scene, other, MINUTE);
    const taken = await scene.world.drive(other.storage.lease("prices"));
    const { storage } = scene.holder;
    const states = { name: "states", key: ["name"] };
    const write = storage.atomically((batch) => batch.putRecord(states, { name: "late" }), {
      lease: scene.lease,
    });
    const error = await scene.world.drive(assertRejects(write, "LEASE_LOST"));
    expect(error.message).toMatch(/"prices".*another took over/);
    await scene.world.drive(assertRejects(scene.lease.renew(), "LEASE_LOST"));
    await scene.world.drive(scene.lease.release());
    await scene.world.drive(taken.renew());
    expect(await scene.world.drive(storage.records.get(states, { name: "late" }))).toBeUndefined();
  });

  test("the refusal names who holds the lease, where and since when", async () => {
    const scene = await held();
    const { message, details } = await scene.refused((await scene.start("cloud")).storage);
    expect(message).toMatch(/lease "prices" is held by updatePrices, process 101 on desk, since 1970-01-01T/);
    expect(details).toMatchObject({ lease: "prices", owner: "updatePrices", host: "desk", pid: 101 });
  });

  test("a lease that was given back keeps its fence", async () => {
    const scene = await held();
    await scene.world.drive(scene.lease.release());
    const other = await scene.start("cloud");
    expect((await scene.world.drive(other.storage.lease("prices"))).fence).toBe(scene.lease.fence + 1n);
  });
});

describe("a commit under way while its lease is taken over", () => {
  const library = "futures_adjusted_prices";

  test.each([
    ["transact", () => ({ default: lastingMemory() })],
    ["stage", () => ({ default: compose(lastingMemory()) })],
    ["compareAndSet", () => ({ default: compose(lastingMemory()) })],
    ["stage", () => ({ default: lastingMemory(), prices: lastingMemory() })],
    ["stage", () => ({ default: lastingMemory(), prices: compose(lastingMemory()) })],
  ] as const)("does nothing, if it stands still at %s", async (at, make) => {
    const world = simulatedWorld(2);
    const engines: { readonly default: StorageEngine; readonly prices?: StorageEngine } = make();
    const open = (process: SimulatedProcess): Promise<Storage> => {
      const seen = Object.entries(engines).map(([kind, engine]) => [kind, process.engine(engine)]);
      return openStorage(Object.fromEntries(seen), { host: process.host, timeout: 400 });
    };
    const holder = await world.drive(open(world.startProcess("desk")));
    const slow = await world.drive(
      open(world.startProcess("desk", { at, kind: "stall", milliseconds: 20_000 })),
    );
    const other = await world.drive(open(world.startProcess("cloud")));
    // The head of the journal is there, so that the first compare-and-set of a commit takes it.
    await world.drive(holder.records.put({ name: "states", key: ["name"] }, { name: "a" }));
    const lease = await world.drive(holder.lease("prices", { timeout: 1000 }));
    const late = slow
      .atomically((batch) => batch.writeSeries(library, "CORN", dailyFrame(0, 1)), { lease })
      .then(
        () => "committed",
        (error) => String(error.code),
      );
    const taken = await world.drive(other.lease("prices", { timeout: 1000, wait: 10_000 }));
    const prompt = other.atomically((batch) => batch.writeSeries(library, "CORN", dailyFrame(0, 2)), {
      lease: taken,
    });
    await world.drive(prompt);
    expect(["LEASE_LOST", "STORE_BUSY"]).toContain(await world.drive(late));
    expect(world.clock).toBeGreaterThanOrEqual(20_000);
    expect((await world.drive(other.series.info(library, "CORN")))?.rows).toBe(2);
  });
});

describe("the machine that Node runs on", () => {
  test("knows itself, and tells processes that run from those that do not", async () => {
    const self = await nodeHost.self();
    expect(self.pid).toBe(process.pid);
    expect(await nodeHost.look(self)).toBe("running");
    expect(await nodeHost.look({ ...self, pid: process.ppid, start: "another process of that id" })).toBe(
      "gone",
    );
    expect(await nodeHost.look({ ...self, pid: 2 ** 22 + 1 })).toBe("gone");
    const elsewhere: ProcessIdentity = { ...self, host: "elsewhere" };
    expect(await nodeHost.look(elsewhere)).toBe("elsewhere");
    expect(nodeHost.newId()).not.toBe(nodeHost.newId());
  });
});

const FENCES = { library: "capital", symbol: "fences" };

/** One process: it takes, renews, commits and gives back as the seed has it, until its fate ends it. */
async function live(storage: Storage, random: () => number, fences: bigint[]): Promise<void> {
  let lease: Lease | undefined;
  for (let turn = 0; turn < 10; turn++) {
    try {
      const what = random();
      if (lease === undefined) {
        lease = await storage.lease("one", { timeout: 300, wait: random() < 0.5 ? 400 : 0 });
        fences.push(lease.fence);
      } else if (what < 0.6) {
        await commitFence(storage, lease);
      } else if (what < 0.8) {
        await lease.renew();
      } else {
        await lease.release();
        lease = undefined;
      }
    } catch (error) {
      if (isContangoError(error, "LEASE_LOST")) lease = undefined;
      else if (!isContangoError(error) || !error.retryable) throw error;
    }
  }
}

const commitFence = (storage: Storage, lease: Lease): Promise<void> =>
  storage.atomically(
    async (batch) => {
      const info = await storage.series.info(FENCES.library, FENCES.symbol);
      const row = { fence: floatColumn(Float64Array.of(Number(lease.fence))) };
      const frame = new Frame(Float64Array.of(info?.rows ?? 0), row);
      batch.appendSeries(FENCES.library, FENCES.symbol, frame, info?.version ?? null);
      batch.putRecord({ name: "last", key: ["name"] }, { name: "fence", fence: lease.fence });
    },
    { lease },
  );

const fate = fc.record({
  at: fc.integer({ min: 1, max: 120 }),
  kind: fc.constantFrom<NonNullable<Fate["kind"]>>("kill before", "kill after", "stall"),
  milliseconds: fc.integer({ min: 50, max: 1500 }),
});

describe.each([
  ["transactions", (engine: StorageEngine) => engine],
  ["the journal", ({ name, series, records }: StorageEngine) => ({ name, series, records })],
])("three processes on two hosts, by %s", (_, composed) => {
  test("never commit a fence after a higher one, and never get the same fence", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.tuple(fate, fate, fate), async (seed, fates) => {
        const world = simulatedWorld(seed);
        const engine = composed(lastingMemory());
        const fences: bigint[] = [];
        const lives = fates.map(async (each, at) => {
          const process = world.startProcess(at < 2 ? "desk" : "cloud", each);
          await process.run(async () => live(await openAs(process, engine), world.random, fences));
        });
        await world.drive(Promise.all(lives));
        assert.equal(new Set(fences).size, fences.length, `a fence was given twice: ${fences.join(", ")}`);
        const last = world.startProcess("desk");
        const reader = await world.drive(openAs(last, engine));
        const stored = await world.drive(reader.series.read(FENCES.library, FENCES.symbol));
        const committed = [...(stored?.frame.floats("fence") ?? [])];
        assert.deepEqual(
          committed,
          [...committed].sort((a, b) => a - b),
          "a stale fence committed",
        );
      }),
      { numRuns: 100 },
    );
  });
});
