import { describe, expect, it } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import type { OutcomeItem } from "../../src/production/outcome.js";
import { defineProcess, type ProcessOptions } from "../../src/production/process.js";
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
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual([
      "Failed: prices",
      "Not started: backtests",
    ]);
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
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Failed: prices"]);
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

  it("looks again every five minutes where another was at work", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    const held = await desk.storage.lease("process/prices", { owner: "prices" });
    await runUntil(desk, ENTRIES, processes, "2024-01-02 22:00", [
      ["2024-01-02 20:47", () => held.release()],
    ]);
    expect(ran).toEqual(["prices 20:50", "backtests 21:00"]);
  });

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

  it("begins anew what start-up checks marked as broken off", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:45" });
    await record(desk, run({ status: "failed" }));
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    await runUntil(desk, ENTRIES, processes, "2024-01-02 23:30");
    expect(ran).toEqual(["prices 20:45", "backtests 21:00"]);
  });
});

describe("a process that failed and has a retry", () => {
  const retried: readonly ScheduleEntry[] = [
    { process: "prices", start: "20:30", stop: "22:00", retry: 15 },
    { process: "backtests", start: "20:40", after: ["prices"] },
  ];

  it("is tried again until it goes well, and what comes after it waits", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const failing = new Set(["prices"]);
    const { ran, processes } = notingProcesses(["prices", "backtests"], failing);
    const recover = async () => failing.clear();
    await runUntil(desk, retried, processes, "2024-01-03 12:00", [["2024-01-02 20:50", recover]]);
    expect(ran).toEqual(["prices 21:00", "backtests 21:00"]);
    // The second says that others are held back.
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Failed: prices", "Failed: prices"]);
  });

  it("is tried again by a program that was started anew", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:40" });
    await record(desk, run({ status: "failed", ended: toTime("2024-01-02 20:35") }));
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    await runUntil(desk, retried, processes, "2024-01-02 23:30");
    expect(ran).toEqual(["prices 20:50", "backtests 20:50"]);
  });

  /** Prices of two instruments: those of the second fail with a code until a time. */
  const partly = (code: "BROKER_DISCONNECTED" | "BROKER_NOT_FOUND", until: string) => {
    const { ran, processes } = notingProcesses(["backtests"]);
    const prices = defineProcess({
      name: "prices",
      title: "prices",
      reads: [],
      writes: [],
      run: async ({ each, time }) => {
        ran.push(`prices ${formatTime(time).slice(11, 16)}`);
        const items = await each(["CORN", "OATS"], async (name) => {
          if (name === "OATS" && time < toTime(until)) throw new ContangoError(code, "test", "not now");
          return { name, status: "written", severity: "ok" as const, message: "" };
        });
        return { items };
      },
    });
    return { ran, processes: [prices, ...processes] };
  };

  it("is tried again for items to which the broker did not answer", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { ran, processes } = partly("BROKER_DISCONNECTED", "2024-01-02 20:55");
    await runUntil(desk, retried, processes, "2024-01-02 23:30");
    expect(ran).toEqual(["prices 20:30", "prices 20:45", "prices 21:00", "backtests 21:00"]);
  });

  it("is not tried again for items with which another try would not help", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { ran, processes } = partly("BROKER_NOT_FOUND", "2024-01-03");
    await runUntil(desk, retried, processes, "2024-01-02 23:30");
    expect(ran).toEqual(["prices 20:30", "backtests 20:40"]);
  });
});

describe("what did not start", () => {
  it("is told of in one mail", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { processes } = notingProcesses(["prices", "backtests", "trades"], new Set(["prices"]));
    const entries: readonly ScheduleEntry[] = [
      { process: "prices", start: "20:30" },
      { process: "backtests", start: "21:00", after: ["prices"] },
      { process: "trades", start: "21:30", after: ["backtests"] },
    ];
    await runUntil(desk, entries, processes, "2024-01-03 12:00");
    const [, mail, ...others] = desk.outbox.mails;
    expect(mail).toEqual({
      subject: "Not started: backtests, trades",
      text: `backtests did not start in its window: prices had not ended well. See to that, and run backtests by hand.
trades did not start in its window: backtests had not ended well. See to that, and run trades by hand.
`,
    });
    expect(others).toEqual([]);
  });

  it("is told of where another process was at work through all of its window", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const { ran, processes } = notingProcesses(["fills", "fx"]);
    const slow = defineProcess({
      name: "slow",
      title: "slow",
      reads: [],
      writes: [],
      run: async () => {
        desk.clock.set("2024-01-02 22:10");
        return { items: [] };
      },
    });
    const entries: readonly ScheduleEntry[] = [
      { process: "slow", start: "20:45" },
      { process: "fills", start: "20:15", stop: "22:00", every: 60 },
      { process: "fx", start: "21:00", stop: "22:00" },
    ];
    await runUntil(desk, entries, [...processes, slow], "2024-01-02 23:00");
    expect(ran).toEqual(["fills 20:15"]);
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Not started: fx"]);
  });

  it("is not told of where the program came up after its window", async () => {
    await using desk = await testDesk({ now: "2024-01-02 23:30" });
    const { ran, processes } = notingProcesses(["prices", "backtests"]);
    await runUntil(desk, ENTRIES, processes, "2024-01-02 23:50");
    expect(ran).toEqual(["prices 23:30"]);
    expect(desk.outbox.mails).toEqual([]);
  });
});

describe("the options of an entry", () => {
  const told: unknown[] = [];
  const trades = defineProcess<OutcomeItem, ProcessOptions & { readonly mail?: boolean }>({
    name: "trades",
    title: "Trades",
    options: ["mail"],
    reads: [],
    writes: [],
    run: async (_, { mail }) => {
      told.push(mail);
      return { items: [] };
    },
  });

  it("are handed to its process", async () => {
    await using desk = await testDesk({ now: "2024-01-02 20:00" });
    const entries: readonly ScheduleEntry[] = [
      { process: "trades", start: "20:30", options: { mail: true } },
      { process: "trades", start: "21:30" },
    ];
    await runUntil(desk, entries, [trades], "2024-01-02 22:00");
    expect(told).toEqual([true, undefined]);
  });

  it("are refused at once where it does not take them", async () => {
    await using desk = await testDesk();
    const entries = [{ process: "trades", start: "20:30", options: { mial: true } }];
    await expect(runUntil(desk, entries, [trades], "2024-01-03")).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringMatching(/trades: there is no option "mial" \(did you mean "mail"\?\)/),
    });
  });
});
