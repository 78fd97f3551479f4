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
  silence: SilenceWatch;
  /** What the desk is connected with, and the same account without faults. */
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
  await open(world, undefined, prompt);
  return world;
}

/** Closes everything and opens it again, as a new program would find it. */
export async function restart(world: World): Promise<void> {
  const { desk, broker } = world;
  const [told, prompt] = [JSON.stringify(broker.state()), desk.prompt!];
  await desk.close();
  await open(world, JSON.parse(told), prompt);
}

/**
 * Closes everything, does something while nothing is open, and opens it again. What is kept in memory waits in a file, and
 * comes back from there.
 */
export async function whileClosed(world: World, work: () => void): Promise<void> {
  const { desk, broker, folder } = world;
  const [told, prompt] = [join(folder, "broker.json"), desk.prompt!];
  writeFileSync(told, JSON.stringify(broker.state()));
  const moved = join(folder, `moved-${world.clock.now()}.sqlite`);
  if (world.engine !== undefined) {
    await using file = await openStorage(await openSqlite(moved));
    await copyStorage(desk.storage, file);
  }
  await desk.close();
  const kept = world.engine !== undefined;
  for (const part of OPENED) delete (world as Partial<World>)[part];
  work();
  if (kept) {
    world.engine = lastingEngine();
    await using file = await openStorage(await openSqlite(moved));
    await copyStorage(file, await openStorage(world.engine));
  }
  await open(world, JSON.parse(readFileSync(told, "utf8")), prompt);
}

const OPENED = ["desk", "watched", "silence", "broker", "truth", "engine"] as const;

/** Memory that is still there when the desk was closed. */
function lastingEngine(): StorageEngine {
  const engine = memoryEngine();
  const close = async (): Promise<void> => undefined;
  return { ...engine, series: { ...engine.series, close }, records: { ...engine.records, close } };
}

async function open(
  world: World,
  state: ReturnType<SimulatedBroker["state"]> | undefined,
  prompt: Prompter,
): Promise<void> {
  const { scene, clock, zone, kind, folder } = world;
  const { market, faults } = scene;
  const storage = await openStorage(world.engine ?? (await openSqlite(join(folder, "desk.sqlite"))));
  const account = { market, clock, zone, cash: CASH, ...(state === undefined ? {} : { state }) };
  world.truth = simulatedBroker(account);
  world.broker = simulatedBroker({ ...account, faults });
  world.silence = watchSilence(twice(world.broker, world.truth));
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
function twice(broker: SimulatedBroker, truth: SimulatedBroker): SimulatedBroker {
  return {
    ...broker,
    trades: {
      async trade(trade, request) {
        try {
          await broker.trades.trade(trade, request);
        } finally {
          if (broker.state().trades.some(({ id }) => id === trade.id)) await truth.trades.trade(trade);
        }
      },
    },
  };
}
