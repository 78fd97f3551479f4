import { expect, test } from "vitest";
import { cleanLogs } from "../../../src/production/cleanLogs.js";
import { readRuns } from "../../../src/production/runs.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";

const DAY = 86_400_000;

async function withLog(days: readonly number[]): Promise<TestDesk> {
  const desk = await testDesk({ now: "2024-03-28 23:35" });
  const now = desk.clock.now();
  for (const [at, ago] of days.entries()) {
    const time = new Date(now - ago * DAY);
    await desk.storage.records.put(COLLECTIONS.logs, {
      id: `${at}`,
      time,
      level: 0,
      text: `${ago} days ago`,
    });
    await desk.storage.records.put(COLLECTIONS.runs, {
      id: `${at}`,
      process: ago > 500 ? "old" : "new",
      started: time,
      ended: time,
      status: "done",
      message: "",
      items: 0,
      attention: 0,
      failed: 0,
      host: "h",
      pid: 1,
      processStart: "",
    });
  }
  return desk;
}

const logsOf = async ({ storage }: TestDesk): Promise<readonly string[]> =>
  (await storage.records.find(COLLECTIONS.logs)).documents.map(({ text }) => String(text));

test("log entries and runs of more than 365 days ago are deleted, the last run of a process never [row 26]", async () => {
  await using desk = await withLog([1000, 900, 400, 366, 365, 1]);
  const outcome = await cleanLogs(desk);
  expect(outcome.items).toMatchObject([
    { name: "logs", deleted: 4, message: "4 from before 2023-03-29 deleted" },
    { name: "runs", deleted: 3 },
  ]);
  expect(await logsOf(desk)).toEqual(["365 days ago", "1 days ago"]);
  const kept = await readRuns(desk.storage);
  expect(kept.map(({ process, id }) => [process, process === "cleanLogs" ? "" : id])).toEqual([
    ["cleanLogs", ""],
    ["new", "5"],
    ["new", "4"],
    ["old", "1"],
  ]);
  expect((await cleanLogs(desk)).status).toBe("unchanged");
});

test("so many days as one says are kept", async () => {
  await using desk = await withLog([40, 20, 1]);
  await cleanLogs(desk, { days: 30 });
  expect(await logsOf(desk)).toEqual(["20 days ago", "1 days ago"]);
  await assertRejects(cleanLogs(desk, { days: 0 }), "SERIES_PARAMETER");
  await assertRejects(cleanLogs(desk, { days: 1.5 }), "SERIES_PARAMETER");
});

test("on a dry run they are only counted", async () => {
  await using desk = await withLog([400, 1]);
  expect((await cleanLogs(desk, { dryRun: true })).items[0]).toMatchObject({ deleted: 1 });
  expect(await logsOf(desk)).toHaveLength(2);
});
