import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { DAY, dayOf, HOUR, weekday } from "../time/civil.js";
import { timeZone } from "../time/zone.js";
import { type Schedule, WEEKDAYS, type Weekday } from "./schedule.js";

const MINUTE = HOUR / 60;
const DEFAULT_DAYS: readonly Weekday[] = WEEKDAYS.slice(0, 5);

/** An entry with its times as milliseconds into the day. */
export interface CheckedEntry {
  readonly process: string;
  readonly start: number;
  /** The whole day where the entry has none. */
  readonly stop: number;
  /** Milliseconds from one start to the next; undefined for one start a day. */
  readonly every: number | undefined;
  readonly days: ReadonlySet<Weekday>;
  readonly after: readonly string[];
}

/**
 * Checks a schedule.
 *
 * @throws ContangoError `SCHEDULE` naming the entry, for a time that is none, a window that is empty, an interval below a
 * minute, a process that is not known, or one that waits for another that never runs before it; `TIME_ZONE`.
 */
export function checkSchedule(schedule: Schedule, known?: readonly string[]): readonly CheckedEntry[] {
  if (schedule.timezone !== undefined) timeZone(schedule.timezone);
  const scheduled = new Set(schedule.entries.map(({ process }) => process));
  return schedule.entries.map((entry) => {
    const { process, every, days = DEFAULT_DAYS, after = [] } = entry;
    const problem = (what: string): ContangoError =>
      new ContangoError("SCHEDULE", "schedule", `the entry of ${process} at ${entry.start}: ${what}`, {
        details: { process, start: entry.start },
      });
    if (known !== undefined && !known.includes(process)) {
      throw problem(`there is no process "${process}"${didYouMean(process, known)}`);
    }
    const start = clockTime(entry.start);
    const stop = entry.stop === undefined ? DAY : clockTime(entry.stop);
    if (start === undefined) throw problem(`start is "${entry.start}"; write HH:MM, as in 20:30`);
    if (stop === undefined) throw problem(`stop is "${entry.stop}"; write HH:MM, as in 23:50`);
    if (start >= stop)
      throw problem(`it stops at ${entry.stop}, before it starts; a window lies within one day`);
    if (every !== undefined && !(Number.isFinite(every) && every >= 1)) {
      throw problem(`every is ${every}; give minutes, at least 1`);
    }
    const strange = days.find((day) => !WEEKDAYS.includes(day));
    if (strange !== undefined) throw problem(`there is no day "${strange}"; days are ${WEEKDAYS.join(", ")}`);
    if (days.length === 0) throw problem("it has no days");
    const missing = after.find((other) => !scheduled.has(other) || other === process);
    if (missing !== undefined) throw problem(`it waits for "${missing}", which the schedule does not run`);
    return {
      process,
      start,
      stop,
      every: every === undefined ? undefined : every * MINUTE,
      days: new Set(days),
      after,
    };
  });
}

function clockTime(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * HOUR + Number(match[2]) * MINUTE;
}

/** Starts of an entry on the day of a wall time, as wall times, in order; none on a day that it leaves out. */
function startsOnDay(entry: CheckedEntry, wallTime: number): readonly number[] {
  const day = dayOf(wallTime);
  if (!entry.days.has(WEEKDAYS[weekday(day)]!)) return [];
  const starts: number[] = [];
  for (let start = entry.start; start < entry.stop; start += entry.every ?? DAY)
    starts.push(day * DAY + start);
  return starts;
}

/** The last start of an entry at or before a wall time, up to a week back; undefined where there is none. */
export function lastStart(entry: CheckedEntry, wallTime: number): number | undefined {
  for (let back = 0; back <= 7; back++) {
    const start = startsOnDay(entry, wallTime - back * DAY).findLast((time) => time <= wallTime);
    if (start !== undefined) return start;
  }
  return undefined;
}

/** The first start of an entry after a wall time, up to a week ahead; undefined where there is none. */
export function nextStart(entry: CheckedEntry, wallTime: number): number | undefined {
  for (let ahead = 0; ahead <= 7; ahead++) {
    const start = startsOnDay(entry, wallTime + ahead * DAY).find((time) => time > wallTime);
    if (start !== undefined) return start;
  }
  return undefined;
}

/** The entries of each process, in the order of the schedule. */
export function byProcess(entries: readonly CheckedEntry[]): ReadonlyMap<string, readonly CheckedEntry[]> {
  const grouped = new Map<string, CheckedEntry[]>();
  for (const entry of entries) grouped.set(entry.process, [...(grouped.get(entry.process) ?? []), entry]);
  return grouped;
}
