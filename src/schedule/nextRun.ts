import { DAY, dayOf } from "../time/civil.js";
import { type CheckedEntry, lastStart, nextStart } from "./due.js";

const NEVER = Number.NEGATIVE_INFINITY;

/** What is known of the runs of a process, in wall time of the schedule's zone. */
export interface KnownRun {
  /** When the last run began. */
  readonly started: number;
  /** When the last run that did not fail ended; undefined where there is none. */
  readonly endedWell: number | undefined;
}

/** What a schedule does next. */
export type NextRun =
  | { readonly status: "run"; readonly entry: CheckedEntry }
  /** Its window is over, and what it waits for has not ended well. */
  | { readonly status: "missed"; readonly entry: CheckedEntry; readonly waitedFor: readonly string[] }
  /** Nothing starts before this wall time, unless what an entry waits for ends. */
  | { readonly status: "wait"; readonly until: number };

/**
 * What a schedule does at a wall time. An entry is due from its start on, until a run of its process has begun at or after that
 * start; of several starts that were slept through only the last counts, and none of an earlier day. It starts while its
 * window is open and what it waits for has ended well on the same day. Entries that are due at once start in order of time,
 * those of one time in the order of the schedule.
 *
 * Where clocks go back, a wall time that comes twice starts an entry once; where they go forward, a start that is left out
 * comes right after the change.
 */
export function nextRun(
  entries: readonly CheckedEntry[],
  now: number,
  runs: ReadonlyMap<string, KnownRun>,
): NextRun {
  const today = dayOf(now) * DAY;
  const due = entries
    .map((entry, place) => ({ entry, place, start: lastStart(entry, now) ?? NEVER }))
    .filter(({ entry, start }) => start >= today && (runs.get(entry.process)?.started ?? NEVER) < start)
    .sort((a, b) => a.start - b.start || a.place - b.place);
  for (const { entry } of due) {
    const isOpen = now < today + entry.stop;
    const waitedFor = entry.after.filter((other) => (runs.get(other)?.endedWell ?? NEVER) < today);
    if (isOpen && waitedFor.length === 0) return { status: "run", entry };
    if (!isOpen) return { status: "missed", entry, waitedFor };
  }
  const starts = entries.map((entry) => nextStart(entry, now) ?? Number.POSITIVE_INFINITY);
  const stops = due.map(({ entry }) => today + entry.stop);
  return { status: "wait", until: Math.min(...starts, ...stops) };
}
