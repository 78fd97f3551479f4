import { describe, expect, test } from "vitest";
import { openSqlite } from "../../../src/sqlite.js";
import type { SeriesChange } from "../../../src/storage/seriesStore.js";
import type { Change, StorageEngine } from "../../../src/storage/storage.js";
import { assertSameDocument } from "../../../src/testing/assertDocument.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { watchedDriver } from "./drivers.js";

const LIBRARY = "capital";
const STATUS = { name: "futures_roll_status", key: ["instrument_code"] };
const CORN = { instrument_code: "CORN", roll_state: "Passive" };

const write = (symbol: string, day: number, rows: number, expected?: string | null): SeriesChange => ({
  kind: "write",
  library: LIBRARY,
  symbol,
  frame: dailyFrame(day, rows),
  ...(expected === undefined ? {} : { expected }),
});
const append = (day: number, rows: number): SeriesChange =>
  ({ ...write("a", day, rows), kind: "append" }) as SeriesChange;
const series = (change: SeriesChange): Change => ({ store: "series", change });

const transaction: readonly Change[] = [
  series(append(100, 3)),
  series(write("b", 0, 2)),
  {
    store: "records",
    change: { kind: "put", collection: STATUS, document: { ...CORN, roll_state: "Force" } },
  },
  { store: "records", change: { kind: "put", collection: STATUS, document: { instrument_code: "GOLD" } } },
];

/** What stands before any of the calls below. */
async function assertBefore({ series, records }: StorageEngine): Promise<void> {
  assertSameFrame((await series.read(LIBRARY, "a"))?.frame, dailyFrame(0, 100));
  expect(await series.list(LIBRARY)).toEqual(["a"]);
  expect(await series.leftovers()).toEqual([]);
  assertSameDocument(await records.get(STATUS, { instrument_code: "CORN" }), CORN);
  expect((await records.find(STATUS, { equals: { roll_state: "Passive" } })).documents).toHaveLength(1);
  expect((await records.find(STATUS)).documents).toHaveLength(1);
}

const CALLS: Readonly<Record<string, (engine: Required<StorageEngine>) => Promise<unknown>>> = {
  "a write": ({ series }) => series.apply(write("a", 7, 30)),
  "an append": ({ series }) => series.apply(append(100, 1)),
  "a deletion": ({ series }) => series.apply({ kind: "delete", library: LIBRARY, symbol: "a" }),
  "a staging": ({ series }) => series.stage(append(100, 2)),
  "a put over a document": ({ records }) => records.put(STATUS, { ...CORN, roll_state: "Close", extra: 1 }),
  "a put of a new document": ({ records }) =>
    records.put(STATUS, { instrument_code: "GOLD", roll_state: "Passive" }),
  "a deletion of a document": ({ records }) => records.delete(STATUS, { instrument_code: "CORN" }),
  "a transaction": ({ transact }) => transact(transaction),
};

describe("a device that fails at any write", () => {
  test.each(Object.entries(CALLS))("leaves everything as it was: %s", async (_, call) => {
    let failures = 0;
    for (let at = 1; ; at++) {
      const driver = await watchedDriver();
      const engine = await openSqlite({ file: ":memory:", driver });
      await engine.series.apply(write("a", 0, 100));
      await engine.records.put(STATUS, CORN);
      const before = driver.writes;
      driver.failAt(at);
      const failed = await call(engine).then(
        () => false,
        (error: unknown) => assertRejects(Promise.reject(error), "STORE_IO").then(() => true),
      );
      driver.failAt(undefined);
      if (!failed) {
        expect(driver.writes - before, "every write was made to fail once").toBe(at - 1);
        break;
      }
      failures++;
      await assertBefore(engine);
      await call(engine);
      await engine.series.close();
    }
    expect(failures, "the beginning, at least one write, and the commit").toBeGreaterThanOrEqual(3);
  });

  test("leaves a staged change staged where publishing or discarding fails", async () => {
    for (const call of ["publish", "discard"] as const) {
      for (let at = 1; at < 50; at++) {
        const driver = await watchedDriver();
        const { series } = await openSqlite({ file: ":memory:", driver });
        await series.apply(write("a", 0, 100));
        const staged = await series.stage(append(100, 2));
        driver.failAt(at);
        const failed = await series[call](staged).then(
          () => false,
          () => true,
        );
        driver.failAt(undefined);
        if (!failed) break;
        expect(await series.leftovers()).toEqual([staged]);
        assertSameFrame((await series.read(LIBRARY, "a"))?.frame, dailyFrame(0, 100));
        await series[call](staged);
        assertSameFrame(
          (await series.read(LIBRARY, "a"))?.frame,
          dailyFrame(0, call === "publish" ? 102 : 100),
        );
        await series.close();
      }
    }
  });
});

describe("transact", () => {
  test("does all changes and gives the versions of the series", async () => {
    const { series, records, transact } = await openSqlite(":memory:");
    const base = await series.apply(write("a", 0, 100));
    await records.put(STATUS, CORN);
    const versions = await transact([
      ...transaction,
      { store: "series", change: { ...write("c", 0, 1), expected: null } },
    ]);
    expect(versions).toEqual([
      (await series.info(LIBRARY, "a"))?.version,
      (await series.info(LIBRARY, "b"))?.version,
      null,
      null,
      (await series.info(LIBRARY, "c"))?.version,
    ]);
    expect(versions).not.toContain(base);
    assertSameFrame((await series.read(LIBRARY, "a"))?.frame, dailyFrame(0, 103));
    expect((await records.find(STATUS, { equals: { roll_state: "Force" } })).documents).toHaveLength(1);
    await series.close();
  });

  test.each<[string, Change]>([
    ["a series of another version", series(write("a", 0, 1, "999"))],
    ["a series that should be absent", series(write("a", 0, 1, null))],
    [
      "a document with other fields",
      {
        store: "records",
        change: { kind: "put", collection: STATUS, document: CORN, expected: { roll_state: "Close" } },
      },
    ],
    [
      "a document that should be absent",
      { store: "records", change: { kind: "put", collection: STATUS, document: CORN, expected: null } },
    ],
    [
      "a deletion of a document with other fields",
      {
        store: "records",
        change: {
          kind: "delete",
          collection: STATUS,
          key: { instrument_code: "CORN" },
          expected: { roll_state: "Close" },
        },
      },
    ],
  ])("does nothing where one change finds %s", async (_, conflicting) => {
    const engine = await openSqlite(":memory:");
    await engine.series.apply(write("a", 0, 100));
    await engine.records.put(STATUS, CORN);
    const free = transaction.filter((change) => change.store !== conflicting.store);
    const error = await assertRejects(engine.transact([...free, conflicting]), "STORE_VERSION_CONFLICT");
    expect(error.retryable).toBe(true);
    await assertBefore(engine);
    await engine.series.close();
  });

  test("does nothing where one change is refused", async () => {
    const engine = await openSqlite(":memory:");
    await engine.series.apply(write("a", 0, 100));
    await engine.records.put(STATUS, CORN);
    await assertRejects(engine.transact([series(write("b", 0, 2)), series(append(50, 1))]), "STORE_APPEND");
    const put = { kind: "put", collection: STATUS, document: { instrument_code: null } } as const;
    await assertRejects(
      engine.transact([series(write("b", 0, 2)), { store: "records", change: put }]),
      "RECORD_KEY",
    );
    await assertBefore(engine);
    await engine.series.close();
  });
});
