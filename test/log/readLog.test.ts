import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { createLog } from "../../src/log/createLog.js";
import { deleteLogsBefore } from "../../src/log/deleteLogsBefore.js";
import { LEGACY_LOGS } from "../../src/log/legacyLog.js";
import { readLog } from "../../src/log/readLog.js";
import { recordLog } from "../../src/log/recordLog.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { Int32 } from "../../src/storage/recordStore.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";
import type { Storage, StorageEngine } from "../../src/storage/storage.js";
import { DAY } from "../../src/time/civil.js";
import { toLongDate } from "../../src/time/longDate.js";
import { toTime } from "../../src/time/text.js";
import { timeZone } from "../../src/time/zone.js";

const now = toTime("2024-07-10 12:00");

/** A storage with the log of some days: at noon of each a message about CORN, a warning about GBPUSD, an order that failed. */
async function withLog(engine: StorageEngine = memoryEngine(), days = 3): Promise<Storage> {
  const storage = await openStorage(engine);
  const clock = { time: 0, now: () => clock.time };
  const log = createLog({ clock, sinks: [recordLog(storage), { shows: true, write: async () => {} }] });
  for (let day = days - 1; day >= 0; day--) {
    clock.time = now - day * DAY;
    log.msg(`bars of day ${day}`, { type: "prices", instrument_code: "CORN" });
    log.warn(`Spike on day ${day}`, { type: "fx", currency_code: "GBPUSD" });
    log.error(`order of day ${day}`, {
      type: "orders",
      instrument_code: "CORN",
      instrument_order_id: 10 + day,
    });
  }
  await log.close();
  return storage;
}

const refusal = (code: string, part: string) =>
  expect.toSatisfy((error) => isContangoError(error) && error.code === code && error.message.includes(part));

describe("the log in the store", () => {
  it("has its labels as fields, its level as a number, and its time as a date", async () => {
    const storage = await withLog(memoryEngine(), 1);
    const { documents } = await storage.records.find(COLLECTIONS.logs);
    expect(documents.map(({ id, ...fields }) => ({ ...fields, id: typeof id }))).toEqual([
      {
        id: "string",
        level: 0,
        time: new Date(now),
        text: "bars of day 0",
        type: "prices",
        instrument_code: "CORN",
      },
      {
        id: "string",
        level: 2,
        time: new Date(now),
        text: "Spike on day 0",
        type: "fx",
        currency_code: "GBPUSD",
      },
      {
        id: "string",
        level: 3,
        time: new Date(now),
        text: "order of day 0",
        type: "orders",
        instrument_code: "CORN",
        instrument_order_id: 10,
      },
    ]);
  });

  it("is written in one commit a batch", async () => {
    const storage = await openStorage(memoryEngine());
    let commits = 0;
    const counted: Storage = {
      ...storage,
      atomically: (fn, options) => {
        commits++;
        return storage.atomically(fn, options);
      },
    };
    const log = createLog({ clock: { now: () => now }, sinks: [recordLog(counted)] });
    for (let i = 0; i < 300; i++) log.msg(`${i}`);
    await log.close();
    expect(commits).toBe(1);
    expect((await readLog(storage, { now })).entries).toHaveLength(300);
  });
});

describe("a query", () => {
  it("looks back one day, or as many as asked for [row 25]", async () => {
    const storage = await withLog();
    const listing = await readLog(storage, { now: now + 1 });
    expect(listing.lines()).toEqual([
      "2024-07-10 12:00:00Z msg      bars of day 0 (type prices, instrument_code CORN)",
      "2024-07-10 12:00:00Z warn     Spike on day 0 (type fx, currency_code GBPUSD)",
      "2024-07-10 12:00:00Z error    order of day 0 (type orders, instrument_code CORN, instrument_order_id 10)",
    ]);
    expect((await readLog(storage, { now: now + 1, lookBackDays: 2 })).entries).toHaveLength(6);
    expect((await readLog(storage, { now, lookBackDays: 0.5 })).entries).toHaveLength(3);
    expect((await readLog(storage, { now: now + 5 * DAY })).entries).toEqual([]);
  });

  it("gives objects, lines of text, and prints [row 25]", async () => {
    const listing = await readLog(await withLog(), { now, lookBackDays: 0.5 });
    expect([...listing]).toEqual(listing.entries);
    expect(listing.entries[0]).toEqual({
      id: expect.any(String),
      time: now,
      level: "msg",
      text: "bars of day 0",
      attributes: { type: "prices", instrument_code: "CORN" },
    });
    expect(String(listing)).toBe(listing.lines().join("\n"));
    expect(inspect(listing)).toBe(String(listing));
    expect(String(await readLog(await withLog(), { now: now + 9 * DAY }))).toBe("no entries");
  });

  it.each([
    [{ attributes: { instrument_code: "CORN" } }, 6],
    [{ attributes: { instrument_code: "CORN", type: "orders" } }, 3],
    [{ attributes: { instrument_code: "WHEAT" } }, 0],
    [{ attributes: { instrument_order_id: 11 } }, 1],
    [{ attributes: { instrument_order_id: "11" } }, 1],
    [{ attributes: { type: undefined } as object }, 9],
    [{ least: "warn" as const }, 6],
    [{ least: "critical" as const }, 0],
    [{ text: "spike" }, 3],
    [{ text: "day 1", attributes: { instrument_code: "CORN" }, least: "error" as const }, 1],
  ])("finds %j [row 25]", async (filter, count) => {
    const { entries } = await readLog(await withLog(), { now, lookBackDays: 30, ...filter });
    expect(entries).toHaveLength(count);
  });

  it("takes first and last moments, as instants or as wall time of a zone", async () => {
    const storage = await withLog();
    const zone = timeZone("Asia/Tokyo");
    const times = async (from: string | number | Date, to?: string | number | Date): Promise<number> =>
      (await readLog(storage, { now, from, ...(to === undefined ? {} : { to }), zone })).entries.length;
    expect(await times("2024-07-09", "2024-07-09")).toBe(3);
    expect(await times("2024-07-09 21:00", "2024-07-09 21:00")).toBe(3);
    expect(await times("2024-07-09 21:00:01")).toBe(3);
    expect(await times(now - DAY, new Date(now - 1))).toBe(3);
    expect(await times(0)).toBe(9);
    expect((await readLog(storage, { now, zone })).lines()[0]).toMatch(/^2024-07-09 21:00:00 msg/);
  });

  it("gives the latest where there are too many, and says so", async () => {
    const listing = await readLog(await withLog(), { now, lookBackDays: 9, limit: 4 });
    expect(listing.cut).toBe(true);
    expect(listing.entries.map(({ text }) => text)).toEqual([
      "order of day 1",
      "bars of day 0",
      "Spike on day 0",
      "order of day 0",
    ]);
    expect(String(listing)).toMatch(/^\(only the latest 4; ask for less, or raise limit\)\n/);
    expect((await readLog(await withLog(), { now, lookBackDays: 9, limit: 9 })).cut).toBe(false);
  });

  it("goes through many pages", async () => {
    const storage = await openStorage(memoryEngine());
    const log = createLog({ clock: { now: () => now }, sinks: [recordLog(storage)] });
    for (let i = 0; i < 2500; i++) log.msg(`${i}`, { instrument_order_id: i % 2 });
    await log.close();
    const { entries } = await readLog(storage, { now, attributes: { instrument_order_id: 1 } });
    expect(entries.map(({ text }) => text)).toEqual(Array.from({ length: 1250 }, (_, i) => `${2 * i + 1}`));
  });

  it("refuses what makes no sense", async () => {
    const storage = await withLog();
    const read = (options: object) => readLog(storage, { now, ...options });
    await expect(read({ attributes: { intrument_code: "CORN" } })).rejects.toThrow(
      refusal("LOG_ATTRIBUTE", 'did you mean "instrument_code"?'),
    );
    await expect(read({ least: "loud" })).rejects.toThrow(refusal("LOG_QUERY", "msg, terse, warn"));
    await expect(read({ lookBackDays: -1 })).rejects.toThrow(refusal("LOG_QUERY", "lookBackDays is -1"));
    await expect(read({ lookbackDays: 3 })).rejects.toThrow(
      refusal(
        "LOG_QUERY",
        'there is no option "lookbackDays" (did you mean "lookBackDays"?); give now, attributes',
      ),
    );
    await expect(read({ limit: 0 })).rejects.toThrow(refusal("LOG_QUERY", "limit is 0"));
    await expect(read({ from: "yesterday" })).rejects.toThrow(refusal("TIME_TEXT", "yesterday"));
    await expect(read({ now: Number.NaN })).rejects.toThrow(refusal("TIME_VALUE", "NaN"));
  });
});

/** Puts entries as pysystemtrade stored them. */
async function putLegacy(storage: Storage): Promise<void> {
  const long = (text: string): number => toLongDate(toTime(text));
  const put = (document: Parameters<Storage["records"]["put"]>[1]) =>
    storage.records.put(LEGACY_LOGS, document);
  await put({
    _Log_Record_id: 1,
    _Level: 4,
    _Timestamp: BigInt(long("2024-07-10 10:00")),
    _Text: "old critical",
    type: "fx",
    other: "x",
  });
  await put({
    _Log_Record_id: new Int32(2),
    _Level: new Int32(1),
    _Timestamp: long("2023-01-15 06:32:07"),
    _Text: "old",
  });
  await put({ _Log_Record_id: 3, _Level: 0, _Timestamp: 5, _Text: "no time" });
  await put({ _Log_Record_id: 4, _Level: 0, _Text: "none at all" });
}

describe("the log that pysystemtrade kept", () => {
  it("is read along, by its wall time [row 25]", async () => {
    const storage = await withLog();
    await putLegacy(storage);
    const zone = timeZone("Europe/London");
    const { entries } = await readLog(storage, { now, lookBackDays: 0.5, legacy: true, zone });
    expect(entries.map(({ text }) => text)).toEqual([
      "old critical",
      "bars of day 0",
      "Spike on day 0",
      "order of day 0",
    ]);
    expect(entries[0]).toEqual({
      id: "Logs/1",
      time: toTime("2024-07-10 09:00"),
      level: "critical",
      text: "old critical",
      attributes: { type: "fx" },
    });
    const all = await readLog(storage, { now, from: "2023", legacy: true, attributes: { type: "fx" } });
    expect(all.entries).toHaveLength(4);
    const oldest = await readLog(storage, { now, from: "2023", to: "2023", legacy: true });
    expect(oldest.lines()).toEqual(["2023-01-15 06:32:07Z terse    old"]);
  });

  it("is left alone unless it is asked for", async () => {
    const storage = await withLog();
    await putLegacy(storage);
    expect((await readLog(storage, { now, from: "2023" })).entries).toHaveLength(9);
    expect(await deleteLogsBefore(storage, now + 1)).toBe(9);
    expect((await storage.records.find(LEGACY_LOGS)).documents).toHaveLength(4);
  });
});

describe("deleting", () => {
  it("takes what is older, and leaves the rest [row 26]", async () => {
    const storage = await withLog();
    await putLegacy(storage);
    expect(await deleteLogsBefore(storage, now - DAY, { legacy: true })).toBe(3 + 2);
    const left = await readLog(storage, { now, from: "2000", legacy: true });
    expect(left.entries.map(({ text }) => text)).toEqual([
      "bars of day 1",
      "Spike on day 1",
      "order of day 1",
      "old critical",
      "bars of day 0",
      "Spike on day 0",
      "order of day 0",
    ]);
    expect(await deleteLogsBefore(storage, now - DAY, { legacy: true })).toBe(0);
  });

  it("goes page by page, stops when told, and ends where nothing is written", async () => {
    const storage = await openStorage(memoryEngine());
    const log = createLog({ clock: { now: () => now - 400 * DAY }, sinks: [recordLog(storage)] });
    for (let i = 0; i < 2500; i++) log.msg(`${i}`);
    await log.close();
    const before = now - 365 * DAY;
    let dry = 0;
    const dryRun = async (): Promise<void> => void dry++;
    expect(await deleteLogsBefore(storage, before, { commit: dryRun })).toBe(2500);
    expect(dry).toBe(3);

    const stop = new AbortController();
    const commit: Storage["atomically"] = async (fn) => {
      const result = await storage.atomically(fn);
      stop.abort();
      return result;
    };
    expect(await deleteLogsBefore(storage, before, { commit, signal: stop.signal })).toBe(1000);
    expect(await deleteLogsBefore(storage, before)).toBe(1500);
  });
});

it("is the same in sqlite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "contango-log-"));
  try {
    const storage = await withLog(await openSqlite(join(folder, "desk.sqlite")));
    await putLegacy(storage);
    const { entries } = await readLog(storage, {
      now,
      lookBackDays: 1.5,
      legacy: true,
      attributes: { type: "fx" },
    });
    expect(entries.map(({ text }) => text)).toEqual(["Spike on day 1", "old critical", "Spike on day 0"]);
    expect(await deleteLogsBefore(storage, now - DAY, { legacy: true })).toBe(5);
    await storage.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
