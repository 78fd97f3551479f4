import { HOUR } from "../time/civil.js";
import { echoFile, type RunnerOptions } from "./crontab.js";
import { type CheckedEntry, checkSchedule, type ScheduledCommand, scheduledCommands } from "./due.js";
import { type Schedule, WEEKDAYS, type Weekday } from "./schedule.js";
import { clock, type GeneratedFile } from "./systemdUnits.js";

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  Mon: "Monday",
  Tue: "Tuesday",
  Wed: "Wednesday",
  Thu: "Thursday",
  Fri: "Friday",
  Sat: "Saturday",
  Sun: "Sunday",
};

/**
 * Tasks of the Windows task scheduler of a schedule, one for each process: `schtasks /Create /XML updateFxPrices.xml /TN
 * contango\updateFxPrices`. Times are the machine's, whose zone has to be the schedule's. One that was due while the machine was off
 * is not made up for, as all of those would start at once; `status` says which, and nothing is tried again.
 *
 * @throws ContangoError `SCHEDULE`.
 */
export function windowsTasks(schedule: Schedule, options: RunnerOptions): readonly GeneratedFile[] {
  return scheduledCommands(checkSchedule(schedule)).map((scheduled) => ({
    name: `${scheduled.name}.xml`,
    text: task(scheduled, options),
  }));
}

function task(
  { name, process, arguments: said, entries }: ScheduledCommand,
  { command, folder, ...echo }: RunnerOptions,
): string {
  const file = echoFile(process, echo);
  const output = file === undefined ? "" : ` >> "${file.replaceAll("/", "\\")}" 2>&1`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by contango from a schedule: change the schedule, not this file. -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>contango: ${xml(name)}</Description>
  </RegistrationInfo>
  <Triggers>
${entries.map(trigger).join("\n")}
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>false</StartWhenAvailable>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>${xml(`/d /c ${[command(process), ...said].join(" ")}${output}`)}</Arguments>
      <WorkingDirectory>${xml(folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

/** A repetition lasts to the end of the window, its end left out. */
function trigger({ start, stop, every, days }: CheckedEntry): string {
  const repetition =
    every === undefined
      ? ""
      : `
      <Repetition>
        <Interval>PT${every / (HOUR / 60)}M</Interval>
        <Duration>PT${Math.max(1, (stop - start) / (HOUR / 60) - 1)}M</Duration>
      </Repetition>`;
  const on = WEEKDAYS.filter((day) => days.has(day)).map((day) => `          <${DAY_NAMES[day]} />`);
  return `    <CalendarTrigger>${repetition}
      <StartBoundary>2000-01-03T${clock(start)}:00</StartBoundary>
      <ScheduleByWeek>
        <DaysOfWeek>
${on.join("\n")}
        </DaysOfWeek>
        <WeeksInterval>1</WeeksInterval>
      </ScheduleByWeek>
    </CalendarTrigger>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const xml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
