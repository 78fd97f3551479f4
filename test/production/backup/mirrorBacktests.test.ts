import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileBacktestStates } from "../../../src/launchers/files/backtestStates.js";
import type { BackupItem } from "../../../src/production/backup/backupItem.js";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import { csvBackup } from "../../../src/storage/csv/csvBackup.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { runAt } from "../../launchers/samples.js";
import { scratchFolders } from "../../storage/composition/scratch.js";

const newFolder = scratchFolders();

async function deskIn(folder: string, offSystem: object): Promise<TestDesk> {
  const kept = join(folder, "backtests");
  return testDesk({
    now: "2024-03-28 23:00",
    states: fileBacktestStates(kept),
    config: { backtest_store_directory: kept, ...offSystem },
  });
}

/** What a back-up says of backtests; its other files go elsewhere. */
async function copyBacktests(desk: TestDesk): Promise<BackupItem | undefined> {
  const to = csvBackup("/backup", { files: faultyFiles() });
  const { items } = await backupToCsv(desk, { to, mirror: false, backtests: true });
  return items.find(({ name }) => name === "backtests") as BackupItem | undefined;
}

test("backtests are copied to another disk where that is asked for, and open from there", async () => {
  const folder = newFolder();
  const nas = join(folder, "nas");
  mkdirSync(nas);
  await using desk = await deskIn(folder, { offsystem_backup_directory: nas });
  await desk.states.save("trend", runAt("2024-03-27 21:00"));
  await desk.states.save("trend", runAt("2024-03-28 21:00"));
  await desk.states.save("slow carry", runAt("2024-03-28 21:05"));
  writeFileSync(join(folder, "backtests", "trend", "notes.txt"), "mine");
  const first = await copyBacktests(desk);
  expect(first).toMatchObject({ status: "mirrored", severity: "ok", written: 6 });
  expect(first?.message).toBe(`6 files copied to ${join(nas, "backtests")} and read back`);
  expect(await copyBacktests(desk)).toMatchObject({ status: "unchanged", written: 0 });

  const copies = fileBacktestStates(join(nas, "backtests"));
  expect(await copies.list("trend")).toEqual(["20240327_210000", "20240328_210000"]);
  const state = await copies.load("slow carry");
  expect(state.config).toBe((await desk.states.load("slow carry")).config);
  expect(readdirSync(join(nas, "backtests", "trend"))).not.toContain("notes.txt");

  rmSync(join(folder, "backtests"), { recursive: true });
  cpSync(join(nas, "backtests"), join(folder, "backtests"), { recursive: true });
  expect(await desk.states.list("trend")).toHaveLength(2);
});

test("copies of more than 30 days ago go, never the last one of a strategy, and a disk that was lost empties nothing", async () => {
  const folder = newFolder();
  const nas = join(folder, "nas");
  mkdirSync(nas);
  await using desk = await deskIn(folder, { offsystem_backup_directory: nas });
  await desk.states.save("trend", runAt("2024-03-01 21:00"));
  await desk.states.save("gone", runAt("2024-03-01 21:00"));
  await copyBacktests(desk);
  desk.clock.set("2024-04-15 23:00");
  await desk.states.save("trend", runAt("2024-04-15 21:00"));
  expect(await copyBacktests(desk)).toMatchObject({ written: 2 });
  const copies = fileBacktestStates(join(nas, "backtests"));
  expect(await copies.list("trend")).toEqual(["20240415_210000"]);
  expect(await copies.list("gone")).toEqual(["20240301_210000"]);

  rmSync(join(folder, "backtests"), { recursive: true });
  expect(await copyBacktests(desk)).toMatchObject({ status: "unchanged" });
  expect(await copies.list("trend")).toEqual(["20240415_210000"]);
});

test("a disk that is not there, or not named, is for a person to see to; without being asked nothing is copied", async () => {
  const folder = newFolder();
  const nas = join(folder, "nas");
  await using away = await deskIn(folder, { offsystem_backup_directory: nas });
  await away.states.save("trend", runAt("2024-03-28 21:00"));
  const missing = await copyBacktests(away);
  expect(missing).toMatchObject({ status: "unreachable", severity: "attention" });
  expect(missing?.message).toMatch(
    /nas is not there, so nothing was copied to backtests in it; mount the disk/,
  );
  expect(existsSync(nas)).toBe(false);

  await using unset = await deskIn(folder, {});
  expect((await copyBacktests(unset))?.message).toMatch(/offsystem_backup_directory is not set/);
  const { items } = await backupToCsv(unset, { to: csvBackup("/backup", { files: faultyFiles() }) });
  expect(items.some(({ name }) => name === "backtests")).toBe(false);
});
