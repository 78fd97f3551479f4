import { DAY, HOUR, SECOND } from "../time/civil.js";
import { echoFile, type RunnerOptions } from "./crontab.js";
import { type CheckedEntry, checkSchedule, type ScheduledCommand, scheduledCommands } from "./due.js";
import { type Schedule, WEEKDAYS } from "./schedule.js";

/** A file to be written: its name without a folder, and what is in it. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * systemd units of a schedule: a service for each process and a timer with its times. Put them into `~/.config/systemd/user`,
 * then `systemctl --user daemon-reload` and `systemctl --user enable --now contango-*.timer`. A timer that was due while the
 * machine was off starts when it is up again; services that start at once run one after the other, in the order of the day, and
 * none while an earlier one of the day is at work. One that fails (exit code 2) is tried again as its entry says. Ends of windows
 * and waiting until another process has ended well are kept by `runSchedule` only.
 *
 * @throws ContangoError `SCHEDULE`.
 */
export function systemdUnits(schedule: Schedule, options: RunnerOptions): readonly GeneratedFile[] {
  const commands = scheduledCommands(checkSchedule(schedule));
  return commands.flatMap((command, place) => {
    const name = unitOf(command);
    return [
      { name: `${name}.service`, text: service(command, commands.slice(0, place), options) },
      { name: `${name}.timer`, text: timer(command, schedule.timezone) },
    ];
  });
}

const unitOf = ({ name }: ScheduledCommand): string => `contango-${name}`;

function service(
  { name, process, arguments: said, entries }: ScheduledCommand,
  before: readonly ScheduledCommand[],
  { command, folder, ...echo }: RunnerOptions,
): string {
  const file = echoFile(process, echo);
  const output =
    file === undefined
      ? []
      : [`StandardOutput=append:${escaped(file)}`, `StandardError=append:${escaped(file)}`];
  const [limits, restart] = retries(entries);
  return lines([
    "[Unit]",
    `Description=contango: ${name}`,
    ...before.map((earlier) => `After=${unitOf(earlier)}.service`),
    ...limits,
    "",
    "[Service]",
    "Type=oneshot",
    `WorkingDirectory=${escaped(folder)}`,
    `ExecStart=/bin/sh -c ${inShell([command(process), ...said].join(" "))}`,
    ...output,
    // 1 says that a person is needed, 3 that it is running already: no failures of the unit.
    "SuccessExitStatus=1 3",
    ...restart,
    "TimeoutStopSec=120",
  ]);
}

/** Tries again after the shortest `retry` of its entries, so often a day as all their windows have room for. */
function retries(entries: readonly CheckedEntry[]): readonly [limits: string[], restart: string[]] {
  const all = entries.flatMap(({ retry }) => retry ?? []);
  if (all.length === 0) return [[], []];
  const starts = entries.flatMap((entry) => [...times(entry), ...times({ ...entry, every: entry.retry })]);
  return [
    // Less than a day, so that the next one counts anew.
    ["StartLimitIntervalSec=20h", `StartLimitBurst=${starts.length}`],
    ["Restart=on-failure", `RestartSec=${Math.min(...all) / SECOND}`],
  ];
}

function timer({ name, entries }: ScheduledCommand, timezone: string | undefined): string {
  const zone = timezone === undefined ? "" : ` ${timezone}`;
  return lines([
    "[Unit]",
    `Description=contango: times of ${name}`,
    "",
    "[Timer]",
    ...entries.flatMap((entry) => times(entry).map((time) => `OnCalendar=${days(entry)} ${time}${zone}`)),
    "Persistent=true",
    "",
    "[Install]",
    "WantedBy=timers.target",
  ]);
}

function times({ start, stop, every }: CheckedEntry): readonly string[] {
  const all: string[] = [];
  for (let time = start; time < stop; time += every ?? DAY) all.push(`*-*-* ${clock(time)}:00`);
  return all;
}

const days = ({ days: set }: CheckedEntry): string => WEEKDAYS.filter((day) => set.has(day)).join(",");

/** `HH:MM` of milliseconds into the day. */
export function clock(time: number): string {
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${pad(time / HOUR)}:${pad((time % HOUR) / (HOUR / 60))}`;
}

const lines = (all: readonly string[]): string =>
  `${["# Made by contango from a schedule: change the schedule, not this file.", ...all].join("\n")}\n`;

/** `%` begins a specifier in a unit. */
const escaped = (text: string): string => text.replaceAll("%", "%%");

const inShell = (command: string): string =>
  `"${escaped(command).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("$", "$$$$")}"`;
