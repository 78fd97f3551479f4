import { describe, expect, test } from "vitest";
import { backupToCsv } from "../../../src/production/backupToCsv.js";
import { restoreFromCsv } from "../../../src/production/restoreFromCsv.js";
import { series } from "../../../src/series/construct.js";
import type { Backup } from "../../../src/storage/backup.js";
import { csvBackup } from "../../../src/storage/csv/csvBackup.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import type { Storage } from "../../../src/storage/storage.js";
import { type FaultyFiles, faultyFiles } from "../../../src/testing/faultyFiles.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { scratchFolders } from "../../storage/composition/scratch.js";
import { contentsOf, fillDesk } from "./stores.js";

const newFolder = scratchFolders();

async function backedUp(): Promise<{
  readonly from: Backup;
  readonly disk: FaultyFiles;
  readonly contents: Readonly<Record<string, string>>;
}> {
  const disk = faultyFiles();
  const from = csvBackup("/backup", { files: disk });
  await using desk = await testDesk();
  await fillDesk(desk);
  await backupToCsv(desk, { to: from });
  return { from, disk, contents: await contentsOf(desk.storage) };
}

describe("a restore", () => {
  test("into an empty store brings all back; run again, it finds nothing to do [row 19] [row 20]", async () => {
    const { from, contents } = await backedUp();
    await using desk = await testDesk({ storage: await openSqlite(`${newFolder()}/desk.db`) });
    const outcome = await restoreFromCsv(desk, { from });
    expect(outcome.status).toBe("done");
    expect(outcome.items.find(({ name }) => name === "contractPrices")).toMatchObject({
      status: "restored",
      message: "3 of 3 series, 9 rows, restored and read back",
    });
    expect(await contentsOf(desk.storage)).toEqual(contents);
    expect((await restoreFromCsv(desk, { from })).status).toBe("unchanged");
    await backupToCsv(desk, { to: from });
  });

  test("is refused over a store that has other data, and writes nothing", async () => {
    const { from } = await backedUp();
    await using desk = await testDesk();
    await desk.data.fxPrices.write("EURUSD", series(["2024-03-28 23:00"], [1.08]));
    const before = await contentsOf(desk.storage);
    const outcome = await restoreFromCsv(desk, { from });
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toHaveLength(1);
    expect(outcome.items[0]!.message).toMatch(/not empty.*EURUSD of fxPrices.*into: "missing"/);
    expect(await contentsOf(desk.storage)).toEqual(before);

    await desk.data.fxPrices.delete("EURUSD");
    await desk.data.rollStates.write("CORN", "Force");
    const second = await restoreFromCsv(desk, { from });
    expect(second.items[0]).toMatchObject({ status: "refused" });
    expect(second.items[0]!.message).toMatch(/CORN.*futures_roll_status/);
    await desk.data.rollStates.write("GOLD", "Force");
    expect((await restoreFromCsv(desk, { from })).items[0]!.message).toMatch(/"GOLD".* of rollStates/);
  });

  test("of what is missing leaves what is there as it is", async () => {
    const { from, contents } = await backedUp();
    await using desk = await testDesk();
    await desk.data.fxPrices.write("EURUSD", series(["2024-03-28 23:00"], [1.08]));
    await desk.data.adjustedPrices.write("CORN", series(["2024-03-28 23:00"], [1]));
    await desk.data.rollStates.write("CORN", "Force");
    const own = await contentsOf(desk.storage);
    const outcome = await restoreFromCsv(desk, { from, into: "missing" });
    expect(outcome.status).toBe("done");
    expect(await contentsOf(desk.storage)).toEqual({ ...contents, ...own });
  });

  test("reads every file before it writes anything", async () => {
    const { from, disk } = await backedUp();
    await disk.remove("/backup/strategy_positions/trend_CORN.csv");
    const fx = disk.contents().get("/backup/fx_prices/GBPUSD.csv")!;
    await disk.remove("/backup/fx_prices/GBPUSD.csv");
    await (await disk.create("/backup/fx_prices/GBPUSD.csv")).write(fx.subarray(0, fx.length - 3));
    await using desk = await testDesk();
    const { status, items } = await restoreFromCsv(desk, { from });
    expect(status).toBe("attention");
    expect(items[0]!.message).toMatch(/2 of the 19 files .* damaged, so nothing was restored/);
    expect(items[0]!.message).toMatch(/fx_prices\/GBPUSD\.csv: it is not what was backed up/);
    expect(items[0]!.message).toMatch(/trend_CORN\.csv: it is not there/);
    expect(await contentsOf(desk.storage)).toEqual({});
  });

  test("is refused where there is no back-up, or it is of another time zone", async () => {
    const { from } = await backedUp();
    await using desk = await testDesk({ config: { timezone: "America/Chicago" } });
    const nothing = await restoreFromCsv(desk, { from: csvBackup("/none", { files: faultyFiles() }) });
    expect(nothing.items[0]!.message).toMatch(/no back-up in .*none.*name its folder/);
    const other = await restoreFromCsv(desk, { from });
    expect(other.items[0]!.message).toMatch(/wall time of UTC.*America\/Chicago.*timezone: UTC/);
    expect(await contentsOf(desk.storage)).toEqual({});
  });

  test("tells of a back-up that was broken off", async () => {
    const { from, disk } = await backedUp();
    await using desk = await testDesk();
    await fillDesk(desk);
    await desk.data.rollStates.write("CORN", "Force");
    disk.plan({ at: 40, kind: "kill" });
    await backupToCsv(desk, { to: from }).catch(() => undefined);
    disk.restart();
    await using fresh = await testDesk();
    const outcome = await restoreFromCsv(fresh, { from });
    expect(outcome.status).toBe("attention");
    expect(outcome.items.at(-1)).toMatchObject({ status: "incomplete" });
    expect(await fresh.data.fxPrices.list()).toEqual(["GBPUSD"]);
  });

  test("says on a dry run what it would do", async () => {
    const { from } = await backedUp();
    await using desk = await testDesk();
    const outcome = await restoreFromCsv(desk, { from, dryRun: true });
    expect(outcome.items.find(({ name }) => name === "contractPrices")?.message).toBe(
      "3 of 3 series would be restored",
    );
    expect(await contentsOf(desk.storage)).toEqual({});
    await desk.data.fxPrices.write("GBPUSD", series(["2024-03-28 23:00"], [1.08]));
    expect((await restoreFromCsv(desk, { from, dryRun: true })).items[0]).toMatchObject({
      status: "refused",
    });
  });

  test("that is told to stop goes on when it is run again", async () => {
    const { from, contents } = await backedUp();
    await using desk = await testDesk();
    expect((await restoreFromCsv(desk, { from, signal: AbortSignal.abort() })).status).toBe("stopped");
    expect(await contentsOf(desk.storage)).toEqual({});
    await restoreFromCsv(desk, { from });
    expect(await contentsOf(desk.storage)).toEqual(contents);
  });

  test("that is killed before any of its writes ends the same when it is run again", async () => {
    const { from, contents } = await backedUp();
    for (let fatal = 1; ; fatal++) {
      const engine = memoryEngine();
      let commits = 0;
      const dying = (storage: Storage): Storage => ({
        ...storage,
        atomically: async (fn, options) => {
          if (++commits >= fatal) throw new Error("killed");
          return storage.atomically(fn, options);
        },
      });
      const killed = await testDesk({ storage: dying(await openStorage(engine)) });
      const ended = await restoreFromCsv(killed, { from }).then(
        () => true,
        () => false,
      );
      await using desk = await testDesk({ storage: engine });
      expect((await restoreFromCsv(desk, { from })).status, `after commit ${fatal}`).not.toBe("attention");
      expect(await contentsOf(desk.storage), `after commit ${fatal}`).toEqual(contents);
      if (!ended) continue;
      expect(fatal).toBeGreaterThan(10);
      return;
    }
  });
});
