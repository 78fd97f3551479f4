import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchedule } from "../../src/schedule/due.js";
import { type KnownRun, nextRun } from "../../src/schedule/nextRun.js";
import type { ScheduleEntry } from "../../src/schedule/schedule.js";
import { SUGGESTED_SCHEDULE } from "../../src/schedule/schedule.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";
import { timeZone } from "../../src/time/zone.js";

const MINUTE = HOUR / 60;
const EVERY_DAY = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Lives through a span minute by minute, and gives the starts as `process day HH:MM`. */
function starts(
  entries: readonly ScheduleEntry[],
  zoneName: string,
  from: string,
  to: string,
  fails: (process: string) => boolean = () => false,
): { readonly started: string[]; readonly missed: string[] } {
  const checked = checkSchedule({ entries });
  const zone = timeZone(zoneName);
  const runs = new Map<string, KnownRun>();
  const started: string[] = [];
  const missed: string[] = [];
  for (let instant = zone.instant(toTime(from)); instant < zone.instant(toTime(to)); instant += MINUTE) {
    const now = zone.wallTime(instant);
    for (let next = nextRun(checked, now, runs); next.status !== "wait"; next = nextRun(checked, now, runs)) {
      const { process } = next.entry;
      const endedWell = runs.get(process)?.endedWell;
      (next.status === "run" ? started : missed).push(`${process} ${formatTime(now).slice(0, 16)}`);
      const ends = next.status === "run" && !fails(process) ? now : endedWell;
      runs.set(process, { started: now, endedWell: ends });
    }
  }
  return { started, missed };
}

describe("nextRun [row 56] [row 57] [row 58]", () => {
  const [clocksGoForward, clocksGoBack] = ["2024-03-31", "2024-10-27"];

  it("starts the entries of the suggested schedule in order, each as often as it says", () => {
    const { started, missed } = starts(
      SUGGESTED_SCHEDULE.entries,
      "Europe/London",
      "2024-05-15",
      "2024-05-16",
    );
    expect(missed).toEqual([]);
    const names = started.map((line) => line.split(" ")[0]);
    expect(names.slice(0, 3)).toEqual(["startupChecks", "updateTotalCapital", "updateStrategyCapital"]);
    expect(names.filter((name) => name === "updateTotalCapital")).toHaveLength(10);
    expect(names.filter((name) => name === "clearBrokerClientIds")).toHaveLength(2);
    expect(started.at(-1)).toBe("clearBrokerClientIds 2024-05-15 23:45");
  });

  it("rests at the weekend unless an entry names those days", () => {
    const entries = [
      { process: "a", start: "09:00" },
      { process: "b", start: "09:00", days: ["Sat"] as const },
    ];
    const { started } = starts(entries, "UTC", "2024-05-17", "2024-05-21");
    expect(started).toEqual(["a 2024-05-17 09:00", "b 2024-05-18 09:00", "a 2024-05-20 09:00"]);
  });

  it("starts an entry whose time is left out by the clocks right after the change", () => {
    const entries = [{ process: "a", start: "01:30", days: EVERY_DAY }];
    const { started } = starts(entries, "Europe/London", clocksGoForward, "2024-04-01");
    expect(started).toEqual(["a 2024-03-31 02:00"]);
  });

  it("starts an entry whose time comes twice once", () => {
    const entries = [{ process: "a", start: "01:30", days: EVERY_DAY }];
    const { started } = starts(entries, "Europe/London", clocksGoBack, "2024-10-28");
    expect(started).toEqual(["a 2024-10-27 01:30"]);
  });

  it("starts each daily entry exactly once a day, in any zone, through changes of the clocks", () => {
    const clock = fc
      .integer({ min: 0, max: 24 * 60 - 1 })
      .map((minutes) => formatTime(minutes * MINUTE).slice(11, 16));
    const zone = fc.constantFrom(
      "Europe/London",
      "America/Chicago",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "America/Sao_Paulo",
      "Asia/Tehran",
    );
    const day = fc.integer({ min: 0, max: 364 }).map((days) => toTime("2018-01-01") + days * DAY);
    fc.assert(
      fc.property(fc.array(clock, { minLength: 1, maxLength: 4 }), zone, day, (times, zoneName, from) => {
        const entries = times.map((start, place) => ({ process: `p${place}`, start, days: EVERY_DAY }));
        const [first, last] = [from, from + 3 * DAY].map((time) => formatTime(time).slice(0, 10)) as [
          string,
          string,
        ];
        const { started } = starts(entries, zoneName, first, last);
        const wanted = entries.flatMap(({ process }) =>
          [0, 1, 2].map((days) => `${process} ${formatTime(from + days * DAY).slice(0, 10)}`),
        );
        expect(started.map((line) => line.slice(0, -6)).sort()).toEqual(wanted.sort());
      }),
      { numRuns: 60 },
    );
  });

  it("waits for what an entry comes after, and misses it where that fails", () => {
    const entries = [
      { process: "prices", start: "20:30" },
      { process: "backtests", start: "20:00", stop: "22:00", after: ["prices"] },
    ];
    expect(starts(entries, "UTC", "2024-05-15", "2024-05-16").started).toEqual([
      "prices 2024-05-15 20:30",
      "backtests 2024-05-15 20:30",
    ]);
    const failing = starts(entries, "UTC", "2024-05-15", "2024-05-16", (process) => process === "prices");
    expect(failing).toEqual({ started: ["prices 2024-05-15 20:30"], missed: ["backtests 2024-05-15 22:00"] });
  });

  it("sleeps until the next start, or the end of a window that waits", () => {
    const entries = checkSchedule({
      entries: [
        { process: "prices", start: "20:30" },
        { process: "backtests", start: "20:00", stop: "20:15", after: ["prices"] },
      ],
    });
    const at = (time: string) => nextRun(entries, toTime(`2024-05-15 ${time}`), new Map());
    expect(at("12:00")).toEqual({ status: "wait", until: toTime("2024-05-15 20:00") });
    expect(at("20:00")).toEqual({ status: "wait", until: toTime("2024-05-15 20:15") });
  });
});
