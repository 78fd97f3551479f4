import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CheckedEntry, checkSchedule } from "../../src/schedule/due.js";
import { type KnownRun, nextRun } from "../../src/schedule/nextRun.js";
import type { ScheduleEntry } from "../../src/schedule/schedule.js";
import { SUGGESTED_SCHEDULE } from "../../src/schedule/schedule.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";
import { timeZone } from "../../src/time/zone.js";

const MINUTE = HOUR / 60;
const EVERY_DAY = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Lives through a span minute by minute, and gives the starts, and what was missed, as `process day HH:MM`. */
function starts(
  entries: readonly ScheduleEntry[],
  zoneName: string,
  from: string,
  to: string,
  fails: (process: string, now: string) => "whole" | "in part" | undefined = () => undefined,
): { readonly started: string[]; readonly missed: string[] } {
  const checked = checkSchedule({ entries });
  const zone = timeZone(zoneName);
  const runs = new Map<string, KnownRun>();
  const told = new Map<CheckedEntry, number>();
  const since = toTime(from);
  const started: string[] = [];
  const missed: string[] = [];
  for (let instant = zone.instant(since); instant < zone.instant(toTime(to)); instant += MINUTE) {
    const now = zone.wallTime(instant);
    const at = formatTime(now).slice(0, 16);
    const step = () => nextRun(checked, now, { runs, since, told });
    for (let next = step(); next.status !== "wait"; next = step()) {
      if (next.status === "missed") {
        for (const { entry, start } of next.missed) {
          told.set(entry, start);
          missed.push(`${entry.process} ${at}`);
        }
        continue;
      }
      const { process } = next.entry;
      started.push(`${process} ${at}`);
      const failure = fails(process, at.slice(11));
      const endedWell = failure === "whole" ? runs.get(process)?.endedWell : now;
      runs.set(process, { started: now, endedWell, failed: failure === undefined ? undefined : now });
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
    const failing = starts(entries, "UTC", "2024-05-15", "2024-05-16", (process) =>
      process === "prices" ? "whole" : undefined,
    );
    expect(failing).toEqual({ started: ["prices 2024-05-15 20:30"], missed: ["backtests 2024-05-15 22:00"] });
  });

  it("sleeps until the next start, or the end of a window that waits", () => {
    const entries = checkSchedule({
      entries: [
        { process: "prices", start: "20:30" },
        { process: "backtests", start: "20:00", stop: "20:15", after: ["prices"] },
      ],
    });
    const state = { runs: new Map(), told: new Map(), since: toTime("2024-05-15") };
    const at = (time: string) => nextRun(entries, toTime(`2024-05-15 ${time}`), state);
    expect(at("12:00")).toEqual({ status: "wait", until: toTime("2024-05-15 20:00") });
    expect(at("20:00")).toEqual({ status: "wait", until: toTime("2024-05-15 20:15") });
  });

  describe("where a process failed and has a retry", () => {
    const entries = [
      { process: "prices", start: "20:30", stop: "21:30", retry: 15 },
      { process: "backtests", start: "20:40", stop: "23:00", after: ["prices"] },
    ];
    const evening = (fails: Parameters<typeof starts>[4]) =>
      starts(entries, "UTC", "2024-05-15", "2024-05-16", fails);
    const of = (...lines: string[]) => lines.map((line) => line.replace(" ", " 2024-05-15 "));

    it.each(["whole", "in part"] as const)("tries again, and what comes after it waits: failed %s", (how) => {
      const until2100 = (process: string, now: string) =>
        process === "prices" && now < "21:00" ? how : undefined;
      expect(evening(until2100)).toEqual({
        started: of("prices 20:30", "prices 20:45", "prices 21:00", "backtests 21:00"),
        missed: [],
      });
    });

    it("ends trying with its window; what failed in part lets the next go on, what failed whole does not", () => {
      const tries = of("prices 20:30", "prices 20:45", "prices 21:00", "prices 21:15");
      const always = (how: "whole" | "in part") => (process: string) =>
        process === "prices" ? how : undefined;
      expect(evening(always("in part"))).toEqual({
        started: [...tries, ...of("backtests 21:15")],
        missed: [],
      });
      expect(evening(always("whole"))).toEqual({ started: tries, missed: of("backtests 23:00") });
    });

    it("starts anew on the next day, with nothing left over", () => {
      const firstDay = (process: string, now: string) =>
        process === "prices" && now === "20:30" ? "whole" : undefined;
      const { started } = starts(entries, "UTC", "2024-05-15", "2024-05-17", firstDay);
      expect(started.filter((line) => line.startsWith("prices")).map((line) => line.slice(7))).toEqual([
        "2024-05-15 20:30",
        "2024-05-15 20:45",
        "2024-05-16 20:30",
        "2024-05-16 20:45",
      ]);
    });

    it("sleeps until the next try", () => {
      const at = toTime("2024-05-15 20:32");
      const runs = new Map([["prices", { started: at - 2 * MINUTE, endedWell: undefined, failed: at }]]);
      const next = nextRun(checkSchedule({ entries: entries.slice(0, 1) }), at, {
        runs,
        since: 0,
        told: new Map(),
      });
      expect(next).toEqual({ status: "wait", until: at + 15 * MINUTE });
    });
  });

  describe("what was missed is told once", () => {
    const day = [
      { process: "fills", start: "07:00", stop: "19:50", every: 30 },
      { process: "fx", start: "06:00", stop: "12:00" },
      { process: "backtests", start: "21:00", after: ["fills"] },
    ];

    it("not of windows that were over when the program came up", () => {
      expect(starts(day, "UTC", "2024-05-15 22:00", "2024-05-15 23:00").missed).toEqual([]);
    });

    it("of a window that ends at midnight, right after it", () => {
      const { missed } = starts(day, "UTC", "2024-05-15", "2024-05-17", (process) =>
        process === "fills" ? "whole" : undefined,
      );
      expect(missed).toEqual(["backtests 2024-05-16 00:00"]);
    });

    it("not of an entry that ran earlier in its window", () => {
      const checked = checkSchedule({ entries: day });
      const at = (time: string) => toTime(`2024-05-15 ${time}`);
      const state = (last: string) => ({
        runs: new Map([
          ["fills", { started: at(last), endedWell: at(last) }],
          ["fx", { started: at("06:00"), endedWell: at("06:00") }],
        ]),
        since: at("00:00"),
        told: new Map(),
      });
      expect(nextRun(checked, at("20:10"), state("18:00")).status).toBe("wait");
      expect(nextRun(checked, at("20:10"), state("06:50"))).toMatchObject({
        status: "missed",
        missed: [{ entry: { process: "fills" }, waitedFor: [] }],
      });
    });
  });
});
