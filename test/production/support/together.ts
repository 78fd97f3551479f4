import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { isContangoError } from "../../../src/errors/contangoError.js";
import type { BacktestStates } from "../../../src/launchers/backtestStates.js";
import { memoryBacktestStates } from "../../../src/launchers/memory/backtestStates.js";
import { stateId } from "../../../src/launchers/stateId.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import type { Storage, StorageEngine } from "../../../src/storage/storage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { dumpOf } from "../../crash/processes/dump.js";
import { seededRandom, simulatedWorld } from "../../storage/composition/world.js";
import { fill } from "./contents.js";
import { brokerFor, deskWith, due, NOW } from "./dueDesk.js";
import type { Work } from "./works.js";

/** How two works ended, and everything that is known then: in the store, and at the broker. */
export interface Ended {
  /** Statuses, or codes of errors. */
  readonly statuses: readonly string[];
  readonly lines: readonly string[];
  /** How often each touched the store. */
  readonly steps: readonly number[];
}

/** A store that holds what is due, as each of two processes opens it. */
export interface SharedStore {
  readonly open: () => Promise<StorageEngine>;
}

export async function inMemory(): Promise<SharedStore> {
  const engine = memoryEngine();
  await fill(await openStorage(engine), (await due()).contents);
  return { open: async () => engine };
}

/** Files in a folder, each a copy of the first. */
export async function filesIn(folder: string): Promise<() => Promise<SharedStore>> {
  const first = join(folder, "due.sqlite");
  await using storage = await openStorage(await openSqlite(first));
  await fill(storage, (await due()).contents);
  await storage.snapshot!(join(folder, "copy.sqlite"));
  let count = 0;
  return async () => {
    const file = join(folder, `${++count}.sqlite`);
    copyFileSync(join(folder, "copy.sqlite"), file);
    return { open: () => openSqlite(file) };
  };
}

/** Keeps no backtest: packing one takes time of its own, and nobody could say how much. */
const STATES: BacktestStates = { ...memoryBacktestStates(), save: async (_, run) => stateId(run.time) };

/** Runs works one after the other, in memory. */
export async function inTurn(works: readonly Work[]): Promise<Ended> {
  const { open } = await inMemory();
  const { broker: told } = await due();
  const clock = fixedClock(NOW);
  const broker = brokerFor(clock, told);
  const storage = await openStorage(await open());
  const desk = await deskWith({ storage, clock, broker, states: STATES });
  const statuses: string[] = [];
  for (const work of works) statuses.push(await endOf(work(desk)));
  const lines = await linesOf(storage, broker);
  return { statuses, lines, steps: [] };
}

export interface AtOnceOptions {
  readonly seed: number;
  /** About how often each touches the store. */
  readonly steps: readonly number[];
  /** What is run when both are through. */
  readonly then?: readonly Work[];
}

/**
 * Runs two works at once, each on a desk of its own over one store: which of them touches the store next is drawn from the seed.
 * In every other of these, one stands still at some point until the other can do no more.
 */
export async function atOnce(
  { open }: SharedStore,
  works: readonly Work[],
  { seed, steps, then = [] }: AtOnceOptions,
): Promise<Ended> {
  const { broker: told } = await due();
  const clock = fixedClock(NOW);
  const broker = brokerFor(clock, told);
  const world = simulatedWorld(seed);
  const random = seededRandom(seed);
  const standing = random() < 0.5 ? -1 : random() < 0.5 ? 0 : 1;
  const at = 1 + Math.floor(random() * (steps[standing] ?? 1));
  const processes = works.map((_, place) =>
    world.startProcess("here", place === standing ? { at, kind: "stall", milliseconds: 1 } : {}),
  );
  const engines = await Promise.all(works.map(open));
  const ended = await world.drive(
    Promise.all(
      works.map(async (work, place) => {
        const { engine, host } = processes[place]!;
        const storage = await openStorage(engine(engines[place]!), { host });
        const desk = await deskWith({ storage, clock, broker, states: STATES });
        return endOf(work(desk));
      }),
    ),
  );
  const storage = await openStorage(engines[0]!);
  const desk = await deskWith({ storage, clock, broker, states: STATES });
  for (const work of then) await work(desk);
  const lines = await linesOf(storage, broker);
  for (const engine of new Set(engines)) await engine.series.close();
  return { statuses: ended, lines, steps: processes.map((process) => process.steps) };
}

async function endOf(work: ReturnType<Work>): Promise<string> {
  try {
    return (await work).status;
  } catch (error) {
    if (isContangoError(error)) return error.code;
    throw error;
  }
}

async function linesOf(storage: Storage, broker: ReturnType<typeof brokerFor>): Promise<readonly string[]> {
  const told = broker.state().trades.map((trade) => `broker ${JSON.stringify(trade)}`);
  return [...(await dumpOf(storage)), ...told].map(comparable).sort();
}

/**
 * Ids of audit entries end in what was never given before. A changed roll state tells the position that was looked at, which may
 * be another by then: it decides nothing that a fill right after the change would not make just so.
 */
const comparable = (line: string): string =>
  line
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "…")
    .replace(/, holding -?\d+ of/, ", holding … of")
    .replace(/\["position",-?\d+\]/, '["position",…]');
