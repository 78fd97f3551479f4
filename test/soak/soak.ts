import { join } from "node:path";
import { loadMarket } from "../../src/testing/loadMarket.js";
import { randomStream } from "../../src/testing/randomStream.js";
import { HOUR } from "../../src/time/civil.js";
import { formatDay } from "../../src/time/text.js";
import { witness } from "./checks/witness.js";
import { type Course, count } from "./course.js";
import { checkEvening, seeToThings } from "./evening.js";
import { type HeapFigure, heapFigure } from "./heap.js";
import { moveMoney, noFlows } from "./person/capital.js";
import { personPrompter } from "./person/prompter.js";
import { processesOf, requireSame, runOne } from "./runs.js";
import { isStill, QUIET_DAYS, sceneOf } from "./scene.js";
import { openWorld, restart, type StoreKind, withoutData } from "./world.js";

export interface SoakOptions {
  readonly kind: StoreKind;
  readonly seed: string;
  /** Trading days, at least 40. */
  readonly days: number;
  readonly folder: string;
}

/** What a soak went through, and its figures. */
export interface SoakReport {
  readonly days: number;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  /** After the collection of everything that can be collected, by day, from 1. */
  readonly heap: Readonly<Record<number, HeapFigure>>;
}

const RESTART_EVERY = 20;
const MEASURE_EVERY = 10;
const MEASURE_MEMORY_EVERY = 50;

/**
 * Runs a desk for many days at a broker with faults, with a person who sees to what is reported, and checks every evening that
 * all fits together.
 *
 * @throws Error naming the day and the seed where it does not.
 */
export async function runSoak({ kind, seed, days, folder }: SoakOptions): Promise<SoakReport> {
  const started = performance.now();
  const scene = sceneOf(seed, days, folder);
  const person = personPrompter(scene.market);
  const world = await openWorld(scene, kind, folder, person);
  const soak: Course = {
    world,
    witness: witness(join(folder, "witness")),
    flows: noFlows(),
    findings: new Map(),
    counts: {},
    heap: {},
  };
  await loadMarket(world.desk, scene.market, { until: scene.days[0]! });
  for (const [day, midnight] of scene.days.entries()) {
    try {
      if (day > 0 && day % RESTART_EVERY === 0) await restart(world).then(() => count(soak, "restarts"));
      await oneDay(soak, day, midnight);
      if ((day + 1) % MEASURE_EVERY === 0) await measure(soak, day + 1);
    } catch (error) {
      const text = error instanceof Error ? error.stack : String(error);
      throw new Error(
        `day ${day} (${formatDay(midnight / (24 * HOUR))}) of the ${kind} soak with seed "${seed}": ${text}`,
      );
    }
  }
  await soak.witness.look(world.desk.storage);
  await world.desk.close();
  const { flows, counts, heap } = soak;
  return {
    days,
    seconds: (performance.now() - started) / 1000,
    counts: {
      ...counts,
      rows: soak.witness.rows,
      ...flows.counts,
      corrected: person.corrected,
      accepted: person.accepted,
      mails: world.mails,
    },
    heap,
  };
}

async function measure({ world, witness, heap }: Course, day: number): Promise<void> {
  await witness.look(world.desk.storage);
  if (world.kind === "memory" && day % MEASURE_MEMORY_EVERY !== 0) return;
  witness.rest();
  world.outcomes = [];
  await withoutData(world, () => {
    heap[day] = heapFigure();
  });
}

/** Times of day at which a night's work begins, in hours: before and after the daily bars come. */
const HOURS = [20.5, 21.75, 23.25];

async function oneDay(soak: Course, day: number, midnight: number): Promise<void> {
  const { world, flows } = soak;
  const { clock, zone, scene } = world;
  const random = randomStream(`${scene.seed}/day/${day}`);
  const isLast = day >= scene.days.length - QUIET_DAYS;
  const sameTwice = isStill(day) || isStill(day + 1);
  world.outcomes = [];
  world.watched.touched.clear();
  world.mailDown = random.uniform() < 0.05 && !isLast && !sameTwice;
  clock.set(zone.instant(midnight + HOURS[random.below(HOURS.length)]! * HOUR));
  if (!isStill(day) && !isLast && random.uniform() < 0.02) return count(soak, "days off");
  const since = clock.now();

  if (!isStill(day)) await moveMoney(world, flows, day);
  for (const [process, options] of processesOf(world, isStill(day) || day === scene.days.length - 1)) {
    if (!isStill(day)) clock.advance(60_000);
    await runOne(soak, process, options);
    if (isStill(day)) await requireSame(soak, process, options);
  }
  const sees = isLast || random.uniform() < 0.8;
  const told = sees && (await seeToThings(soak, day));
  await checkEvening(soak, day, since, told);
  count(soak, "days run");
}
