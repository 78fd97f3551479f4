import { DAY, HOUR } from "../time/civil.js";
import { echoFile, type RunnerOptions } from "./crontab.js";
import { byProcess, type CheckedEntry, checkSchedule } from "./due.js";
import { type Schedule, WEEKDAYS } from "./schedule.js";

/** A file to be written: its name without a folder, and what is in it. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * systemd units of a schedule: a service for each process and a timer with its times. Put them into `~/.config/systemd/user`,
 * then `systemctl --user daemon-reload` and `systemctl --user enable --now contango-*.timer`. A timer that was due while the
 * machine was off starts when it is up again. Ends of windows and waiting for another process are kept by `runSchedule` only.
 *
 * @throws ContangoError `SCHEDULE`.
 */
export function systemdUnits(schedule: Schedule, options: RunnerOptions): readonly GeneratedFile[] {
  const entries = byProcess(checkSchedule(schedule));
  return [...entries].flatMap(([process, all]) => {
    const name = `contango-${process}`;
    return [
      { name: `${name}.service`, text: service(process, options) },
      { name: `${name}.timer`, text: timer(process, all, schedule.timezone) },
    ];
  });
}

function service(process: string, { command, folder, ...echo }: RunnerOptions): string {
  const file = echoFile(process, echo);
  const output =
    file === undefined
      ? []
      : [`StandardOutput=append:${escaped(file)}`, `StandardError=append:${escaped(file)}`];
  return lines([
    "[Unit]",
    `Description=contango: ${process}`,
    "",
    "[Service]",
    "Type=oneshot",
    `WorkingDirectory=${escaped(folder)}`,
    `ExecStart=/bin/sh -c ${inShell(command(process))}`,
    ...output,
    // 1 says that a person is needed, 3 that it is running already: no failures of the unit.
    "SuccessExitStatus=1 3",
    "TimeoutStopSec=120",
  ]);
}

function timer(process: string, entries: readonly CheckedEntry[], timezone: string | undefined): string {
  const zone = timezone === undefined ? "" : ` ${timezone}`;
  return lines([
    "[Unit]",
    `Description=contango: times of ${process}`,
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
