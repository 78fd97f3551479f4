import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SimulatedBroker, simulatedBroker } from "../../src/broker/simulated/simulatedBroker.js";
import { configOf } from "../../src/config/config.js";
import { openDesk } from "../../src/desk/openDesk.js";
import { ContangoError } from "../../src/errors/contangoError.js";
import { recordLog } from "../../src/log/recordLog.js";
import type { Desk } from "../../src/production/desk.js";
import type { Outcome } from "../../src/production/outcome.js";
import type { Prompter } from "../../src/prompt/prompter.js";
import { copyStorage } from "../../src/storage/copyStorage.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import type { StorageEngine } from "../../src/storage/storage.js";
import { type FixedClock, fixedClock } from "../../src/testing/fixedClock.js";
import { timeZone } from "../../src/time/zone.js";
import { CASH, type Scene, ZONE } from "./scene.js";
import { type SilenceWatch, watchSilence } from "./silence.js";
import { type WatchedStorage, watchedStorage } from "./watchedStorage.js";

export type StoreKind = "memory" | "sqlite";

/** A desk and its broker, and what a test knows besides. */
export interface World {
  readonly kind: StoreKind;
  readonly scene: Scene;
  readonly folder: string;
  readonly clock: FixedClock;
  readonly zone: ReturnType<typeof timeZone>;
  /** Where everything is kept, if in memory. */
  engine?: StorageEngine;
  desk: Desk;
  watched: WatchedStorage;
  /** What the desk is connected with. */
  silence: SilenceWatch;
  /** The one behind it, and the same account without faults. */
  broker: SimulatedBroker;
  truth: SimulatedBroker;
  /** Of all processes since it was last emptied. */
  outcomes: Outcome[];
  /** No mail gets through. */
  mailDown: boolean;
  mails: number;
}

export async function openWorld(
  scene: Scene,
  kind: StoreKind,
  folder: string,
  prompt: Prompter,
): Promise<World> {
  const zone = timeZone(ZONE);
  const world = {
    kind,
    scene,
    folder,
    zone,
    clock: fixedClock(zone.instant(scene.days[0]!)),
    outcomes: [],
    mailDown: false,
    mails: 0,
    ...(kind === "memory" ? { engine: lastingEngine() } : {}),
  } as unknown as World;
  openBrokers(world);
  world.silence = watchSilence(() => tradingTwice(world));
  await openDeskOf(world, prompt);
  return world;
}

/** Closes everything and opens it again, as a new program would find it. */
export async function restart(world: World): Promise<void> {
  const { desk, broker } = world;
  const [told, prompt] = [JSON.stringify(broker.state()), desk.prompt!];
  await desk.close();
  openBrokers(world, JSON.parse(told));
  await openDeskOf(world, prompt);
}

/**
 * Does something while the brokers are put aside, which remember every trade; and where everything is kept in memory, while
 * that waits in a file and the desk is closed.
 */
export async function withoutData(world: World, work: () => void): Promise<void> {
  const told = join(world.folder, "broker.json");
  writeFileSync(told, JSON.stringify(world.broker.state()));
  const putBack = world.engine === undefined ? undefined : await putMemoryAside(world);
  for (const one of ["broker", "truth"] as const) delete (world as Partial<World>)[one];
  work();
  openBrokers(world, JSON.parse(readFileSync(told, "utf8")));
  await putBack?.();
}

/** @returns what brings it back. */
async function putMemoryAside(world: World): Promise<() => Promise<void>> {
  const { desk, folder, clock } = world;
  const prompt = desk.prompt!;
  const path = join(folder, `moved-${clock.now()}.sqlite`);
  {
    await using file = await openStorage(await openSqlite(path));
    await copyStorage(desk.storage, file);
  }
  await desk.close();
  for (const one of ["desk", "watched", "engine"] as const) delete (world as Partial<World>)[one];
  return async () => {
    await using file = await openStorage(await openSqlite(path));
    world.engine = lastingEngine();
    await copyStorage(file, await openStorage(world.engine));
    await openDeskOf(world, prompt);
  };
}

/** Memory that is still there when the desk was closed. */
function lastingEngine(): StorageEngine {
  const engine = memoryEngine();
  const close = async (): Promise<void> => undefined;
  return { ...engine, series: { ...engine.series, close }, records: { ...engine.records, close } };
}

/** @param state what they were told before. */
function openBrokers(world: World, state?: ReturnType<SimulatedBroker["state"]>): void {
  const { scene, clock, zone } = world;
  const account = {
    market: scene.market,
    clock,
    zone,
    cash: CASH,
    ...(state === undefined ? {} : { state }),
  };
  world.truth = simulatedBroker(account);
  world.broker = simulatedBroker({ ...account, faults: scene.faults });
}

async function openDeskOf(world: World, prompt: Prompter): Promise<void> {
  const { scene, clock, kind, folder } = world;
  const storage = await openStorage(world.engine ?? (await openSqlite(join(folder, "desk.sqlite"))));
  world.watched = watchedStorage(storage);
  world.desk = await openDesk({
    config: configOf(scene.config),
    storage: world.watched.storage,
    clock,
    broker: world.silence.broker,
    prompt,
    log: kind === "memory" ? [] : [recordLog(storage)],
    mailer: {
      async send({ subject }) {
        if (world.mailDown)
          throw new ContangoError("MAIL_FAILED", "soak", `no way for "${subject}"`, { retryable: true });
        world.mails++;
      },
    },
    onOutcome: (outcome) => void world.outcomes.push(outcome),
  });
}

/** The broker, whose trades are also done at the one without faults: those that it has taken, whatever it answered. */
const tradingTwice = (world: World): SimulatedBroker => ({
  ...world.broker,
  trades: {
    async trade(trade, request) {
      const { broker, truth } = world;
      try {
        await broker.trades.trade(trade, request);
      } finally {
        if (broker.state().trades.some(({ id }) => id === trade.id)) await truth.trades.trade(trade);
      }
    },
  },
});
