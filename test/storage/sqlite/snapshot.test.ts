import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import type { SqliteDriver } from "../../../src/storage/sqlite/driver.js";
import { restoreSnapshot } from "../../../src/storage/sqlite/restoreSnapshot.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { scratchFolders } from "../composition/scratch.js";
import { availableDrivers } from "./drivers.js";

const newFolder = scratchFolders();
const LIBRARY = "spotfx_prices";
const STATUS = { name: "futures_roll_status", key: ["instrument_code"] };

async function fill(file: string, driver?: SqliteDriver): Promise<void> {
  const storage = await openStorage(await openSqlite({ file, ...(driver === undefined ? {} : { driver }) }));
  await storage.atomically((batch) => {
    batch.writeSeries(LIBRARY, "GBPUSD", dailyFrame(0, 5000));
    batch.putRecord(STATUS, { instrument_code: "CORN", roll_state: "Passive" });
  });
  await storage.close();
}

/** A folder with a filled store and a snapshot of it. */
async function snapshotted(
  driver?: SqliteDriver,
): Promise<{ folder: string; desk: string; snapshot: string }> {
  const folder = newFolder();
  const [desk, snapshot] = [`${folder}/desk.db`, `${folder}/snapshot.sqlite`];
  await fill(desk, driver);
  const engine = await openSqlite({ file: desk, ...(driver === undefined ? {} : { driver }) });
  await engine.snapshot(snapshot);
  await engine.series.close();
  return { folder, desk, snapshot };
}

for (const driver of await availableDrivers()) {
  describe(`a snapshot by ${driver.name}`, () => {
    test("holds everything in one file, and becomes a store again", async () => {
      const { folder, snapshot } = await snapshotted(driver);
      expect(readdirSync(folder).sort()).toEqual(["desk.db", "snapshot.sqlite"]);
      const outcome = await restoreSnapshot({ file: snapshot, to: `${folder}/new.db`, driver });
      expect(outcome.status).toBe("restored");
      expect(readdirSync(folder).sort()).toEqual(["desk.db", "new.db", "snapshot.sqlite"]);
      await using storage = await openStorage(await openSqlite({ file: `${folder}/new.db`, driver }));
      assertSameFrame((await storage.series.read(LIBRARY, "GBPUSD"))?.frame, dailyFrame(0, 5000));
      expect(await storage.records.get(STATUS, { instrument_code: "CORN" })).toEqual({
        instrument_code: "CORN",
        roll_state: "Passive",
      });
      await storage.series.apply({
        kind: "append",
        library: LIBRARY,
        symbol: "GBPUSD",
        frame: dailyFrame(5000, 1),
      });
    });

    test("is of one moment while others write", async () => {
      const folder = newFolder();
      const file = `${folder}/desk.db`;
      await fill(file, driver);
      const writer = await openStorage(await openSqlite({ file, driver }));
      const pair = (day: number) =>
        writer.atomically((batch) => {
          batch.writeSeries(LIBRARY, "A", dailyFrame(day, 3));
          batch.writeSeries(LIBRARY, "B", dailyFrame(day, 3));
        });
      await pair(0);
      const engine = await openSqlite({ file, driver });
      for (let round = 0; round < 8; round++) {
        const writing = [1, 2, 3].map((step) => pair(round * 3 + step));
        await engine.snapshot(`${folder}/${round}.sqlite`);
        await Promise.all(writing);
        const taken = await openSqlite({ file: `${folder}/${round}.sqlite`, driver });
        const [a, b] = [await taken.series.read(LIBRARY, "A"), await taken.series.read(LIBRARY, "B")];
        assertSameFrame(a?.frame, b!.frame);
        await taken.series.close();
      }
      await engine.series.close();
      await writer.close();
    });

    test("of an older state brings that back", async () => {
      const { folder, desk, snapshot } = await snapshotted(driver);
      const engine = await openSqlite({ file: desk, driver });
      await engine.series.apply({ kind: "delete", library: LIBRARY, symbol: "GBPUSD" });
      await engine.series.close();
      await restoreSnapshot({ file: snapshot, to: `${folder}/new.db`, driver });
      const restored = await openSqlite({ file: `${folder}/new.db`, driver });
      expect(await restored.series.list(LIBRARY)).toEqual(["GBPUSD"]);
      await restored.series.close();
    });

    test("is refused where a store is not empty, or is open", async () => {
      const { folder, desk, snapshot } = await snapshotted(driver);
      const before = readFileSync(desk);
      const full = await restoreSnapshot({ file: snapshot, to: desk, driver });
      expect(full).toMatchObject({ status: "refused", reason: "not empty" });
      expect(full.message).toMatch(/desk\.db" is not empty; move it away/);
      expect(readFileSync(desk).equals(before)).toBe(true);

      const empty = `${folder}/empty.db`;
      const open = await openSqlite({ file: empty, driver });
      expect(await restoreSnapshot({ file: snapshot, to: empty, driver })).toMatchObject({
        reason: "in use",
      });
      await open.records.put(COLLECTIONS.desk, { name: "timezone", value: "UTC" });
      await open.series.close();
      expect(await restoreSnapshot({ file: snapshot, to: empty, driver })).toMatchObject({
        status: "restored",
      });
      const restored = await openSqlite({ file: empty, driver });
      expect(await restored.series.list(LIBRARY)).toEqual(["GBPUSD"]);
      await restored.series.close();
    });
  });
}

describe("a snapshot [row 13] [row 19]", () => {
  test("is not written over a file, and leaves nothing where the disk fails", async () => {
    const { folder, desk, snapshot } = await snapshotted();
    const before = readFileSync(snapshot);
    const engine = await openSqlite(desk);
    const error = await assertRejects(engine.snapshot(snapshot), "SNAPSHOT");
    expect(error.message).toMatch(/snapshot\.sqlite" is there already; name another/);
    await assertRejects(engine.snapshot(`${folder}/no/such.sqlite`), "STORE_IO");
    await engine.series.close();
    expect(readFileSync(snapshot).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["desk.db", "snapshot.sqlite"]);
  });

  test("takes the place of what a killed one left", async () => {
    const { folder, desk } = await snapshotted();
    writeFileSync(`${folder}/next.sqlite.partial`, "half of it");
    const engine = await openSqlite(desk);
    await engine.snapshot(`${folder}/next.sqlite`);
    await engine.series.close();
    expect(readdirSync(folder).sort()).toEqual(["desk.db", "next.sqlite", "snapshot.sqlite"]);
  });

  test("that is damaged is refused, and nothing is there afterwards", async () => {
    for (const damage of [
      (file: string) => truncateSync(file, 3 * 4096),
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xff, 2 * 4096, 4 * 4096);
        writeFileSync(file, bytes);
      },
      (file: string) => writeFileSync(file, "DATETIME,PRICE\n".repeat(1000)),
    ]) {
      const { folder, snapshot } = await snapshotted();
      damage(snapshot);
      const outcome = await restoreSnapshot({ file: snapshot, to: `${folder}/new.db` });
      expect(outcome).toMatchObject({ status: "refused", reason: "damaged" });
      expect(outcome.message).toMatch(/is damaged .*; nothing was restored, take an older snapshot/);
      expect(readdirSync(folder).sort()).toEqual(["desk.db", "snapshot.sqlite"]);
    }
  });

  test("that is not there, or is of another program, is an error", async () => {
    const folder = newFolder();
    await assertRejects(restoreSnapshot({ file: `${folder}/none`, to: `${folder}/new.db` }), "STORE_MISSING");
    const [driver] = await availableDrivers();
    const other = driver!.open(`${folder}/other.db`, { readOnly: false });
    other.exec("CREATE TABLE customers (name TEXT)");
    other.close();
    await assertRejects(
      restoreSnapshot({ file: `${folder}/other.db`, to: `${folder}/new.db` }),
      "STORE_FORMAT",
    );
    expect(existsSync(`${folder}/new.db`)).toBe(false);
  });

  test("is not put beside the log of another store", async () => {
    const { folder, snapshot } = await snapshotted();
    writeFileSync(`${folder}/new.db-wal`, "log");
    const outcome = await restoreSnapshot({ file: snapshot, to: `${folder}/new.db` });
    expect(outcome).toMatchObject({ status: "refused", reason: "not empty" });
    expect(outcome.message).toContain("new.db-wal");
  });

  test("frees the leases that were held, for good", async () => {
    const folder = newFolder();
    const engine = await openSqlite(`${folder}/desk.db`);
    const storage = await openStorage(engine);
    const held = await storage.lease("nightly");
    await storage.snapshot!(`${folder}/snapshot.sqlite`);
    await storage.close();
    await restoreSnapshot({ file: `${folder}/snapshot.sqlite`, to: `${folder}/new.db` });
    await using restored = await openStorage(await openSqlite(`${folder}/new.db`));
    const document = await restored.records.get(COLLECTIONS.leases, { name: "nightly" });
    expect(document).toMatchObject({ holder: null, fence: held.fence + 1n });
    await (await restored.lease("nightly")).release();
  });

  test("removes what a restore left that was killed, and nothing of one that is at work", async () => {
    const { folder, snapshot } = await snapshotted();
    for (const pid of [process.pid, 2 ** 22 + 1])
      writeFileSync(`${folder}/new.db.restoring-${pid}-x`, "half");
    await restoreSnapshot({ file: snapshot, to: `${folder}/new.db` });
    expect(readdirSync(folder).filter((name) => name.includes("restoring"))).toEqual([
      `new.db.restoring-${process.pid}-x`,
    ]);
    expect(dirname(snapshot)).toBe(folder);
  });
});

test("a storage offers snapshots where it is one engine that can", async () => {
  const sqlite = await openSqlite(`${newFolder()}/desk.db`);
  await using one = await openStorage(sqlite);
  expect(one.snapshot).toBeDefined();
  await using memory = await openStorage(memoryEngine());
  expect(memory.snapshot).toBeUndefined();
  await using two = await openStorage({ default: sqlite, prices: memoryEngine() });
  expect(two.snapshot).toBeUndefined();
});
