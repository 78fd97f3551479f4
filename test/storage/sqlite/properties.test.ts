import fc from "fast-check";
import { expect, test } from "vitest";
import {
  boolColumn,
  type Column,
  floatColumn,
  intColumn,
  stringColumn,
  timeColumn,
} from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { openSqlite } from "../../../src/sqlite.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { Int32, type RecordDocument, type RecordQuery } from "../../../src/storage/recordStore.js";
import type { ReadOptions, SeriesStore } from "../../../src/storage/seriesStore.js";
import { assertSameDocuments } from "../../../src/testing/assertDocument.js";
import { assertSameFrame } from "../../../src/testing/assertFrame.js";
import { watchedDriver } from "./drivers.js";

const LIBRARY = "futures_contract_prices";

/** Rows of every kind of column; the same numbers give the same rows. */
function rows(from: number, count: number, seed: number): Frame {
  const at = Array.from({ length: count }, (_, row) => from + row);
  const cells = at.map((time) => (time * 31 + seed * 17) % 1000);
  return new Frame(
    Float64Array.from(at, (time) => time * 1000 + (seed % 7) / 8),
    new Map<string, Column>([
      [
        "label",
        stringColumn(cells.map((cell) => (cell % 5 === 0 ? undefined : `L${cell % (3 + (seed % 40))}`))),
      ],
      ["price", floatColumn(Float64Array.from(cells, (cell) => (cell % 9 === 0 ? Number.NaN : cell / 7)))],
      ["volume", intColumn(BigInt64Array.from(cells, (cell) => BigInt(cell) ** 5n))],
      ["open", boolColumn(Uint8Array.from(cells, (cell) => cell & 1))],
      ["expiry", timeColumn(Float64Array.from(cells, (cell) => cell * 1e9))],
    ]),
    { seed },
  );
}

type Step =
  | {
      readonly kind: "write" | "append";
      readonly symbol: string;
      readonly skip: number;
      readonly count: number;
      readonly seed: number;
      readonly publish: boolean;
    }
  | { readonly kind: "delete"; readonly symbol: string; readonly publish: boolean }
  | { readonly kind: "read"; readonly symbol: string; readonly options: ReadOptions };

const symbols = fc.constantFrom("A", "B");
const moments = fc.option(
  fc.integer({ min: -5, max: 60_000 }).map((second) => second * 1000),
  { nil: undefined },
);
/** Mostly a few rows, sometimes more than a chunk holds. */
const counts = fc.oneof(
  { weight: 8, arbitrary: fc.nat(40) },
  { weight: 1, arbitrary: fc.integer({ min: 8_000, max: 40_000 }) },
);
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("append" as const),
        symbol: symbols,
        skip: fc.nat(3),
        count: counts,
        seed: fc.nat(50),
        publish: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("write" as const),
        symbol: symbols,
        skip: fc.nat(50),
        count: counts,
        seed: fc.nat(50),
        publish: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("delete" as const), symbol: symbols, publish: fc.boolean() }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("read" as const),
        symbol: symbols,
        options: fc.record({
          from: moments,
          to: moments,
          last: fc.option(fc.nat(20_000), { nil: undefined }),
        }) as fc.Arbitrary<ReadOptions>,
      }),
    },
  ),
  { maxLength: 40 },
) as fc.Arbitrary<Step[]>;

/** Does one step; a change that is not published is staged and discarded. */
async function run(store: SeriesStore, step: Exclude<Step, { kind: "read" }>, first: number): Promise<void> {
  const { kind, symbol } = step;
  const change =
    kind === "delete"
      ? { kind, library: LIBRARY, symbol }
      : { kind, library: LIBRARY, symbol, frame: rows(first + step.skip, step.count, step.seed) };
  const staged = await store.stage(change);
  if (step.publish) await store.publish(staged);
  else await store.discard(staged);
}

test("any sequence of changes and reads agrees with frames in memory, and leaves no block behind", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const driver = await watchedDriver();
      const { series } = await openSqlite({ file: ":memory:", driver });
      const model = memoryEngine().series;
      for (const step of sequence) {
        if (step.kind === "read") {
          const expected = await model.read(LIBRARY, step.symbol, step.options);
          const stored = await series.read(LIBRARY, step.symbol, step.options);
          if (expected === undefined) expect(stored).toBeUndefined();
          else assertSameFrame(stored?.frame, expected.frame);
          continue;
        }
        const last = (await model.info(LIBRARY, step.symbol))?.last ?? Number.NaN;
        const first = Number.isNaN(last) || step.kind === "write" ? 0 : Math.floor(last / 1000) + 1;
        for (const store of [series, model]) await run(store, step, first);
      }
      for (const symbol of ["A", "B"]) {
        const expected = await model.read(LIBRARY, symbol);
        if (expected !== undefined)
          assertSameFrame((await series.read(LIBRARY, symbol))?.frame, expected.frame);
        else expect(await series.info(LIBRARY, symbol)).toBeUndefined();
        await series.apply({ kind: "delete", library: LIBRARY, symbol });
      }
      for (const table of ["contango_block", "contango_version", "contango_staged", "contango_series"]) {
        expect(driver.connection.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n, table).toBe(0);
      }
      await series.close();
    }),
    { numRuns: 60 },
  );
});

test("appending row by row keeps the number of blocks small", async () => {
  const driver = await watchedDriver();
  const { series } = await openSqlite({ file: ":memory:", driver });
  for (let row = 0; row < 2_000; row++) {
    await series.apply({ kind: "append", library: LIBRARY, symbol: "A", frame: rows(row, 1, 3) });
  }
  const expected = rows(0, 2_000, 3);
  assertSameFrame((await series.read(LIBRARY, "A"))?.frame, expected);
  const columns = expected.names.length + 1;
  const chunks = Math.ceil(Math.log2(2_000));
  expect(driver.connection.prepare("SELECT count(*) AS n FROM contango_block").get()?.n).toBeLessThanOrEqual(
    columns * chunks + chunks,
  );
  await series.close();
});

const COLLECTION = { name: "orders", key: ["id"] };
const scalars = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -3, max: 3 }).map((value) => new Int32(value)),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, -0, 0.5, 2 ** 53, 2n ** 53n + 1n, null, true, false),
  fc.constantFrom("", "a", "ab", "b", "a\0", "a\0b", "x".repeat(700), `${"x".repeat(700)}y`),
  fc.constantFrom(0, 1, 2).map((day) => new Date(day * 86_400_000)),
  fc.constantFrom(
    [1, 2],
    [1n, "a"],
    [],
    { a: 1 },
    { a: new Int32(1), b: [] },
    Uint8Array.of(1, 0),
    Uint8Array.of(1),
  ),
);
const documents = fc.uniqueArray(
  fc.record(
    { id: fc.oneof(fc.nat(30), fc.nat(30).map(String)), x: scalars, y: scalars },
    { requiredKeys: ["id"] },
  ),
  { selector: ({ id }) => JSON.stringify(id), maxLength: 30 },
) as fc.Arbitrary<RecordDocument[]>;
const bound = fc.option(
  fc.constantFrom(-2, 0, 1.5, Number.NaN, "", "a", "b", new Date(0), new Date(86_400_000)),
  { nil: undefined },
);
const fields = fc.constantFrom("x", "y", "id", "none");
const queries = fc.record(
  {
    equals: fc.oneof(
      fc.record({ x: scalars }),
      fc.record({ x: scalars, y: scalars }),
      fc.record({ none: scalars }),
    ),
    range: fc.record({ field: fields, from: bound, to: bound, toExclusive: fc.boolean() }),
    sort: fc.record({ field: fields, descending: fc.boolean() }),
    limit: fc.integer({ min: 1, max: 40 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RecordQuery>;

test("any query finds, sorts and pages as the store in memory does", async () => {
  await fc.assert(
    fc.asyncProperty(
      documents,
      documents,
      fc.array(queries, { maxLength: 8 }),
      async (before, after, asked) => {
        const { records } = await openSqlite(":memory:");
        const model = memoryEngine().records;
        for (const store of [records, model]) {
          for (const document of [...before, ...after]) await store.put(COLLECTION, document);
          for (const { id } of before.slice(0, 5)) await store.delete(COLLECTION, { id: id as number });
        }
        for (const query of asked) {
          let [page, expected] = [await records.find(COLLECTION, query), await model.find(COLLECTION, query)];
          for (;;) {
            assertSameDocuments(page.documents, expected.documents);
            expect(page.cursor === undefined).toBe(expected.cursor === undefined);
            if (page.cursor === undefined || expected.cursor === undefined) break;
            page = await records.find(COLLECTION, { ...query, cursor: page.cursor });
            expected = await model.find(COLLECTION, { ...query, cursor: expected.cursor });
          }
        }
        await records.close();
      },
    ),
    { numRuns: 150 },
  );
});
