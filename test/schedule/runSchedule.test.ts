import { describe, expect, it } from "vitest";
import { defineProcess } from "../../src/production/process.js";
import { type RunRecord, runDocument } from "../../src/production/runs.js";
import { runSchedule } from "../../src/schedule/runSchedule.js";
import type { ScheduleEntry } from "../../src/schedule/schedule.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { type TestDesk, testDesk } from "../../src/testing/testDesk.js";
import { formatTime, toTime } from "../../src/time/text.js";

/** Processes that note when they run, and fail while they are told to. */
function notingProcesses(names: readonly string[], failing: ReadonlySet<string> = new Set()) {
  const ran: string[] = [];
  const processes = names.map((name) =>
    defineProcess({
      name,
      title: name,
      reads: [],
      writes: [],
      run: async ({ time }) => {
        if (failing.has(name)) throw new Error(`${name} cannot`);
        ran.push(`${name} ${formatTime(time).slice(11, 16)}`);
        return { items: [] };
      },
    }),
  );
  return { ran, processes };
}

/** Lets a schedule run until a time of the desk's clock; `at` is done as soon as its time has come. */
async function runUntil(
  desk: TestDesk,
  entries: readonly ScheduleEntry[],
  processes: Parameters<typeof runSchedule>[2]["processes"],
  until: string,
  at: readonly (readonly [time: string, work: () => Promise<unknown>])[] = [],
): Promise<void> {
  const stop = new AbortController();
  const left = [...at];
  const { sleep } = desk.clock;
  const clock = {
    ...desk.clock,
    sleep: async (milliseconds: number, signal?: AbortSignal) => {
      await sleep(milliseconds, signal);
      while (left.length > 0 && desk.now() >= toTime(left[0]![0])) await left.shift()![1]();
      if (desk.now() >= toTime(until)) stop.abort();
    },
  };
  await runSchedule({ ...desk, clock }, { entries }, { processes, signal: stop.signal });
}

const ENTRIES: readonly ScheduleEntry[] = [
  { process: "prices", start: "20:30" },
  { process: "backtests", start: "21:00", stop: "23:00", after: ["prices"] },
];

const run = (over: Partial<RunRecord>): RunRecord => ({
  id: `${over.started} ${over.process}`,
  process: "prices",
  started: toTime("2024-01-02 20:30"),
  status: "running",
  message: "",
  items: 0,
  attention: 0,
  failed: 0,
  host: "desk/another boot/pid",
  pid: 4711,
  processStart: "1",
  ...over,
});

const record = (desk: TestDesk, one: RunRecord) =>
  desk.storage.records.put(COLLECTIONS.runs, runDocument(one));

describe("a schedule that runs [row 56] [row 57] [row 58]", () => {
  it("runs what is due, each once, and what waits for it", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    await runUntil(desk, ENTRIES, processes, "2024-01-03 12:00");
    expect(ran).toEqual(["prices 20:30", "backtests 21:00"]);
  });

  it("misses what waits for a process that failed, and mails it", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { ran, processes } = notingProcesses(["prices", "backtests"], new Set(["prices"]));
    await runUntil(desk, ENTRIES, processes, "2024-01-03 12:00");
    expect(ran).toEqual([]);
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Not started: backtests"]);
  });

  it("goes on with what waits for it once a person has run it by hand", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const failing = new Set(["prices"]);
    const { ran, processes } = notingProcesses(["prices", "backtests"], failing);
    const byHand = async () => {
      failing.clear();
      await processes[0]!(desk);
    };
    await runUntil(desk, ENTRIES, processes, "2024-01-03 12:00", [["2024-01-02 21:40", byHand]]);
    expect(ran).toEqual(["prices 21:40", "backtests 21:40"]);
    expect(desk.outbox.mails).toEqual([]);
  });

  it.each(["running", "stopped"] as const)(
    "begins anew what was %s when the program ended",
    async (status) => {
      await using desk = await testDesk({ now: "2024-01-02 20:45" });
      await record(desk, run({ status }));
      const { ran, processes } = notingProcesses(["prices", "backtests"]);
      await runUntil(desk, ENTRIES, processes, "2024-01-02 23:30");
      expect(ran).toEqual(["prices 20:45", "backtests 21:00"]);
    },
  );

  it("does not begin anew what is killed each time", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:45" });
    for (const minute of [30, 35, 40])
      await record(desk, run({ started: toTime(`2024-01-02 20:${minute}`) }));
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    await runUntil(desk, ENTRIES, processes, "2024-01-02 23:30");
    expect(ran).toEqual([]);
  });

  it("does not run again what has run today, when it is started again", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:40" });
    const ended = toTime("2024-01-02 20:35");
    await record(desk, run({ status: "done", ended }));
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    await runUntil(desk, ENTRIES, processes, "2024-01-02 23:30");
    expect(ran).toEqual(["backtests 21:00"]);
  });
});
