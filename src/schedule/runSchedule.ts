import { ContangoError } from "../errors/contangoError.js";
import type { Desk } from "../production/desk.js";
import { errorAbout } from "../production/errorText.js";
import type { Outcome } from "../production/outcome.js";
import type { Process, ProcessOptions } from "../production/process.js";
import { checkOptions, processOptions } from "../production/processOptions.js";
import { HOUR } from "../time/civil.js";
import { timeZone } from "../time/zone.js";
import { type CheckedEntry, checkSchedule } from "./due.js";
import { endsWell, later, storedRun } from "./knownRuns.js";
import { type KnownRun, type Missed, nextRun } from "./nextRun.js";
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
 * fails is logged, and the others go on. What could not start in its window while the program was up is mailed.
 *
 * @throws ContangoError `SCHEDULE` for a schedule that is wrong or names a process that is not given; `PROCESS_OPTION` for an
 * option that its process does not take; `TIME_ZONE`.
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
  for (const { process, options } of entries)
    checkOptions(processOptions(byName.get(process)!.definition), options);
  const zone = timeZone(schedule.timezone ?? desk.timezone);
  const wallTime = (): number => zone.wallTime(desk.clock.now());
  const names = new Set(entries.map(({ process }) => process));
  const runs = new Map<string, KnownRun>();
  const told = new Map<CheckedEntry, number>();
  const since = wallTime();
  while (!signal.aborted) {
    for (const name of names) {
      const known = later(runs.get(name), await storedRun(desk, name, zone));
      if (known !== undefined) runs.set(name, known);
    }
    const now = wallTime();
    const next = nextRun(entries, now, { runs, since, told });
    if (next.status === "wait") {
      const left = zone.instant(next.until) - desk.clock.now();
      await desk.clock.sleep(Math.max(1, Math.min(left, LOOK)), signal);
    } else if (next.status === "missed") {
      for (const { entry, start } of next.missed) told.set(entry, start);
      await tellMissed(desk, next.missed);
    } else {
      const { process: name, options } = next.entry;
      const outcome = await runOne(desk, byName.get(name)!, { ...options, signal });
      const ended = wallTime();
      const before = runs.get(name);
      runs.set(
        name,
        outcome?.status === "running"
          ? { started: before?.started, endedWell: before?.endedWell, failed: before?.failed, refused: ended }
          : {
              started: now,
              endedWell: endsWell(outcome?.status) ? ended : before?.endedWell,
              failed: mayGoBetter(outcome) ? ended : undefined,
            },
      );
      if (outcome !== undefined) onOutcome?.(outcome);
    }
  }
}

async function runOne(desk: Desk, process: Process, options: ProcessOptions): Promise<Outcome | undefined> {
  try {
    return await process(desk, options);
  } catch (error) {
    const { name } = process.definition;
    desk.log.error(errorAbout(`${name} failed`, error), { type: "runSchedule" });
    return undefined;
  }
}

async function tellMissed(desk: Desk, missed: readonly Missed[]): Promise<void> {
  const lines = missed.map(({ entry: { process }, waitedFor }) => {
    const why = waitedFor.length === 0 ? "its window was over" : `${waitedFor.join(", ")} had not ended well`;
    return `${process} did not start in its window: ${why}. See to that, and run ${process} by hand.`;
  });
  for (const line of lines) desk.log.error(line, { type: "runSchedule" });
  const subject = `Not started: ${missed.map(({ entry }) => entry.process).join(", ")}`;
  await desk.mail.send({ subject, text: `${lines.join("\n")}\n` }, "alert");
}

/** What a broker says where the same question may have an answer later. */
const PASSING = ["BROKER_DISCONNECTED", "BROKER_PACING"];

/** Whether a run failed, or left items undone because the broker did not answer; undefined: it threw. */
const mayGoBetter = (outcome: Outcome | undefined): boolean =>
  outcome === undefined ||
  outcome.status === "failed" ||
  outcome.items.some((item) => "code" in item && PASSING.includes(item.code));
