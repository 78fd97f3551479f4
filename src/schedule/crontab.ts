import { DAY, HOUR } from "../time/civil.js";
import { commandOptions } from "./commandOptions.js";
import { type CheckedEntry, checkSchedule } from "./due.js";
import { type Schedule, WEEKDAYS } from "./schedule.js";

/** How a scheduler of the machine starts a process. */
export interface RunnerOptions {
  /** The command of a process: `(process) => \`npx tsx runners/${process}.ts\``. The options of an entry follow it: `--mail`. */
  readonly command: (process: string) => string;
  /** The folder in which it runs: that of the private repo. An absolute path. */
  readonly folder: string;
  /** The folder of echo files, to which stdout and stderr are appended. An absolute path; without it, none are kept. */
  readonly echoFolder?: string;
  /** Ending of echo files (default `.txt`). */
  readonly echoExtension?: string;
}

const MINUTE = HOUR / 60;

/**
 * A crontab of a schedule: one line for each process, output appended to its echo file. Entries that wait for another run at
 * their time all the same, and nothing is tried again; where that matters, let `runSchedule` do it.
 *
 * @throws ContangoError `SCHEDULE`.
 * @example
 * crontab(SUGGESTED_SCHEDULE, { command: (name) => `npx tsx runners/${name}.ts`, folder: "/home/me/trading" });
 */
export function crontab(schedule: Schedule, options: RunnerOptions): string {
  const lines = checkSchedule(schedule).flatMap((entry) => {
    const command = shellCommand(entry, options);
    return cronTimes(entry).map((time) => `${time} ${cronDays(entry)} ${command.replaceAll("%", "\\%")}`);
  });
  const zone = schedule.timezone === undefined ? [] : [`CRON_TZ=${schedule.timezone}`];
  return `${["# Made by contango from a schedule: change the schedule, not this file.", ...zone, ...lines].join("\n")}\n`;
}

/** Minute and hour fields: one pair for each minute past the hour that is met, as `0 1,3,5 * *`. */
function cronTimes({ start, stop, every }: CheckedEntry): readonly string[] {
  const hours = new Map<number, number[]>();
  for (let time = start; time < stop; time += every ?? DAY) {
    const minute = Math.floor((time % HOUR) / MINUTE);
    hours.set(minute, [...(hours.get(minute) ?? []), Math.floor(time / HOUR)]);
  }
  return [...hours].map(([minute, at]) => `${minute} ${at.join(",")} * *`);
}

function cronDays({ days }: CheckedEntry): string {
  if (days.size === WEEKDAYS.length) return "*";
  // Cron counts from Sunday, 0.
  return WEEKDAYS.flatMap((day, place) => (days.has(day) ? [(place + 1) % 7] : []))
    .sort((a, b) => a - b)
    .join(",");
}

/** A command for a shell: into the folder, and output to the echo file. */
function shellCommand(
  { process, options }: CheckedEntry,
  { command, folder, ...echo }: RunnerOptions,
): string {
  const file = echoFile(process, echo);
  const output = file === undefined ? "" : ` >> ${quoted(file)} 2>&1`;
  const called = [command(process), ...commandOptions(options)].join(" ");
  return `cd ${quoted(folder)} && ${called}${output}`;
}

/** The echo file of a process; undefined where none are kept. */
export function echoFile(
  process: string,
  { echoFolder, echoExtension = ".txt" }: Pick<RunnerOptions, "echoFolder" | "echoExtension">,
): string | undefined {
  return echoFolder === undefined ? undefined : `${echoFolder}/${process}${echoExtension}`;
}

const quoted = (path: string): string =>
  /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
