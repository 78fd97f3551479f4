import { ContangoError } from "../errors/contangoError.js";
import type { Desk } from "../production/desk.js";
import { errorAbout } from "../production/eachItem.js";
import type { Outcome } from "../production/outcome.js";
import type { Process } from "../production/process.js";
import { readRuns } from "../production/runs.js";
import { HOUR } from "../time/civil.js";
import { timeZone, type Zone } from "../time/zone.js";
import { type CheckedEntry, checkSchedule } from "./due.js";
import { type KnownRun, nextRun } from "./nextRun.js";
import type { Schedule } from "./schedule.js";

/** Between two looks at the clock, at most: it may be set, and the machine may sleep. */
const LOOK = HOUR / 60;

export interface RunScheduleOptions {
  /** The processes that the schedule names. */
  readonly processes: readonly Process[];
  /** Ends it: the process that is at work stops between two items. */
  readonly signal: AbortSignal;
  /** Told of every outcome. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/**
 * Runs the processes of a schedule, one after the other, until it is told to stop: one long-lived program instead of cron.
 * What has run is read from the store, so that a program that starts again, here or on another machine, goes on where the last
 * one was: a process that was killed or stopped midway is begun anew. One that was run by hand counts as well. A process that
 * fails is logged, and the others go on.
 *
 * @throws ContangoError `SCHEDULE` for a schedule that is wrong or names a process that is not given; `TIME_ZONE`.
 * @example
 * await runSchedule(desk, SUGGESTED_SCHEDULE, { processes: ALL_PROCESSES, signal: stop.signal });
 */
export async function runSchedule(
  desk: Desk,
  schedule: Schedule,
  { processes, signal, onOutcome }: RunScheduleOptions,
): Promise<void> {
  const byName = new Map(processes.map((process) => [process.definition.name, process]));
  const entries = checkSchedule(schedule, [...byName.keys()]);
  if (entries.length === 0) throw new ContangoError("SCHEDULE", "schedule", "the schedule has no entries");
  const zone = timeZone(schedule.timezone ?? desk.timezone);
  const names = new Set(entries.map(({ process }) => process));
  const runs = new Map<string, KnownRun>();
  while (!signal.aborted) {
    for (const name of names) {
      const known = later(runs.get(name), await storedRun(desk, name, zone));
      if (known !== undefined) runs.set(name, known);
    }
    const now = zone.wallTime(desk.clock.now());
    const next = nextRun(entries, now, runs);
    if (next.status === "wait") {
      const left = zone.instant(next.until) - desk.clock.now();
      await desk.clock.sleep(Math.max(1, Math.min(left, LOOK)), signal);
      continue;
    }
    const { process: name } = next.entry;
    const endedWell = runs.get(name)?.endedWell;
    if (next.status === "missed") {
      await missed(desk, next.entry, next.waitedFor);
      runs.set(name, { started: now, endedWell });
      continue;
    }
    const outcome = await runOne(desk, byName.get(name)!, signal);
    const ended = zone.wallTime(desk.clock.now());
    runs.set(name, { started: now, endedWell: endsWell(outcome?.status) ? ended : endedWell });
    if (outcome !== undefined) onOutcome?.(outcome);
  }
}

async function runOne(desk: Desk, process: Process, signal: AbortSignal): Promise<Outcome | undefined> {
  try {
    return await process(desk, { signal });
  } catch (error) {
    const { name } = process.definition;
    desk.log.error(errorAbout(`${name} failed`, error), { type: "runSchedule" });
    return undefined;
  }
}

async function missed(desk: Desk, { process }: CheckedEntry, waitedFor: readonly string[]): Promise<void> {
  const why = waitedFor.length === 0 ? "its window was over" : `${waitedFor.join(", ")} had not ended well`;
  const text = `${process} did not start today: ${why}. See to that, and run ${process} by hand.`;
  desk.log.error(text, { type: "runSchedule" });
  await desk.mail.send({ subject: `Not started: ${process}`, text: `${text}\n` }, "alert");
}

const endsWell = (status: Outcome["status"] | undefined): boolean =>
  status === "done" || status === "unchanged" || status === "attention";

/** So many runs that were broken off one after the other are not begun anew. */
const MOST_BROKEN_OFF = 3;

/**
 * The last run of a process, and the last one that ended well, whoever started it, among those of about a day. One that was
 * killed or stopped before it was through is to be begun anew; if it is still at work somewhere, the next one is refused.
 */
async function storedRun(desk: Desk, process: string, zone: Zone): Promise<KnownRun | undefined> {
  const runs = await readRuns(desk.storage, { process, last: 50 });
  const begun = runs.find(
    ({ status }, place) => (status !== "stopped" && status !== "running") || place === MOST_BROKEN_OFF - 1,
  );
  if (begun === undefined) return undefined;
  const well = runs.find(({ status, ended }) => ended !== undefined && endsWell(status));
  return {
    started: zone.wallTime(begun.started),
    endedWell: well?.ended === undefined ? undefined : zone.wallTime(well.ended),
  };
}

/** The later of what is known from here and from the store. */
function later(here: KnownRun | undefined, stored: KnownRun | undefined): KnownRun | undefined {
  if (here === undefined || stored === undefined) return here ?? stored;
  const ends = [here, stored].flatMap(({ endedWell }) => (endedWell === undefined ? [] : [endedWell]));
  return {
    started: Math.max(here.started, stored.started),
    endedWell: ends.length === 0 ? undefined : Math.max(...ends),
  };
}
