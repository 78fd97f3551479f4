import { DAY, dayOf } from "../time/civil.js";
import { type CheckedEntry, lastStart, nextStart } from "./due.js";

const NEVER = Number.NEGATIVE_INFINITY;
/** So long after another was found at work it is looked again. */
const AFTER_REFUSAL = 5 * 60_000;

/** What is known of the runs of a process, in wall time of the schedule's zone. */
export interface KnownRun {
  /** When the last run began; undefined where there is none. */
  readonly started: number | undefined;
  /** When the last run that did not fail ended; undefined where there is none. */
  readonly endedWell: number | undefined;
  /** When the last run ended, where it failed, or another may do what it could not; undefined otherwise. */
  readonly failed?: number | undefined;
  /** When it was last refused, as another was at work; undefined where it was not since. */
  readonly refused?: number | undefined;
}

/** Where a schedule stands, in wall time of its zone. */
export interface ScheduleState {
  readonly runs: ReadonlyMap<string, KnownRun>;
  /** Since when the program has been up: what was over by then is none of its business. */
  readonly since: number;
  /** The starts that were told of as missed. */
  readonly told: ReadonlyMap<CheckedEntry, number>;
}

/** An entry that did not run in its window, which is over. */
export interface Missed {
  readonly entry: CheckedEntry;
  readonly start: number;
  /** Processes that it waited for and that had not ended well; none where another was at work, or the machine asleep. */
  readonly waitedFor: readonly string[];
}

/** What a schedule does next. */
export type NextRun =
  | { readonly status: "run"; readonly entry: CheckedEntry }
  | { readonly status: "missed"; readonly missed: readonly Missed[] }
  /** Nothing starts before this wall time, unless what an entry waits for ends. */
  | { readonly status: "wait"; readonly until: number };

/** A start of an entry, and the end of its window. */
interface Turn {
  readonly entry: CheckedEntry;
  readonly start: number;
  readonly end: number;
  /** When it may begin: at its start, or as it is tried again; undefined where it has run. */
  readonly from: number | undefined;
  readonly isRetry: boolean;
}

/**
 * What a schedule does at a wall time. An entry is due from its start on, until a run of its process has begun at or after that
 * start; of several starts that were slept through only the last counts. It starts while its window is open and what it waits for
 * has ended well on the same day, and is not to be tried again. One that failed and has a `retry` is due again so long after it
 * ended; one that was refused, as another was at work, five minutes later. Entries that are due at once start in order of time, those of one time in the order of the schedule.
 *
 * Where clocks go back, a wall time that comes twice starts an entry once; where they go forward, a start that is left out
 * comes right after the change.
 */
export function nextRun(entries: readonly CheckedEntry[], now: number, state: ScheduleState): NextRun {
  const { runs, since, told } = state;
  const turns = entries
    .flatMap((entry) => turnOf(entry, now, runs.get(entry.process)) ?? [])
    .sort((a, b) => a.start - b.start);
  const trying = new Set(turns.flatMap(({ entry, isRetry }) => (isRetry ? [entry.process] : [])));
  const waitedFor = ({ entry, start }: Turn): readonly string[] =>
    entry.after.filter(
      (other) => (runs.get(other)?.endedWell ?? NEVER) < dayOf(start) * DAY || trying.has(other),
    );

  const missed = turns.filter(
    (turn) =>
      turn.from !== undefined &&
      now >= turn.end &&
      turn.end > since &&
      told.get(turn.entry) !== turn.start &&
      (runs.get(turn.entry.process)?.started ?? NEVER) < dayOf(turn.start) * DAY + turn.entry.start,
  );
  if (missed.length > 0) {
    return {
      status: "missed",
      missed: missed.map((turn) => ({ entry: turn.entry, start: turn.start, waitedFor: waitedFor(turn) })),
    };
  }
  const open = turns.filter(({ from, end }) => from !== undefined && now < end);
  const ready = open.find((turn) => turn.from! <= now && waitedFor(turn).length === 0);
  if (ready !== undefined) return { status: "run", entry: ready.entry };
  const starts = entries.map((entry) => nextStart(entry, now) ?? Number.POSITIVE_INFINITY);
  const changes = open.map(({ from, end }) => (from! > now ? from! : end));
  return { status: "wait", until: Math.min(...starts, ...changes) };
}

/** The last start of an entry, and whether it is still to be done; undefined where it has had none. */
function turnOf(entry: CheckedEntry, now: number, run: KnownRun | undefined): Turn | undefined {
  const start = lastStart(entry, now);
  if (start === undefined) return undefined;
  const end = dayOf(start) * DAY + entry.stop;
  const turn = { entry, start, end };
  if ((run?.started ?? NEVER) < start) {
    const from = Math.max(start, (run?.refused ?? NEVER) + AFTER_REFUSAL);
    return { ...turn, from, isRetry: false };
  }
  const again = (run?.failed ?? Number.NaN) + (entry.retry ?? Number.NaN);
  const isRetry = again < end && now < end;
  return { ...turn, from: isRetry ? again : undefined, isRetry };
}
