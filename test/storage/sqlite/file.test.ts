import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import { openDatabase } from "../../../src/storage/sqlite/database.js";
import { loadDriver } from "../../../src/storage/sqlite/loadDriver.js";
import { prepareSchema, storedFormat } from "../../../src/storage/sqlite/schema.js";
import { assertSameDocument } from "../../../src/testing/assertDocument.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { watchedDriver } from "./drivers.js";
import { temporaryFiles } from "./temporaryFiles.js";

const newFile = temporaryFiles();
const driver = await loadDriver();
const LIBRARY = "spotfx_prices";
const STATUS = { name: "futures_roll_status", key: ["instrument_code"] };

/** Runs SQL on a file as another program would. */
function raw(file: string, sql: string): void {
  const connection = driver.open(file, { readOnly: false });
  connection.exec(sql);
  connection.close();
}

async function filled(file = newFile()): Promise<string> {
  const { series, records } = await openSqlite(file);
  await series.apply({ kind: "write", library: LIBRARY, symbol: "GBPUSD", frame: dailyFrame(0, 20_000) });
  await series.apply({ kind: "write", library: LIBRARY, symbol: "EURUSD", frame: dailyFrame(5, 10) });
  await records.put(STATUS, { instrument_code: "CORN", roll_state: "Passive" });
  await series.close();
  return file;
}

describe("a file", () => {
  test("keeps series, records, staged changes and versions over a re-open", async () => {
    const file = newFile();
    const before = await openSqlite(file);
    const version = await before.series.apply({
      kind: "write",
      library: LIBRARY,
      symbol: "GBPUSD",
      frame: dailyFrame(0, 500),
    });
    const staged = await before.series.stage({
      kind: "append",
      library: LIBRARY,
      symbol: "GBPUSD",
      frame: dailyFrame(500, 2),
    });
    await before.records.put(STATUS, { instrument_code: "CORN", roll_state: "Passive" });
    await before.records.close();

    const { series, records } = await openSqlite(file);
    expect((await series.info(LIBRARY, "GBPUSD"))?.version).toBe(version);
    assertSameFrame((await series.read(LIBRARY, "GBPUSD"))?.frame, dailyFrame(0, 500));
    assertSameDocument(await records.get(STATUS, { instrument_code: "CORN" }), {
      instrument_code: "CORN",
      roll_state: "Passive",
    });
    expect(await series.leftovers()).toEqual([staged]);
    await series.publish(staged);
    assertSameFrame((await series.read(LIBRARY, "GBPUSD"))?.frame, dailyFrame(0, 502));
    await series.close();
  });

  test("is written ahead and fully synchronised", async () => {
    const watched = await watchedDriver();
    const { series } = await openSqlite({ file: newFile(), driver: watched });
    const pragma = (name: string) => Object.values(watched.connection.prepare(`PRAGMA ${name}`).get()!)[0];
    expect(pragma("journal_mode")).toBe("wal");
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("busy_timeout")).toBeGreaterThan(1000);
    await series.close();
  });

  test("shows one connection what the other wrote, and refuses the version before it", async () => {
    const file = await filled();
    const [one, two] = [await openSqlite(file), await openSqlite(file)];
    const base = (await two.series.info(LIBRARY, "EURUSD"))!.version;
    await one.series.apply({
      kind: "append",
      library: LIBRARY,
      symbol: "EURUSD",
      frame: dailyFrame(15, 1),
      expected: base,
    });
    assertSameFrame((await two.series.read(LIBRARY, "EURUSD"))?.frame, dailyFrame(5, 11));
    await assertRejects(
      two.series.apply({
        kind: "append",
        library: LIBRARY,
        symbol: "EURUSD",
        frame: dailyFrame(16, 1),
        expected: base,
      }),
      "STORE_VERSION_CONFLICT",
    );
    const put = (roll_state: string) =>
      ({
        kind: "put",
        collection: STATUS,
        document: { instrument_code: "CORN", roll_state },
        expected: { roll_state: "Passive" },
      }) as const;
    expect(await one.records.compareAndSet(put("Force"))).toBe(true);
    expect(await two.records.compareAndSet(put("Close"))).toBe(false);
    const staged = await one.series.stage({ kind: "delete", library: LIBRARY, symbol: "GBPUSD" });
    await two.series.publish(staged);
    expect(await one.series.list(LIBRARY)).toEqual(["EURUSD"]);
    await one.series.close();
    await two.series.close();
  });

  test("that is locked for too long is busy, which may be tried again", async () => {
    const file = await filled();
    const impatient = await watchedDriver((sql) => sql.replace(/busy_timeout = \d+/, "busy_timeout = 5"));
    const { series } = await openSqlite({ file, driver: impatient });
    const other = driver.open(file, { readOnly: false });
    other.exec("BEGIN IMMEDIATE");
    const error = await assertRejects(
      series.apply({ kind: "delete", library: LIBRARY, symbol: "EURUSD" }),
      "STORE_BUSY",
    );
    expect(error.retryable).toBe(true);
    expect((await series.read(LIBRARY, "EURUSD"))?.frame.length, "reading goes on").toBe(10);
    other.exec("COMMIT");
    other.close();
    expect(await series.apply({ kind: "delete", library: LIBRARY, symbol: "EURUSD" })).toBeNull();
    await series.close();
  });

  test("that is full keeps what it had", async () => {
    const file = await filled();
    const watched = await watchedDriver();
    const { series } = await openSqlite({ file, driver: watched });
    watched.connection.exec("PRAGMA max_page_count = 1");
    const error = await assertRejects(
      series.apply({ kind: "write", library: LIBRARY, symbol: "EURUSD", frame: dailyFrame(0, 50_000) }),
      "STORE_IO",
    );
    expect(error.message).toMatch(/disk is full/);
    assertSameFrame((await series.read(LIBRARY, "EURUSD"))?.frame, dailyFrame(5, 10));
    await series.close();
  });

  test("of another program is refused and left as it is", async () => {
    const file = newFile();
    raw(file, "CREATE TABLE customers (name TEXT)");
    const bytes = readFileSync(file);
    const error = await assertRejects(openSqlite(file), "STORE_FORMAT");
    expect(error.message).toMatch(/another program/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test("of a newer contango is refused and left as it is", async () => {
    const file = await filled();
    raw(file, "UPDATE contango_format SET version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    const error = await assertRejects(openSqlite(file), "STORE_FORMAT");
    expect(error.message).toMatch(/format 99.*up to 1.*update contango/);
    await assertRejects(openSqlite({ file, readOnly: true }), "STORE_FORMAT");
  });

  test("whose format is not a number is refused", async () => {
    const file = await filled();
    raw(file, "UPDATE contango_format SET version = 'one'");
    await assertRejects(openSqlite(file), "STORE_FORMAT");
  });

  test("of an older format is brought to the next after a copy was put beside it", async () => {
    const file = await filled();
    const migrations = [
      "ALTER TABLE contango_record ADD COLUMN note TEXT",
      "CREATE TABLE contango_extra (n INTEGER)",
    ];
    const database = openDatabase(driver, file, false);
    prepareSchema(database, migrations);
    expect(storedFormat(database)).toBe(3);
    prepareSchema(database, migrations);
    database.close();
    expect(existsSync(`${file}.format1-1`), "the second call had nothing to do").toBe(false);
    const { series } = await openSqlite({ file: `${file}.format1`, readOnly: true });
    assertSameFrame((await series.read(LIBRARY, "EURUSD"))?.frame, dailyFrame(5, 10));
    await series.close();
    await assertRejects(openSqlite(file), "STORE_FORMAT");
  });

  test("whose migration fails stays at the older format", async () => {
    const file = await filled();
    const database = openDatabase(driver, file, false);
    expect(() =>
      prepareSchema(database, ["CREATE TABLE contango_extra (n INTEGER)", "no such statement"]),
    ).toThrow();
    expect(storedFormat(database)).toBe(1);
    database.close();
    const { series } = await openSqlite(file);
    assertSameFrame((await series.read(LIBRARY, "EURUSD"))?.frame, dailyFrame(5, 10));
    await series.close();
  });
});

describe("opened only for reading", () => {
  test("a file is read, and every write refused", async () => {
    const file = await filled();
    const { series, records, transact } = await openSqlite({ file, readOnly: true });
    assertSameFrame((await series.read(LIBRARY, "GBPUSD"))?.frame, dailyFrame(0, 20_000));
    expect((await records.find(STATUS)).documents).toHaveLength(1);
    const change = { kind: "write", library: LIBRARY, symbol: "NEW", frame: dailyFrame(0, 1) } as const;
    for (const call of [
      () => series.apply(change),
      () => series.stage(change),
      () => records.put(STATUS, { instrument_code: "GOLD" }),
      () => records.delete(STATUS, { instrument_code: "CORN" }),
      () => transact([{ store: "series", change }]),
    ]) {
      await assertRejects(call(), "STORE_READ_ONLY");
    }
    const writer = await openSqlite(file);
    await writer.series.apply(change);
    expect(await series.list(LIBRARY), "what another connection writes is seen").toContain("NEW");
    await writer.series.close();
    await series.close();
    await assertRejects(series.apply(change), "STORE_CLOSED");
  });

  test("a file that is not there is missing, and an empty one has no format", async () => {
    const file = newFile();
    await assertRejects(openSqlite({ file, readOnly: true }), "STORE_MISSING");
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, "");
    const error = await assertRejects(openSqlite({ file, readOnly: true }), "STORE_FORMAT");
    expect(error.message).toMatch(/open it once for writing/);
  });
});

describe("a folder that is not there", () => {
  test("is made, with those above it, to write, and not to read", async () => {
    const file = newFile("no/such/folder/x.db");
    await assertRejects(openSqlite({ file, readOnly: true }), "STORE_MISSING");
    expect(existsSync(dirname(file))).toBe(false);
    const { series } = await openSqlite(file);
    await series.close();
    expect(existsSync(file)).toBe(true);
  });
});

describe("what cannot be opened", () => {
  test("a file that is not SQLite's", async () => {
    const file = newFile();
    writeFileSync(file, "DATETIME,PRICE\n2024-01-01,5\n".repeat(100));
    const error = await assertRejects(openSqlite(file), "STORE_CORRUPT");
    expect(error.message).toContain(file);
    expect(readFileSync(file, "utf8")).toMatch(/^DATETIME/);
  });

  test("a path below a file, a folder, and no path at all", async () => {
    const file = newFile();
    writeFileSync(file, "");
    const error = await assertRejects(openSqlite(`${file}/desk.db`), "STORE_IO");
    expect(error.message).toContain(`cannot open "${file}/desk.db"`);
    await assertRejects(openSqlite(newFile(".")), "STORE_IO");
    await assertRejects(openSqlite(" "), "CONFIG_VALUE");
  });

  test("a file that was cut off", async () => {
    const file = await filled();
    truncateSync(file, 3 * 4096);
    await assertRejects(
      openSqlite(file).then(({ series }) => series.read(LIBRARY, "GBPUSD").finally(() => series.close())),
      "STORE_CORRUPT",
    );
  });
});
