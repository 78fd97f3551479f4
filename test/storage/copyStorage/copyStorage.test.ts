import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { boolColumn, floatColumn, intColumn, stringColumn, timeColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { frameChecksum } from "../../../src/storage/checksum.js";
import { type CopyProgress, copyStorage } from "../../../src/storage/copyStorage.js";
import { openCsv } from "../../../src/storage/csv/openCsv.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { Int32 } from "../../../src/storage/recordStore.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import type { Storage } from "../../../src/storage/storage.js";
import { assertSameDocuments } from "../../../src/testing/assertDocument.js";
import { assertSameFrame, dailyFrame } from "../../../src/testing/assertFrame.js";
import { faultyFiles } from "../../../src/testing/faultyFiles.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { scratchFolders } from "../composition/scratch.js";

const newFolder = scratchFolders();
const STATES = { name: "states", key: ["name", "day"] };

const prices = (rows: number): Frame => {
  const { time, columns } = dailyFrame(0, rows);
  return new Frame(time, { price: columns.get("PRICE")! }, { index: "index" });
};

const anything = (): Frame =>
  new Frame(
    Float64Array.of(0, 1, 2.5),
    {
      float: floatColumn(Float64Array.of(1, Number.NaN, -0)),
      int: intColumn(BigInt64Array.of(1n, 2n, -3n)),
      bool: boolColumn(Uint8Array.of(0, 1, 1)),
      time: timeColumn(Float64Array.of(Number.NaN, 0, 1)),
      text: stringColumn(["b", undefined, "a"]),
    },
    { index: "index", note: { a: [1, null, "x"] } },
  );

async function filled(symbols = 40): Promise<Storage> {
  const storage = await openStorage(memoryEngine());
  await storage.atomically((batch) => {
    for (let at = 0; at < symbols; at++) batch.writeSeries(LIBRARIES.adjustedPrices, `S${at}`, prices(at));
    batch.writeSeries(LIBRARIES.optimalPositions, "strategy CORN", anything());
    batch.writeSeries("a_library_of_my_own", "x", anything());
    batch.putRecord(COLLECTIONS.spreadCosts, { instrument_code: "CORN", cost_price_units: 0.25 });
    for (let at = 0; at < 1203; at++) {
      batch.putRecord(STATES, {
        name: `s${at % 7}`,
        day: at,
        long: 2n ** 60n,
        small: new Int32(at),
        at: new Date(at),
      });
    }
  });
  return storage;
}

const TARGETS: Readonly<Record<string, () => Promise<Storage>>> = {
  memory: () => openStorage(memoryEngine()),
  sqlite: async () => openStorage(await openSqlite(`${newFolder()}/desk.db`)),
  csv: () => openStorage(openCsv(`${newFolder()}/csv`)),
  "sqlite records and csv series": async () => {
    const { records } = await openSqlite(`${newFolder()}/desk.db`);
    return openStorage({ series: openCsv(`${newFolder()}/csv`).series, records });
  },
};

const everything = {
  libraries: [...Object.values(LIBRARIES), "a_library_of_my_own"],
  collections: [...Object.values(COLLECTIONS), STATES],
};

describe.each(Object.entries(TARGETS))("a copy to %s", (_, open) => {
  test("brings everything, tells its progress, and counts", async () => {
    const from = await filled();
    await using to = await open();
    const progress: CopyProgress[] = [];
    const report = await copyStorage(from, to, everything, { onProgress: (each) => progress.push(each) });
    expect(
      report.parts.map(({ name, kind, items, written, rows }) => [name, kind, items, written, rows]),
    ).toEqual([
      [LIBRARIES.adjustedPrices, "series", 40, 40, 780],
      [LIBRARIES.optimalPositions, "series", 1, 1, 3],
      ["a_library_of_my_own", "series", 1, 1, 3],
      [COLLECTIONS.spreadCosts.name, "records", 1, 1, 1],
      ["states", "records", 1203, 1203, 1203],
    ]);
    expect(progress).toHaveLength(40 + 1 + 1 + 1 + 1203);
    expect(progress.at(-1)).toMatchObject({ name: "states", done: 1246, total: 1246 });
    for (const library of everything.libraries) {
      expect(await to.series.list(library)).toEqual(await from.series.list(library));
      for (const symbol of await from.series.list(library)) {
        assertSameFrame(
          (await to.series.read(library, symbol))?.frame,
          (await from.series.read(library, symbol))!.frame,
        );
      }
    }
    assertSameDocuments(
      (await to.records.find(STATES)).documents,
      (await from.records.find(STATES)).documents,
    );
  });

  test("writes nothing that is there already, and ends the same", async () => {
    const from = await filled(3);
    await using to = await open();
    const first = await copyStorage(from, to, everything);
    const versions = await to.series.info(LIBRARIES.adjustedPrices, "S1");
    const second = await copyStorage(from, to, everything);
    expect(second.parts.map(({ written }) => written)).toEqual(first.parts.map(() => 0));
    expect(second.parts.map(({ checksum }) => checksum)).toEqual(first.parts.map(({ checksum }) => checksum));
    expect(await to.series.info(LIBRARIES.adjustedPrices, "S1")).toEqual(versions);
  });
});

describe("a copy", () => {
  test("to CSV files writes a table once for many documents", async () => {
    const files = faultyFiles();
    const from = await openStorage(memoryEngine());
    await from.atomically((batch) => {
      for (let at = 0; at < 300; at++)
        batch.putRecord(COLLECTIONS.spreadCosts, { instrument_code: `S${at}`, cost_price_units: at });
    });
    const to = await openStorage({ default: memoryEngine(), instruments: openCsv("/data", { files }) });
    files.plan();
    expect((await copyStorage(from, to)).parts.map(({ written }) => written)).toEqual([300]);
    const tables = files.operations.filter((one) => one.startsWith("rename") && one.includes("spreadcosts"));
    expect(tables).toHaveLength(1);
  });

  test("takes every known library and collection where nothing is selected, and none of the coordination", async () => {
    const from = await filled(2);
    await from.lease("held");
    const to = await openStorage(memoryEngine());
    const report = await copyStorage(from, to);
    expect(report.parts.map(({ name }) => name)).toEqual([
      LIBRARIES.adjustedPrices,
      LIBRARIES.optimalPositions,
      COLLECTIONS.spreadCosts.name,
    ]);
    expect((await to.records.find(COLLECTIONS.leases)).documents).toEqual([]);
  });

  test("takes only the selected kinds", async () => {
    const report = await copyStorage(await filled(2), await openStorage(memoryEngine()), {
      kinds: ["prices"],
    });
    expect(report.parts.map(({ name }) => name)).toEqual([LIBRARIES.adjustedPrices]);
    expect(
      String(await copyStorage(await filled(2), await openStorage(memoryEngine()), { kinds: ["fx"] })),
    ).toBe("nothing to copy");
  });

  test("refuses to replace other data, names it, and leaves everything as it was", async () => {
    const from = await filled(9);
    const to = await openStorage(memoryEngine());
    await to.atomically((batch) => {
      for (let at = 2; at < 9; at++) batch.writeSeries(LIBRARIES.adjustedPrices, `S${at}`, prices(50));
      batch.putRecord(COLLECTIONS.spreadCosts, { instrument_code: "CORN", cost_price_units: 1 });
    });
    const error = await assertRejects(copyStorage(from, to), "COPY_EXISTS");
    expect(error.message).toMatch(/"S2" of "futures_adjusted_prices".* and 3 more;.*overwrite/);
    expect(await to.series.list(LIBRARIES.adjustedPrices)).toHaveLength(7);
    expect(await to.series.list(LIBRARIES.optimalPositions)).toEqual([]);
  });

  test("replaces other data when told, and leaves what the source does not have", async () => {
    const from = await filled(3);
    const to = await openStorage(memoryEngine());
    await to.atomically((batch) => {
      batch.writeSeries(LIBRARIES.adjustedPrices, "S1", prices(50));
      batch.writeSeries(LIBRARIES.adjustedPrices, "OTHER", prices(5));
      batch.putRecord(COLLECTIONS.spreadCosts, { instrument_code: "CORN", cost_price_units: 1 });
    });
    const report = await copyStorage(from, to, {}, { overwrite: true });
    expect(report.parts[0]).toMatchObject({ items: 3, written: 3 });
    assertSameFrame((await to.series.read(LIBRARIES.adjustedPrices, "S1"))?.frame, prices(1));
    assertSameFrame((await to.series.read(LIBRARIES.adjustedPrices, "OTHER"))?.frame, prices(5));
    expect(await to.records.get(COLLECTIONS.spreadCosts, { instrument_code: "CORN" })).toMatchObject({
      cost_price_units: 0.25,
    });
  });

  test("names what did not arrive as it was sent", async () => {
    const from = await filled(3);
    const { name, series, records, transact } = memoryEngine();
    const lossy = {
      ...series,
      async read(...values: Parameters<typeof series.read>) {
        const stored = await series.read(...values);
        return values[1] === "S2" && stored ? { ...stored, frame: prices(1) } : stored;
      },
    };
    const to = await openStorage({ name, series: lossy, records, transact });
    const error = await assertRejects(copyStorage(from, to), "COPY_MISMATCH");
    expect(error.message).toMatch(/"S2" of "futures_adjusted_prices" is not the same on both sides/);
    const rounding: typeof records = {
      ...records,
      async get(collection, key) {
        const document = await records.get(collection, key);
        return document && collection.name === COLLECTIONS.spreadCosts.name
          ? { ...document, cost_price_units: 0 }
          : document;
      },
    };
    const other = await openStorage({ name, series, records: rounding, transact });
    await assertRejects(copyStorage(from, other, { kinds: ["instruments"] }), "COPY_MISMATCH");
  });

  test("can be broken off, and is finished by copying again", async () => {
    const from = await filled(40);
    const to = await openStorage(memoryEngine());
    const controller = new AbortController();
    const copying = copyStorage(
      from,
      to,
      {},
      {
        signal: controller.signal,
        onProgress: ({ done }) => {
          if (done === 17) controller.abort(new RangeError("enough"));
        },
      },
    );
    await expect(copying).rejects.toThrow("enough");
    const there = await to.series.list(LIBRARIES.adjustedPrices);
    expect(there.length).toBeGreaterThanOrEqual(17);
    expect(there.length).toBeLessThan(40);
    const report = await copyStorage(from, to);
    expect(report.parts[0]).toMatchObject({ items: 40, written: 40 - there.length });
  });

  test("prints as a table", async () => {
    const report = await copyStorage(await filled(2), await openStorage(memoryEngine()));
    const lines = inspect(report).split("\n");
    expect(lines[0]).toMatch(/^ +kind +items +written +rows +checksum$/);
    expect(lines[1]).toMatch(/^futures_adjusted_prices +series +2 +2 +1 +[0-9a-f]{12}$/);
    expect(lines).toHaveLength(4);
    expect(report.toString()).toBe(inspect(report));
  });
});

describe("the checksum of a frame", () => {
  const base = anything();

  test("does not depend on how text is coded, on the bits of NaN or on the order of metadata", () => {
    const text = {
      kind: "string",
      values: Int32Array.of(3, -1, 0),
      dictionary: ["a", "a", "unused", "b"],
    } as const;
    const odd = new Float64Array(
      new BigUint64Array([0x3ff0000000000000n, 0x7ff8000000000123n, 1n << 63n]).buffer,
    );
    const same = new Frame(base.time, base.with({ text, float: floatColumn(odd) }).columns, {
      note: { a: [1, null, "x"] },
      index: "index",
    });
    expect(frameChecksum(same)).toBe(frameChecksum(base));
    const whole = prices(9);
    expect(frameChecksum(whole.rows(2, 6))).toBe(
      frameChecksum(
        new Frame(
          whole.time.slice(2, 6),
          { price: floatColumn(whole.floats("price").slice(2, 6)) },
          whole.meta,
        ),
      ),
    );
  });

  test("depends on everything else", () => {
    const others = [
      base.with({ float: floatColumn(Float64Array.of(1, Number.NaN, 0)) }),
      base.with({ int: intColumn(BigInt64Array.of(1n, 2n, 3n)) }),
      base.with({ bool: boolColumn(Uint8Array.of(0, 1, 0)) }),
      base.with({ time: floatColumn(Float64Array.of(Number.NaN, 0, 1)) }),
      base.with({ text: stringColumn(["b", "", "a"]) }),
      base.with({ text: stringColumn(["a", undefined, "b"]) }),
      base.with({ more: boolColumn(Uint8Array.of(0, 1, 0)) }),
      base.select(["int", "float", "bool", "time", "text"]),
      base.rows(0, 2),
      base.withMeta({ index: "other", note: { a: [1, null, "x"] } }),
      new Frame(Float64Array.of(0, 1, 2), base.columns, base.meta),
    ];
    const sums = [base, ...others].map(frameChecksum);
    expect(new Set(sums).size).toBe(sums.length);
  });
});
