import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { morningMail } from "../../src/production/morningMail.js";
import { defineProcess } from "../../src/production/process.js";
import { type RunRecord, runDocument } from "../../src/production/runs.js";
import { type StatusOptions, status } from "../../src/production/status.js";
import { series } from "../../src/series/construct.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { nodeHost } from "../../src/storage/nodeHost.js";
import { type TestDesk, testDesk } from "../../src/testing/testDesk.js";
import { toTime } from "../../src/time/text.js";

const schedule = {
  entries: [
    { process: "updateFxPrices", start: "06:00" },
    { process: "backupToCsv", start: "23:00" },
  ],
};
const processOf = (name: string, severity: "ok" | "attention" = "ok") =>
  defineProcess({
    name,
    title: name,
    reads: [],
    writes: [],
    run: async () => ({
      items: [{ name: "GBPUSD", status: "spike", severity, message: "1.9 after 1.3" }],
      complete: true,
    }),
  });

describe("the status of a desk", () => {
  it("says of each process when it last ran and what came of it, and which are overdue", async () => {
    await using desk = await testDesk({ now: "2024-01-03 06:00:30" });
    await processOf("updateFxPrices")(desk);
    desk.clock.set("2024-01-03 12:00");
    const { processes } = await status(desk, { schedule });
    expect(processes).toMatchObject([
      { process: "updateFxPrices", status: "done", overdue: false, message: "1 spike" },
      { process: "backupToCsv", status: "never", overdue: true },
    ]);
    desk.clock.set("2024-01-04 07:59");
    expect((await status(desk, { schedule })).processes[0]?.overdue).toBe(false);
    desk.clock.set("2024-01-04 08:01");
    expect((await status(desk, { schedule })).processes[0]?.overdue).toBe(true);
  });

  it.each([
    [undefined, "08:00"],
    [0, "06:00"],
    [0.5, "06:30"],
  ])("is late by no more than the grace, %s hours", async (graceHours, from) => {
    await using desk = await testDesk({ now: "2024-01-03 06:00" });
    await processOf("updateFxPrices")(desk);
    const options = { schedule, ...(graceHours === undefined ? {} : { graceHours }) };
    const overdue = async () => (await status(desk, options)).processes[0]?.overdue;
    desk.clock.set(toTime(`2024-01-04 ${from}`) - 1);
    expect(await overdue()).toBe(false);
    desk.clock.set(`2024-01-04 ${from}`);
    expect(await overdue()).toBe(true);
    await processOf("updateFxPrices")(desk);
    expect(await overdue()).toBe(false);
  });

  it.each([
    ["2024-01-09 23:00", undefined, false],
    ["2024-01-08 00:00", undefined, false],
    ["2024-01-05 00:00", undefined, false],
    ["2024-01-04 23:00", undefined, true],
    ["2024-01-04 23:00", 4, false],
    ["2024-01-09 23:00", 0, true],
    ["2024-01-10 09:00", 0, false],
  ])(
    "counts the business days since the last price, of %s, as old beyond %s: %s",
    async (last, staleAfter, old) => {
      await using desk = await testDesk({ now: "2024-01-10 12:00" });
      await desk.data.adjustedPrices.write("CORN", series([last], [450]));
      const { stalePrices } = await status(desk, {
        schedule,
        ...(staleAfter === undefined ? {} : { staleAfter }),
      });
      expect(stalePrices.map(({ instrument }) => instrument)).toEqual(old ? ["CORN"] : []);
    },
  );

  it("refuses what it does not take, and what is no desk", async () => {
    await using desk = await testDesk();
    for (const [given, options, message] of [
      [desk, { scheduel: schedule }, 'did you mean "schedule"?'],
      [undefined, {}, "status works on an open desk, and was given undefined: open one with openDesk"],
      [Promise.resolve(desk), {}, "was given a promise of one: await it"],
    ] as const) {
      await expect(status(given as never, options as StatusOptions)).rejects.toMatchObject({
        code: "PROCESS_OPTION",
        message: expect.stringContaining(message),
      });
    }
  });

  describe("tells a run that crashed from one that is at work", () => {
    const put = async (desk: TestDesk, over: Partial<RunRecord> = {}) => {
      const { host, pid, start } = await nodeHost.self();
      const record: RunRecord = {
        id: String(over.started),
        process: "updateFxPrices",
        started: desk.clock.now(),
        status: "running",
        message: "",
        items: 0,
        attention: 0,
        failed: 0,
        host,
        pid,
        processStart: start,
        ...over,
      };
      await desk.storage.records.put(COLLECTIONS.runs, runDocument(record));
    };
    const fx = async (desk: TestDesk) => (await status(desk, { schedule })).processes[0]!;
    const started = toTime("2024-01-03 06:00");

    it("and does not count one that was told to stop", async () => {
      await using desk = await testDesk({ now: "2024-01-03 12:00" });
      const ended = started + 1000;
      await put(desk, { started, status: "stopped", ended });
      expect(await fx(desk)).toMatchObject({ status: "stopped", overdue: true });
      await put(desk, { started, status: "done", ended });
      expect(await fx(desk)).toMatchObject({ status: "done", overdue: false });
    });

    it("by its process, on this machine", async () => {
      await using desk = await testDesk({ now: "2024-01-03 07:00" });
      await put(desk, { started });
      expect((await fx(desk)).status).toBe("running");
      await put(desk, { started, processStart: "long ago" });
      expect(await fx(desk)).toMatchObject({
        status: "crashed",
        lastStart: started,
        lastEnd: undefined,
        message: "it never ended, and was last seen at 2024-01-03 06:00; the next run takes up where it was",
      });
    });

    it.each([
      ["on another machine", { host: "another", processStart: "?" }],
      ["on this one before it was started anew", { host: `${hostname()}/another boot/pid:[1]` }],
    ])("by its signs of life, %s", async (_, where) => {
      await using desk = await testDesk({ now: "2024-01-03 06:04:59" });
      await put(desk, { started, ...where });
      expect((await fx(desk)).status).toBe("running");
      desk.clock.set("2024-01-03 06:05");
      expect((await fx(desk)).status).toBe("crashed");
      await put(desk, { started, ...where, seen: toTime("2024-01-03 06:04:30") });
      expect((await fx(desk)).status).toBe("running");
      desk.clock.set("2024-01-03 06:30");
      expect(await fx(desk)).toMatchObject({
        status: "crashed",
        message: expect.stringContaining("last seen at 2024-01-03 06:04;"),
      });
    });

    it("which counts as if it had not been, also when it was marked as failed since", async () => {
      for (const how of ["running", "failed"] as const) {
        await using desk = await testDesk({ now: "2024-01-03 07:59" });
        const before = toTime("2024-01-02 06:00");
        await put(desk, { started: before, ended: before + 1, status: "done" });
        await put(desk, { started: started - 1, status: how, processStart: "long ago" });
        await put(desk, { started, status: how, processStart: "long ago" });
        expect((await fx(desk)).overdue).toBe(false);
        desk.clock.set("2024-01-03 08:01");
        expect((await fx(desk)).overdue).toBe(true);
        await put(desk, { started: started + 1, ended: started + 2, status: "failed" });
        expect((await fx(desk)).overdue).toBe(false);
      }
    });
  });

  it("lists what waits for a person and prices that are old, and prints as a page", async () => {
    await using desk = await testDesk({ now: "2024-01-10 12:00", config: { stale_instruments: ["GONE"] } });
    await desk.data.adjustedPrices.write("CORN", series(["2024-01-03 23:00"], [450]));
    await desk.data.adjustedPrices.write("US10", series(["2024-01-09 23:00"], [110]));
    await desk.data.adjustedPrices.write("GONE", series(["2020-01-09 23:00"], [1]));
    await processOf("updateFxPrices", "attention")(desk);
    const now = await status(desk, { schedule });
    expect(now.attention).toMatchObject([{ item: "GBPUSD", status: "spike" }]);
    expect(now.stalePrices).toMatchObject([{ instrument: "CORN", businessDays: 5 }]);
    const text = String(now);
    expect(text).toContain("updateFxPrices  GBPUSD  spike since 2024-01-10 12:00  1.9 after 1.3");
    expect(text).toContain("CORN  last of 2024-01-03  5 business days");
    expect(text).toContain(
      "  To take off what is to stay as it is: settleAttention(desk, { process, item })\n",
    );
    expect(text).toMatch(/backupToCsv +never, overdue +it has not run yet/);
  });
});

describe("the morning mail", () => {
  it("is one mail with everything that matters, and says so in its subject", async () => {
    await using desk = await testDesk({ now: "2024-01-10 06:45" });
    await processOf("updateFxPrices", "attention")(desk);
    desk.outbox.clear();
    const outcome = await morningMail(desk, { schedule, reports: [{ title: "Trades", text: "buy 2 CORN" }] });
    expect(outcome.status).toBe("done");
    const [mail] = desk.outbox.mails;
    expect(mail?.subject).toBe("contango: 1 thing for you to see to, 1 process overdue or failed");
    expect(mail?.text).toContain("GBPUSD");
    expect(mail?.text).toContain("Trades\n\nbuy 2 CORN");
  });

  it("says that all is well where it is", async () => {
    await using desk = await testDesk({ now: "2024-01-10 06:45" });
    await morningMail(desk, { schedule: { entries: [] } });
    expect(desk.outbox.mails[0]?.subject).toBe("contango: all is well");
  });

  it("leaves itself out, which is at work while it is made", async () => {
    await using desk = await testDesk({ now: "2024-01-10 06:45" });
    const entries = [...schedule.entries, { process: "morningMail", start: "06:45" }];
    await morningMail(desk, { schedule: { entries } });
    const [mail] = desk.outbox.mails;
    expect(mail?.text).toContain("backupToCsv");
    expect(mail?.text).not.toContain("morningMail");
    expect(mail?.subject).toBe("contango: 2 processes overdue or failed");
  });

  it("holds the mails that were held back and could not be sent, which are forgotten with it", async () => {
    await using desk = await testDesk({ now: "2024-01-10 06:45" });
    for (const text of ["first", "second", "third"])
      await desk.mail.send({ subject: "Spike", text }, "alert");
    desk.outbox.fail(true);
    await desk.mail.send({ subject: "Roll report", text: "CORN rolls" }, "report");
    desk.outbox.clear();
    expect((await morningMail(desk, { schedule: { entries: [] } })).status).toBe("failed");
    const reasons = async () =>
      (await desk.mail.kept()).map(({ reason, mail }) => `${reason} ${mail.subject}`);
    const before = ["held Spike", "held Spike", "unsent Roll report"];
    expect((await reasons()).slice(0, 4)).toEqual([...before, "unsent contango: all is well"]);

    desk.outbox.fail(false);
    const dry = await morningMail(desk, { schedule: { entries: [] }, dryRun: true });
    expect(dry.items[0]?.message).toMatch(/\n5 kept mails go with it$/);
    expect(desk.outbox.mails).toEqual([]);
    expect((await morningMail(desk, { schedule: { entries: [] } })).status).toBe("done");
    expect(desk.outbox.mails).toHaveLength(1);
    const [mail] = desk.outbox.mails;
    expect(mail?.subject).toBe("contango: 1 thing for you to see to");
    for (const part of [/^Status at 2024-01-10 06:45/, "5 mails kept.", "second", "third", "CORN rolls"]) {
      expect(mail?.text).toMatch(part);
    }
    expect(mail?.text).not.toContain("Mails that wait to be sent");
    expect(await desk.mail.kept()).toEqual([]);
  });

  it("has failed where it could not be sent, and keeps the mail", async () => {
    await using desk = await testDesk({ now: "2024-01-10 06:45" });
    desk.outbox.fail(true);
    const outcome = await morningMail(desk, { schedule: { entries: [] } });
    expect(outcome.status).toBe("failed");
    const kept = (await desk.mail.kept()).map(({ mail }) => mail.subject);
    expect(kept).toEqual(["contango: all is well", "Failed: Morning mail: 1 of 1"]);
  });
});
