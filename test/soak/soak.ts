import { join } from "node:path";
import { isContangoError } from "../../src/errors/contangoError.js";
import { autoRoll } from "../../src/production/autoRoll.js";
import { backupToCsv } from "../../src/production/backupToCsv.js";
import { executeTrades } from "../../src/production/executeTrades.js";
import type { Outcome } from "../../src/production/outcome.js";
import { pickUpFills } from "../../src/production/pickUpFills.js";
import { positionBreaks } from "../../src/production/positionBreaks.js";
import type { Process, ProcessOptions } from "../../src/production/process.js";
import { DAY_PROCESSES } from "../../src/production/processes.js";
import { runDay } from "../../src/production/runDay.js";
import { storeSnapshot } from "../../src/production/storeSnapshot.js";
import { truncateEchoFiles } from "../../src/production/truncateEchoFiles.js";
import { updateMultipleAdjustedPrices } from "../../src/production/updateMultipleAdjustedPrices.js";
import { updateTotalCapital } from "../../src/production/updateTotalCapital.js";
import { loadMarket } from "../../src/testing/loadMarket.js";
import { randomStream } from "../../src/testing/randomStream.js";
import { HOUR } from "../../src/time/civil.js";
import { formatDay } from "../../src/time/text.js";
import { checkAccountValue, checkLedger } from "./checks/capital.js";
import { hold } from "./checks/fail.js";
import { brokerDifferences, checkPositions } from "./checks/positions.js";
import { checkAdjustedPrices } from "./checks/prices.js";
import { checkAttention, checkRuns, type Findings, takeIn } from "./checks/records.js";
import { type Witness, witness } from "./checks/witness.js";
import { type HeapFigure, heapFigure } from "./heap.js";
import { type Flows, moveMoney, noFlows, settleCapital } from "./person/capital.js";
import { personPrompter } from "./person/prompter.js";
import { decideRolls, isRolledByProgram } from "./person/rolls.js";
import { settleSpikes } from "./person/spikes.js";
import { attributeFills, forgetTrades, recordByHand, tradeByHand } from "./person/trades.js";
import { isStill, QUIET_DAYS, sceneOf } from "./scene.js";
import { openWorld, restart, type StoreKind, type World, whileClosed } from "./world.js";

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

interface Soak {
  readonly world: World;
  readonly witness: Witness;
  readonly flows: Flows;
  readonly findings: Findings;
  readonly counts: Record<string, number>;
  readonly heap: Record<number, HeapFigure>;
}

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
  const soak: Soak = {
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
      if (day > 0 && day % RESTART_EVERY === 0) await restartAndLook(soak);
      await oneDay(soak, day, midnight);
      if ((day + 1) % MEASURE_EVERY === 0) await measure(soak, day + 1);
      if (process.env.SOAK_PROGRESS && day % 10 === 9)
        console.error(
          kind,
          day + 1,
          ((performance.now() - started) / 1000).toFixed(1),
          JSON.stringify(soak.counts),
        );
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

function count({ counts }: Soak, what: string, by = 1): void {
  counts[what] = (counts[what] ?? 0) + by;
}

async function restartAndLook(soak: Soak): Promise<void> {
  await restart(soak.world);
  count(soak, "restarts");
}

async function measure({ world, witness, heap }: Soak, day: number): Promise<void> {
  await witness.look(world.desk.storage);
  witness.rest();
  world.outcomes = [];
  const measured = (): void => {
    heap[day] = heapFigure();
  };
  if (world.kind === "sqlite") measured();
  else if (day % 50 === 0) await whileClosed(world, measured);
}

/** Times of day at which a night's work begins, in hours: before and after the daily bars come. */
const HOURS = [20.5, 21.75, 23.25];

async function oneDay(soak: Soak, day: number, midnight: number): Promise<void> {
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

/** What takes long and is not done every day here. */
const BACKUPS: readonly Process[] = [
  backupToCsv as Process,
  storeSnapshot as Process,
  truncateEchoFiles as Process,
];

function processesOf({ scene }: World, backsUp: boolean): readonly (readonly [Process, ProcessOptions])[] {
  const codes = [...scene.market.instruments.keys()];
  const instruments = codes.filter((_, place) => isRolledByProgram(place));
  return DAY_PROCESSES.flatMap((process): readonly (readonly [Process, ProcessOptions])[] => {
    if (process === (updateMultipleAdjustedPrices as Process)) {
      return [
        [process, {}],
        [autoRoll as Process, { instruments } as ProcessOptions],
      ];
    }
    return BACKUPS.includes(process) && !backsUp ? [] : [[process, {}]];
  });
}

/** Runs a process, and stops it where the broker does not answer. */
async function runOne(soak: Soak, process: Process, options: ProcessOptions): Promise<Outcome> {
  const { world } = soak;
  const stop = new AbortController();
  world.silence.onSilence = () => stop.abort();
  const run = Object.assign(
    (desk: World["desk"], given?: ProcessOptions) => process(desk, { ...options, ...given }),
    { definition: process.definition },
  ) as Process;
  try {
    const before = world.outcomes.length;
    const [outcome] = await runDay(world.desk, { processes: [run], signal: stop.signal });
    const { status, items } = outcome!;
    const threw = world.outcomes.length === before;
    if (threw) requireOutage(outcome!);
    else takeIn(soak.findings, outcome!);
    count(soak, "runs");
    if (threw) count(soak, "failed runs");
    if (status === "stopped") count(soak, "stopped runs");
    count(soak, "spikes", items.filter((item) => item.status === "spike").length);
    if (process === (updateTotalCapital as Process) && status === "done") await checkValue(soak);
    return outcome!;
  } finally {
    world.silence.onSilence = undefined;
  }
}

/** A run may fail as a whole only for the broker's sake. */
function requireOutage({ process, items }: Outcome): void {
  for (const item of items) {
    const code = "code" in item ? String(item.code) : "";
    hold(code.startsWith("BROKER_"), () => `${process} failed: ${item.message}`);
  }
}

async function checkValue({ world }: Soak): Promise<void> {
  if ((await brokerDifferences(world)).length > 0) return;
  await checkAccountValue(world, [...(await world.desk.data.fills.all()).values()]);
}

/** How often trades may be sent, and their fills taken in, before nothing is new. */
const TURNS = 3;

/** A second run at the same moment changes nothing; but for trades, whose fills come with the next one. */
async function requireSame(soak: Soak, process: Process, options: ProcessOptions): Promise<void> {
  const trades = process === (executeTrades as Process);
  for (let turn = 1; turn <= TURNS; turn++) {
    const changes = await soak.world.watched.changesOf(() => runOne(soak, process, options));
    if (changes.length === 0) return count(soak, "same runs");
    hold(
      trades && turn < TURNS,
      () => `${process.definition.name} again at the same moment changed ${changes.join(", ")}`,
    );
  }
}

/** @returns true where the broker has told what was done. */
async function seeToThings(soak: Soak, day: number): Promise<boolean> {
  const { world, flows } = soak;
  const { clock } = world;
  let told = false;
  const pickUp = async (): Promise<number> => {
    const outcome = await runOne(soak, pickUpFills as Process, {});
    told = TOLD.includes(outcome.status) && outcome.items.every(({ severity }) => severity !== "failed");
    return attributeFills(world, outcome);
  };
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["spikes settled", () => settleSpikes(world)],
    ["capital", () => settleCapital(world, flows)],
    ["price rolls by hand", () => decideRolls(world, day)],
    ["trades by hand", () => tradeByHand(world, day)],
    ["trades given up", () => forgetTrades(world)],
    ["fills attributed", pickUp],
    ["fills by hand", async () => (told ? recordByHand(world) : 0)],
    ["breaks", () => runOne(soak, positionBreaks as Process, {})],
  ];
  for (const [what, step] of steps) {
    clock.advance(60_000);
    try {
      const done = await step();
      if (typeof done === "number") count(soak, what, done);
    } catch (error) {
      if (!isContangoError(error) || !error.code.startsWith("BROKER_")) throw error;
      count(soak, "outages met by the person");
    }
  }
  return told;
}

const TOLD: readonly Outcome["status"][] = ["done", "unchanged", "attention"];

/** Rolls that are under way; the morning's look at yesterday's prices; snapshots of a store that has none. */
const ALWAYS_OPEN = ["autoRoll", "startupChecks", "storeSnapshot"];

async function checkEvening(soak: Soak, day: number, since: number, told: boolean): Promise<void> {
  const { world, flows, findings, witness } = soak;
  const { scene, desk, watched, outcomes } = world;
  for (const outcome of outcomes) if (outcome.status !== "running") takeIn(findings, outcome);
  await checkPositions(world, isStill(day));
  const differences = await brokerDifferences(world);
  if (told) hold(differences.length === 0, () => `positions differ: ${differences.join("; ")}`);
  else count(soak, "evenings in doubt");
  await checkLedger(world, flows);
  await checkAdjustedPrices(world);
  await witness.glance(desk.storage, watched.touched);
  await checkRuns(world, since);
  const open = await checkAttention(world, findings);
  const unsettled = open.filter((entry) => !ALWAYS_OPEN.some((process) => entry.startsWith(process)));
  if (day === scene.days.length - 1)
    hold(unsettled.length === 0, () => `on the last day there is still ${unsettled.join("; ")}`);
}
