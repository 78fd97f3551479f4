import assert from "node:assert/strict";
import {
  boolColumn,
  type Column,
  floatColumn,
  intColumn,
  stringColumn,
  timeColumn,
} from "../series/column.js";
import { Frame } from "../series/frame.js";
import type { SeriesStore } from "../storage/seriesStore.js";
import { assertSameFrame, dailyFrame, ONE_DAY } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { storeCase } from "./storeCase.js";

const LIBRARY = "futures_multiple_prices";

async function assertKept(store: SeriesStore, frame: Frame, symbol = "CORN"): Promise<void> {
  const version = await store.apply({ kind: "write", library: LIBRARY, symbol, frame });
  const stored = await store.read(LIBRARY, symbol);
  assertSameFrame(stored?.frame, frame);
  assert.equal(stored?.version, version, "the version that was read is the one that was written");
}

const days = (count: number): Float64Array => Float64Array.from({ length: count }, (_, row) => row * ONE_DAY);

const oneColumn = (column: Column): Frame => new Frame(days(column.values.length), { value: column });

/** What a frame may hold. */
export const seriesStoreValues: readonly ConformanceCase<SeriesStore>[] = [
  storeCase("keeps float64 columns: NaN, infinities, −0, denormals, extremes", (store) =>
    assertKept(
      store,
      oneColumn(
        floatColumn(
          Float64Array.of(
            Number.NaN,
            Number.POSITIVE_INFINITY,
            Number.NEGATIVE_INFINITY,
            -0,
            0,
            Number.MIN_VALUE,
            -Number.MIN_VALUE,
            Number.MAX_VALUE,
            2.2250738585072014e-308,
            0.1 + 0.2,
            1 / 3,
            -123456.789,
            2 ** 53 + 2,
          ),
        ),
      ),
    ),
  ),
  storeCase("keeps int64 columns to their extremes", (store) =>
    assertKept(
      store,
      oneColumn(
        intColumn(
          BigInt64Array.of(0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), 20230115063207016n),
        ),
      ),
    ),
  ),
  storeCase("keeps bool columns", (store) =>
    assertKept(store, oneColumn(boolColumn(Uint8Array.of(1, 0, 0, 1, 1)))),
  ),
  storeCase("keeps time columns: missing, before 1970, microseconds", (store) =>
    assertKept(
      store,
      oneColumn(timeColumn(Float64Array.of(Number.NaN, 0, -86_400_000, 1711666800000.123, 253402300799000))),
    ),
  ),
  storeCase("keeps text columns: missing, empty, unicode, quotes and line ends", (store) =>
    assertKept(
      store,
      oneColumn(
        stringColumn([
          "20240300",
          undefined,
          "",
          "20240300",
          "a,b",
          'say "no"',
          "two\nlines",
          " padded ",
          "Öl 原油 🛢",
          "NaN",
          "null",
          "x".repeat(5000),
          undefined,
        ]),
      ),
    ),
  ),
  storeCase(
    "keeps a text column whose dictionary has unused, repeated and out-of-order entries",
    async (store) => {
      const column = {
        kind: "string",
        values: Int32Array.of(3, -1, 1, 3, 2),
        dictionary: ["unused", "b", "a", "a"],
      } as const;
      await assertKept(store, oneColumn(column));
    },
  ),
  storeCase("keeps a text column with nothing but missing values", (store) =>
    assertKept(store, oneColumn(stringColumn([undefined, undefined]))),
  ),
  storeCase("keeps times with microseconds, before 1970 and far ahead", (store) =>
    assertKept(
      store,
      new Frame(
        Float64Array.of(-2208988800000, -0.001, 0, 1711666800000.001, 1711666800000.002, 7258118400000),
        {
          PRICE: floatColumn(Float64Array.of(1, 2, 3, 4, 5, 6)),
        },
      ),
    ),
  ),
  storeCase("keeps columns of every kind side by side, in order, however they are named", (store) =>
    assertKept(
      store,
      new Frame(
        days(3),
        new Map<string, Column>([
          ["b", floatColumn(Float64Array.of(1, Number.NaN, 3))],
          ["2", intColumn(BigInt64Array.of(1n, 2n, 3n))],
          ["1", boolColumn(Uint8Array.of(0, 1, 0))],
          ["a b/c.d", timeColumn(Float64Array.of(Number.NaN, 1, 2))],
          ["Größe", stringColumn(["x", undefined, "y"])],
          ["__proto__", floatColumn(Float64Array.of(7, 8, 9))],
        ]),
      ),
    ),
  ),
  storeCase("keeps a slice of a longer frame", (store) =>
    assertKept(store, dailyFrame(0, 500).rows(100, 300)),
  ),
  storeCase("keeps a frame without rows", async (store) => {
    await assertKept(
      store,
      new Frame(new Float64Array(0), {
        PRICE: floatColumn(new Float64Array(0)),
        VOLUME: intColumn(new BigInt64Array(0)),
        PRICE_CONTRACT: stringColumn([]),
      }),
    );
    const info = await store.info(LIBRARY, "CORN");
    assert.equal(info?.rows, 0);
    assert.ok(Number.isNaN(info?.first) && Number.isNaN(info?.last), "no row: first and last are NaN");
  }),
  storeCase("keeps a frame without columns", (store) => assertKept(store, new Frame(days(4), {}))),
  storeCase("keeps a frame of one row", (store) => assertKept(store, dailyFrame(19_000, 1))),
  storeCase("keeps a long frame", (store) => assertKept(store, dailyFrame(0, 30_000))),
  storeCase("keeps metadata", (store) =>
    assertKept(
      store,
      dailyFrame(0, 3).withMeta({
        index: "DATETIME",
        arctic: { dtype: "[('index','<M8[ns]')]", columns: ["PRICE", null, 1.5, true, { deep: "Ü" }] },
        empty: {},
      }),
    ),
  ),
  storeCase("keeps symbols apart, however they are named", async (store) => {
    const symbols = [
      "CORN",
      "CORN#20240300",
      "Day@CORN#20240300",
      "Day/CORN.20240300",
      "CORN/20240300",
      "strategy INSTR",
      " CORN",
      "strategy-raw",
      "__global_capital",
      "a.b",
      "a%2Fb",
      "a/b",
      "a\\b",
      "..",
      "%",
      "Öl",
      "原油",
      "🛢",
      "it's",
      'a"b',
      "a*b?c|d<e>f:g",
    ];
    for (const [position, symbol] of symbols.entries())
      await assertKept(store, dailyFrame(position, 2), symbol);
    for (const [position, symbol] of symbols.entries()) {
      assertSameFrame((await store.read(LIBRARY, symbol))?.frame, dailyFrame(position, 2));
    }
    assert.deepEqual(await store.list(LIBRARY), [...symbols].sort());
  }),
  storeCase("keeps symbols apart that differ only in case", async (store) => {
    await assertKept(store, dailyFrame(1, 2), "Corn");
    await assertKept(store, dailyFrame(2, 2), "CORN");
    assertSameFrame((await store.read(LIBRARY, "Corn"))?.frame, dailyFrame(1, 2));
  }),
  storeCase("keeps a symbol of 1,000 characters", (store) =>
    assertKept(store, dailyFrame(0, 2), "S".repeat(1000)),
  ),
];
