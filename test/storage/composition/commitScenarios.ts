import assert from "node:assert/strict";
import { compose } from "../../../src/storage/compose.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { StorageRoutes } from "../../../src/storage/routing.js";
import type { Storage, StorageEngine } from "../../../src/storage/storage.js";
import { type Attempt, attempt, checkHistory, type Place, record, series } from "./history.js";
import { type Fate, type SimulatedProcess, simulatedWorld } from "./world.js";

type Routes = Readonly<Partial<Record<keyof StorageRoutes, StorageEngine>>> & {
  readonly default: StorageEngine;
};

export interface Composition {
  /** Engines of the first system and of the second; the same object where both share all. */
  readonly systems: readonly [Routes, Routes];
  /** Places that both systems write to. */
  readonly shared: readonly Place[];
  /** Places that each has for itself. */
  readonly own: readonly [readonly Place[], readonly Place[]];
  /** True where a failing device may leave it unknown what an engine's own transaction did. */
  readonly lossy: boolean;
}

const PRICES = [series("futures_adjusted_prices", "CORN"), series("futures_multiple_prices", "CORN")];
const CAPITAL = [series("capital", "one"), series("capital", "two")];
const RECORDS = [
  record("spread_costs", "CORN"),
  record("contango_roll_parameters", "CORN"),
  record("state", "a"),
];
const ALL = [...PRICES, ...CAPITAL, ...RECORDS];

const journaled = (): StorageEngine => compose(memoryEngine());
const alike = (engines: Routes, lossy = false): Composition => ({
  systems: [engines, engines],
  shared: ALL,
  own: [[], []],
  lossy,
});

export const COMPOSITIONS: Readonly<Record<string, () => Composition>> = {
  "one engine with transactions": () => alike({ default: memoryEngine() }, true),
  "one engine without transactions": () => alike({ default: journaled() }),
  "three engines without transactions": () =>
    alike({ default: journaled(), prices: journaled(), capital: journaled() }),
  "three engines, some with transactions": () =>
    alike({ default: memoryEngine(), prices: journaled(), capital: memoryEngine() }, true),
  "two engines on one record store": () => {
    const main = memoryEngine();
    return alike(
      { default: main, prices: compose({ series: memoryEngine().series, records: main.records }) },
      true,
    );
  },
  "two systems that share prices": () => {
    const prices = journaled();
    return {
      systems: [
        { default: journaled(), prices },
        { default: memoryEngine(), prices },
      ],
      shared: PRICES,
      own: [[...CAPITAL, ...RECORDS], []],
      lossy: true,
    };
  },
  "two systems, each at home where the other takes part": () => {
    const [one, two] = [journaled(), journaled()];
    return {
      systems: [
        { default: one, prices: two, capital: one },
        { default: two, instruments: one, capital: one, state: one },
      ],
      shared: ALL,
      own: [[], []],
      lossy: false,
    };
  },
};

export const TIMEOUT = 400;

const openAs = (process: SimulatedProcess, engines: Routes): Promise<Storage> => {
  const routes = Object.entries(engines).map(([kind, engine]) => [kind, process.engine(engine)]);
  return openStorage(Object.fromEntries(routes) as StorageRoutes, { host: process.host, timeout: TIMEOUT });
};

export interface Scenario {
  readonly seed: number;
  readonly hosts: readonly [string, string];
  readonly fates: readonly [Fate, Fate];
}

/**
 * Two processes write at once while their fates befall them; others come after them and must find all in order.
 * Gives the number of operations that the first process did.
 */
export async function playScenario(
  make: () => Composition,
  { seed, hosts, fates }: Scenario,
): Promise<number> {
  const world = simulatedWorld(seed);
  const { systems, shared, own, lossy } = make();
  const attempts: Attempt[] = [];
  let ids = 0;
  let steps = 0;

  const write = async (system: 0 | 1): Promise<void> => {
    const process = world.startProcess(hosts[system], fates[system]);
    const places = [...shared, ...own[system]];
    await process.run(async () => {
      const open = (): Promise<Storage> => openAs(process, systems[system]);
      const storage = await open().catch(open);
      for (let batch = 0; batch < 4; batch++) {
        const id = ++ids;
        const chosen = places.filter(() => world.random() < 0.4);
        if (chosen.length === 0) chosen.push(places[0]!);
        const unknown: Attempt = { id, places: chosen, outcome: "unknown" };
        const place = attempts.push(unknown) - 1;
        attempts[place] = await attempt(storage, id, chosen, lossy);
      }
    });
    if (system === 0) steps = process.steps;
  };
  await world.drive(Promise.all([write(0), write(1)]));

  const checkers = systems.map((engines, system) => ({
    engines,
    process: world.startProcess(hosts[system]!),
  }));
  await world.drive(
    (async () => {
      const storages: Storage[] = [];
      for (const { engines, process } of checkers) storages.push(await openAs(process, engines));
      // A commit that touches everything meets, and settles, whatever is left at any head.
      for (const [system, storage] of storages.entries()) {
        const places = [...shared, ...own[system]!];
        attempts.push(await attempt(storage, ++ids, places, false));
        assert.equal(attempts.at(-1)!.outcome, "done", "a process that comes after can write");
      }
      const systemOf = (place: Place): Storage => storages[own[1].includes(place) ? 1 : 0]!;
      await checkHistory(systemOf, [...shared, ...own[0], ...own[1]], attempts);
      for (const storage of storages) assert.deepEqual(await storage.series.leftovers(), [], "leftovers");
    })(),
  );
  for (const engines of systems) {
    for (const { records } of Object.values(engines)) {
      const { documents } = await records.find(COLLECTIONS.journal);
      assert.ok(
        documents.every(({ state }) => state === "free"),
        "every head is free in the end",
      );
    }
  }
  return steps;
}
