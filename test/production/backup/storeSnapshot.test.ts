import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { oldSnapshots, snapshotName, snapshotTime } from "../../../src/production/backup/snapshots.js";
import { listSnapshots, storeSnapshot } from "../../../src/production/storeSnapshot.js";
import { series } from "../../../src/series/construct.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import { restoreSnapshot } from "../../../src/storage/sqlite/restoreSnapshot.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { scratchFolders } from "../../storage/composition/scratch.js";
import { contentsOf, fillDesk } from "./stores.js";

const newFolder = scratchFolders();

async function desk(folder: string, config: Parameters<typeof testDesk>[0] = {}): Promise<TestDesk> {
  return testDesk({
    now: "2024-03-28 23:20",
    storage: await openSqlite(`${folder}/desk.db`),
    ...config,
    config: { snapshot_directory: `${folder}/snapshots`, ...config.config },
  });
}

describe("a snapshot of a desk's store", () => {
  test("becomes a store of the same content again [row 19]", async () => {
    const folder = newFolder();
    await using mine = await desk(folder);
    await fillDesk(mine);
    const outcome = await storeSnapshot(mine);
    expect(outcome.status).toBe("done");
    expect(outcome.items[0]!.message).toMatch(
      /snapshot-20240328-232000\.sqlite, \d+\.\d MB, written and checked/,
    );
    const [latest] = await listSnapshots(mine);
    expect(latest).toMatchObject({
      file: `${folder}/snapshots/snapshot-20240328-232000.sqlite`,
      time: mine.now(),
    });
    await mine.data.fxPrices.delete("GBPUSD");

    expect((await restoreSnapshot({ file: latest!.file, to: `${folder}/new.db` })).status).toBe("restored");
    await using restored = await testDesk({ storage: await openSqlite(`${folder}/new.db`) });
    await using whole = await testDesk();
    await fillDesk(whole);
    expect(await contentsOf(restored.storage)).toEqual(await contentsOf(whole.storage));
  });

  test("is taken once a moment, and the last 14 days are kept, other files left alone", async () => {
    const folder = newFolder();
    await using mine = await desk(folder);
    mkdirSync(`${folder}/snapshots`);
    const others = [
      "notes.txt",
      "snapshot-2024.sqlite",
      "snapshot-20231399-000000.sqlite",
      "snapshot-20200101-000000.db",
    ];
    for (const name of others) writeFileSync(`${folder}/snapshots/${name}`, name);
    for (let day = 0; day < 16; day++) {
      expect((await storeSnapshot(mine)).status).toBe("done");
      expect((await storeSnapshot(mine)).items[0]).toMatchObject({ status: "unchanged" });
      mine.clock.advance(86_400_000);
    }
    const kept = await listSnapshots(mine);
    expect(kept).toHaveLength(14);
    expect(kept[0]!.time).toBe(toTime("2024-04-12 23:20"));
    expect(kept.at(-1)!.time).toBe(toTime("2024-03-30 23:20"));
    expect(readdirSync(`${folder}/snapshots`)).toEqual(expect.arrayContaining(others));

    const outcome = await storeSnapshot(mine, { keep: 2 });
    expect(outcome.items.filter(({ status }) => status === "removed")).toHaveLength(13);
    expect(await listSnapshots(mine)).toHaveLength(2);
    await assertRejects(storeSnapshot(mine, { keep: 0 }), "SERIES_PARAMETER");
  });

  test("is copied to the mirror, read back, and kept as long there", async () => {
    const folder = newFolder();
    mkdirSync(`${folder}/nas`);
    await using mine = await desk(folder, { config: { offsystem_backup_directory: `${folder}/nas` } });
    await fillDesk(mine);
    expect((await storeSnapshot(mine, { keep: 1 })).items.at(-1)).toMatchObject({
      name: "mirror",
      status: "mirrored",
    });
    const name = "snapshot-20240328-232000.sqlite";
    expect(
      readFileSync(`${folder}/nas/snapshots/${name}`).equals(readFileSync(`${folder}/snapshots/${name}`)),
    ).toBe(true);
    mine.clock.advance(86_400_000);
    await storeSnapshot(mine, { keep: 1 });
    expect(readdirSync(`${folder}/nas/snapshots`)).toEqual(["snapshot-20240329-232000.sqlite"]);

    const away = await storeSnapshot(mine, { mirror: `${folder}/usb/snapshots` });
    expect(away.status).toBe("attention");
    expect(away.items.at(-1)!.message).toMatch(/usb is not there.*mount the disk/);
    expect(existsSync(`${folder}/usb`)).toBe(false);
  });

  test("says on a dry run what it would do, and does nothing", async () => {
    const folder = newFolder();
    await using mine = await desk(folder);
    const outcome = await storeSnapshot(mine, { dryRun: true });
    expect(outcome.items[0]!.message).toMatch(/would be written/);
    expect(existsSync(`${folder}/snapshots`)).toBe(false);
  });

  test("is none of a store that has no snapshots, and says what to do instead", async () => {
    await using memory = await testDesk();
    await memory.data.fxPrices.write("GBPUSD", series(["2024-03-28 23:00"], [1.26]));
    const outcome = await storeSnapshot(memory);
    expect(outcome.items[0]).toMatchObject({ status: "unsupported", severity: "ok" });
    expect(outcome.items[0]!.message).toMatch(/its backup is that of backupToCsv/);
  });
});

test("names of snapshots tell their time", () => {
  const time = toTime("2024-03-28 01:02:03");
  expect(snapshotName(time)).toBe("snapshot-20240328-010203.sqlite");
  expect(snapshotTime(snapshotName(time))).toBe(time);
  expect(snapshotTime("snapshot-20240230-010203.sqlite")).toBeUndefined();
  const names = [
    "snapshot-20240328-010203.sqlite",
    "snapshot-20240328-230000.sqlite",
    "snapshot-20240326-230000.sqlite",
    "other",
  ];
  expect(oldSnapshots(names, 1)).toEqual(["snapshot-20240326-230000.sqlite"]);
  expect(oldSnapshots(names, 2)).toEqual([]);
});
