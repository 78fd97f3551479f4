import { describe, expect, it } from "vitest";
import { crontab } from "../../src/schedule/crontab.js";
import { checkSchedule } from "../../src/schedule/due.js";
import { type Schedule, SUGGESTED_SCHEDULE } from "../../src/schedule/schedule.js";
import { systemdUnits } from "../../src/schedule/systemdUnits.js";
import { windowsTasks } from "../../src/schedule/windowsTasks.js";

const OPTIONS = {
  command: (process: string) => `npx tsx runners/${process}.ts`,
  folder: "/home/me/my trading",
  echoFolder: "/home/me/echos",
};
const SCHEDULE: Schedule = {
  timezone: "Europe/London",
  entries: [
    { process: "updateTotalCapital", start: "01:10", stop: "05:15", every: 90 },
    { process: "updateFxPrices", start: "06:00", days: ["Mon", "Sun"] },
  ],
};

/** Minutes of the week, from Sunday, at which lines of a crontab start: a small reading of the format of its own. */
function cronMinutes(text: string): number[] {
  const lines = text.split("\n").filter((line) => /^\d/.test(line));
  return lines.flatMap((line) => {
    const [minute, hours, , , days] = line.split(" ");
    const all = days === "*" ? [0, 1, 2, 3, 4, 5, 6] : days!.split(",").map(Number);
    return all.flatMap((day) =>
      hours!.split(",").map((hour) => (day * 24 + Number(hour)) * 60 + Number(minute)),
    );
  });
}

/** Minutes of the week, from Sunday, at which a schedule starts something. */
function scheduledMinutes(schedule: Schedule): number[] {
  const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
  return checkSchedule(schedule).flatMap(({ start, stop, every, days }) => {
    const found: number[] = [];
    for (const [day, name] of names.entries()) {
      if (!days.has(name)) continue;
      for (let time = start; time < stop; time += every ?? 86_400_000) found.push(day * 1440 + time / 60_000);
    }
    return found;
  });
}

describe("a crontab of a schedule [row 21] [row 57] [row 58]", () => {
  it("has a line for each minute past the hour, its output appended to the echo file", () => {
    expect(
      crontab(SCHEDULE, OPTIONS),
    ).toBe(`# Made by contango from a schedule: change the schedule, not this file.
CRON_TZ=Europe/London
10 1,4 * * 1,2,3,4,5 cd '/home/me/my trading' && npx tsx runners/updateTotalCapital.ts >> /home/me/echos/updateTotalCapital.txt 2>&1
40 2 * * 1,2,3,4,5 cd '/home/me/my trading' && npx tsx runners/updateTotalCapital.ts >> /home/me/echos/updateTotalCapital.txt 2>&1
0 6 * * 0,1 cd '/home/me/my trading' && npx tsx runners/updateFxPrices.ts >> /home/me/echos/updateFxPrices.txt 2>&1
`);
  });

  it("starts everything at the minutes of the schedule, and at no other", () => {
    for (const schedule of [SCHEDULE, SUGGESTED_SCHEDULE]) {
      const sorted = (minutes: number[]): number[] => minutes.sort((a, b) => a - b);
      expect(sorted(cronMinutes(crontab(schedule, OPTIONS)))).toEqual(sorted(scheduledMinutes(schedule)));
    }
  });

  it("escapes what cron would take for the end of a line", () => {
    expect(crontab(SCHEDULE, { ...OPTIONS, command: () => "date +%F" })).toContain("date +\\%F");
  });
});

describe("systemd units of a schedule [row 58]", () => {
  const files = systemdUnits(SCHEDULE, OPTIONS);

  it("are a service and a timer for each process", () => {
    expect(files.map(({ name }) => name)).toEqual([
      "contango-updateTotalCapital.service",
      "contango-updateTotalCapital.timer",
      "contango-updateFxPrices.service",
      "contango-updateFxPrices.timer",
    ]);
  });

  it("name times with their zone, and the echo file", () => {
    const text = (name: string): string => files.find((file) => file.name === name)!.text;
    expect(text("contango-updateTotalCapital.timer").match(/OnCalendar=.*/g)).toEqual([
      "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 01:10:00 Europe/London",
      "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 02:40:00 Europe/London",
      "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 04:10:00 Europe/London",
    ]);
    expect(text("contango-updateFxPrices.service")).toContain(
      "StandardError=append:/home/me/echos/updateFxPrices.txt",
    );
    expect(text("contango-updateFxPrices.service")).toContain("SuccessExitStatus=1 3");
  });
});

describe("systemd services that start at once, as after a reboot", () => {
  const entries = [
    { process: "runBacktests", start: "21:00" },
    { process: "updateHistoricalPrices", start: "20:30", stop: "22:30", retry: 15 },
    { process: "startupChecks", start: "00:05" },
  ];
  const services = systemdUnits({ entries }, OPTIONS).filter(({ name }) => name.endsWith(".service"));
  const linesOf = (part: string, pattern: RegExp) =>
    services.find(({ name }) => name.includes(part))!.text.match(pattern);

  it("wait for those before them in the day", () => {
    expect(linesOf("startupChecks", /^After=.*/gm)).toBeNull();
    expect(linesOf("runBacktests", /^After=.*/gm)).toEqual([
      "After=contango-startupChecks.service",
      "After=contango-updateHistoricalPrices.service",
    ]);
  });

  it("are tried again as often as the window has room for", () => {
    expect(linesOf("updateHistoricalPrices", /^(StartLimit|Restart).*/gm)).toEqual([
      "StartLimitIntervalSec=20h",
      "StartLimitBurst=9",
      "Restart=on-failure",
      "RestartSec=900",
    ]);
    expect(linesOf("runBacktests", /^(StartLimit|Restart).*/gm)).toBeNull();
  });
});

describe("options of an entry", () => {
  const entries = [
    { process: "tradesToDo", start: "21:30", options: { mail: true } },
    { process: "updateHistoricalPrices", start: "07:00", options: { regions: ["ASIA"], maxSpike: 10 } },
    { process: "updateHistoricalPrices", start: "20:30" },
  ];

  it("follow the command in a crontab", () => {
    const commands = crontab({ entries }, OPTIONS).match(/npx.*(?= >>)/g);
    expect(commands).toEqual([
      "npx tsx runners/tradesToDo.ts --mail",
      "npx tsx runners/updateHistoricalPrices.ts --regions=ASIA, --max-spike=10",
      "npx tsx runners/updateHistoricalPrices.ts",
    ]);
  });

  it.each([
    ["systemd", systemdUnits, "contango-", ".service"],
    ["Windows", windowsTasks, "", ".xml"],
  ] as const)("make %s start a command of its own for each set of them", (_, generate, before, ending) => {
    const commands = generate({ entries }, OPTIONS)
      .filter(({ name }) => name.endsWith(ending))
      .map(({ name, text }) => [name, /npx [^>"&]*/.exec(text)?.[0].trim()]);
    expect(commands).toEqual(
      [
        [
          "updateHistoricalPrices",
          "npx tsx runners/updateHistoricalPrices.ts --regions=ASIA, --max-spike=10",
        ],
        ["updateHistoricalPrices-2", "npx tsx runners/updateHistoricalPrices.ts"],
        ["tradesToDo", "npx tsx runners/tradesToDo.ts --mail"],
      ].map(([name, command]) => [`${before}${name}${ending}`, command]),
    );
  });
});

describe("Windows tasks of a schedule [row 58]", () => {
  const [capital, fx] = windowsTasks(SCHEDULE, {
    ...OPTIONS,
    command: (process) => `node ${process}.js & echo "<done>"`,
  });

  it("have a trigger for each entry, repeated within its window", () => {
    expect(capital?.text).toContain("<Interval>PT90M</Interval>");
    expect(capital?.text).toContain("<Duration>PT244M</Duration>");
    expect(capital?.text).toContain("<StartBoundary>2000-01-03T01:10:00</StartBoundary>");
    expect(fx?.text.match(/<(Monday|Sunday) \/>/g)).toEqual(["<Monday />", "<Sunday />"]);
  });

  it("are well-formed, whatever the command holds", () => {
    expect(fx?.text).toContain(
      "node updateFxPrices.js &amp; echo &quot;&lt;done&gt;&quot; &gt;&gt; &quot;\\home\\me\\echos",
    );
    expect(fx?.text.replace(/<!--.*?-->/s, "")).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });
});

describe("a schedule that is wrong", () => {
  it.each([
    [{ process: "updateFxPrices", start: "6:00" }, /updateFxPrices at 6:00: start is "6:00"; write HH:MM/],
    [{ process: "updateFxPrices", start: "24:00" }, /start is "24:00"/],
    [{ process: "updateFxPrices", start: "06:00", stop: "05:00" }, /stops at 05:00, before it starts/],
    [{ process: "updateFxPrices", start: "06:00", every: 0 }, /every is 0; give minutes/],
    [{ process: "updateFxPrice", start: "06:00" }, /there is no process "updateFxPrice".*updateFxPrices/],
    [{ process: "updateFxPrices", start: "06:00", after: ["updateCapital"] }, /waits for "updateCapital"/],
    [{ process: "updateFxPrices", start: "06:00", retry: 0.5 }, /retry is 0.5; give minutes/],
    [
      { process: "updateFxPrices", start: "06:00", options: { since: "a b" } },
      /its option since is "a b"; give true, false, a number, or texts of letters and digits/,
    ],
    [
      { process: "updateFxPrices", start: "06:00", options: { pairs: ["GBPUSD;rm"] } },
      /its option pairs is \["GBPUSD;rm"\]/,
    ],
    [{ process: "updateFxPrices", start: "06:00", options: { label: "20241200" } }, /option label is/],
    [{ process: "updateFxPrices", start: "06:00", days: [] }, /it has no days/],
    [{ process: "updateFxPrices", start: "06:00", days: ["Friday" as "Fri"] }, /there is no day "Friday"/],
  ])("is refused by name: %j", (entry, message) => {
    expect(() => checkSchedule({ entries: [entry] }, ["updateFxPrices"])).toThrow(message);
  });

  it("is refused for a zone that does not exist", () => {
    expect(() => checkSchedule({ timezone: "Europe/Londn", entries: [] })).toThrow(
      /"Europe\/Londn" is not a time zone/,
    );
  });
});
