import { describe, expect, it } from "vitest";
import { morningMail } from "../../src/production/morningMail.js";
import { defineProcess } from "../../src/production/process.js";
import { runDocument } from "../../src/production/runs.js";
import { status } from "../../src/production/status.js";
import { series } from "../../src/series/construct.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { nodeHost } from "../../src/storage/nodeHost.js";
import { testDesk } from "../../src/testing/testDesk.js";
import { HOUR } from "../../src/time/civil.js";

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

  it("tells a run that crashed from one that is at work", async () => {
    await using desk = await testDesk({ now: "2024-01-03 06:30" });
    const { host, pid, start } = await nodeHost.self();
    const record = {
      id: "1",
      process: "updateFxPrices",
      started: desk.clock.now(),
      status: "running" as const,
      message: "",
      items: 0,
      attention: 0,
      failed: 0,
      host,
      pid,
      processStart: start,
    };
    const stateOf = async () => (await status(desk, { schedule })).processes[0]?.status;
    await desk.storage.records.put(COLLECTIONS.runs, runDocument(record));
    expect(await stateOf()).toBe("running");
    await desk.storage.records.put(COLLECTIONS.runs, runDocument({ ...record, processStart: "long ago" }));
    expect(await stateOf()).toBe("crashed");
    await desk.storage.records.put(
      COLLECTIONS.runs,
      runDocument({ ...record, host: "another", processStart: "?" }),
    );
    expect(await stateOf()).toBe("running");
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

  it("has failed where it could not be sent, and keeps the mail", async () => {
    await using desk = await testDesk({ now: "2024-01-10 06:45" });
    desk.outbox.fail(true);
    const outcome = await morningMail(desk, { schedule: { entries: [] } });
    expect(outcome.status).toBe("failed");
    expect(await desk.mail.kept()).toHaveLength(1);
    desk.clock.advance(HOUR);
  });
});
