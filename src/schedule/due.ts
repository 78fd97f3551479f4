import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { DAY, dayOf, HOUR, weekday } from "../time/civil.js";
import { timeZone } from "../time/zone.js";
import { commandOptions, unsayableOption } from "./commandOptions.js";
import { type EntryOptions, type Schedule, WEEKDAYS, type Weekday } from "./schedule.js";

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
  /** Milliseconds from a failure to the next try; undefined for none. */
  readonly retry: number | undefined;
  readonly days: ReadonlySet<Weekday>;
  readonly after: readonly string[];
  readonly options: EntryOptions;
}

/**
 * Checks a schedule.
 *
 * @throws ContangoError `SCHEDULE` naming the entry, for a time that is none, a window that is empty, an interval below a
 * minute, a process that is not known, one that waits for another that never runs before it, or an option that cannot be said on
 * a command line; `TIME_ZONE`.
 */
export function checkSchedule(schedule: Schedule, known?: readonly string[]): readonly CheckedEntry[] {
  if (schedule.timezone !== undefined) timeZone(schedule.timezone);
  const scheduled = new Set(schedule.entries.map(({ process }) => process));
  return schedule.entries.map((entry) => {
    const { process, every, retry, days = DEFAULT_DAYS, after = [], options = {} } = entry;
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
    for (const [name, minutes] of Object.entries({ every, retry })) {
      if (minutes !== undefined && !(Number.isFinite(minutes) && minutes >= 1))
        throw problem(`${name} is ${minutes}; give minutes, at least 1`);
    }
    const unsayable = unsayableOption(options);
    if (unsayable !== undefined) {
      const given = JSON.stringify(options[unsayable]);
      throw problem(
        `its option ${unsayable} is ${given}; give true, false, a number, or texts of letters and digits`,
      );
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
      retry: retry === undefined ? undefined : retry * MINUTE,
      days: new Set(days),
      after,
      options,
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

/**
 * When a process was last due at or before a moment; where several entries run it, the earliest of their last starts, by which
 * all of them have been. Undefined where it is not scheduled, or has not been due for a week.
 *
 * @param timezone of the times of a schedule that says none.
 * @param moment epoch milliseconds UTC, as the answer.
 * @throws ContangoError `SCHEDULE`, `TIME_ZONE`.
 */
export function lastDue(
  schedule: Schedule,
  process: string,
  { timezone, moment }: { readonly timezone: string; readonly moment: number },
): number | undefined {
  const zone = timeZone(schedule.timezone ?? timezone);
  const wallTime = zone.wallTime(moment);
  const starts = checkSchedule(schedule)
    .filter((entry) => entry.process === process)
    .flatMap((entry) => lastStart(entry, wallTime) ?? []);
  return starts.length === 0 ? undefined : zone.instant(Math.min(...starts));
}

/** The first start of an entry after a wall time, up to a week ahead; undefined where there is none. */
export function nextStart(entry: CheckedEntry, wallTime: number): number | undefined {
  for (let ahead = 0; ahead <= 7; ahead++) {
    const start = startsOnDay(entry, wallTime + ahead * DAY).find((time) => time > wallTime);
    if (start !== undefined) return start;
  }
  return undefined;
}

/** What a scheduler of the machine starts: a process with its options. */
export interface ScheduledCommand {
  /** The process; where it is scheduled with several sets of options, a number follows from the second on. */
  readonly name: string;
  readonly process: string;
  readonly arguments: readonly string[];
  /** Those with these options, in the order of the schedule. */
  readonly entries: readonly CheckedEntry[];
}

/** The commands of a schedule, in the order in which they first start in a day. */
export function scheduledCommands(entries: readonly CheckedEntry[]): readonly ScheduledCommand[] {
  const commands = new Map<string, ScheduledCommand>();
  const seen = new Map<string, number>();
  for (const entry of [...entries].sort((a, b) => a.start - b.start)) {
    const { process, options } = entry;
    const said = commandOptions(options);
    const key = [process, ...said].join(" ");
    const before = commands.get(key);
    if (before !== undefined) {
      commands.set(key, { ...before, entries: [...before.entries, entry] });
      continue;
    }
    const number = (seen.get(process) ?? 0) + 1;
    seen.set(process, number);
    const name = number === 1 ? process : `${process}-${number}`;
    commands.set(key, { name, process, arguments: said, entries: [entry] });
  }
  return [...commands.values()];
}
