import assert from "node:assert/strict";
import type { Frame } from "../series/frame.js";
import type { ReadOptions, SeriesStore } from "../storage/seriesStore.js";
import { assertSameFrame, dailyFrame, ONE_DAY } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects, storeCase } from "./storeCase.js";

const LIBRARY = "futures_adjusted_prices";
const ROWS = 12_345;
const LONG = dailyFrame(10, ROWS).withMeta({ index: "index" });

const write = (store: SeriesStore, frame: Frame, symbol = "GOLD") =>
  store.apply({ kind: "write", library: LIBRARY, symbol, frame });

/** What the options ask for, cut from a whole frame. */
function cut(frame: Frame, { from, to, last, columns }: ReadOptions): Frame {
  const rows = [...frame.time.keys()].filter(
    (row) => frame.time[row]! >= (from ?? -Infinity) && frame.time[row]! <= (to ?? Infinity),
  );
  const kept = last === undefined ? rows : last === 0 ? [] : rows.slice(-last);
  const part = kept.length === 0 ? frame.rows(0, 0) : frame.rows(kept[0]!, kept.at(-1)! + 1);
  return columns === undefined ? part : part.select(columns);
}

async function assertReads(store: SeriesStore, options: readonly ReadOptions[]): Promise<void> {
  await write(store, LONG);
  for (const each of options)
    assertSameFrame((await store.read(LIBRARY, "GOLD", each))?.frame, cut(LONG, each));
}

const day = (number: number): number => number * ONE_DAY;

/** Looking things up. */
export const seriesStoreReads: readonly ConformanceCase<SeriesStore>[] = [
  storeCase("knows nothing of an unknown library or symbol", async (store) => {
    assert.deepEqual(await store.list("nothing"), []);
    assert.equal(await store.info("nothing", "GOLD"), undefined);
    assert.equal(await store.read("nothing", "GOLD"), undefined);
    await write(store, dailyFrame(0, 3));
    assert.equal(await store.info(LIBRARY, "SILVER"), undefined);
    assert.equal(await store.read(LIBRARY, "SILVER", { last: 1 }), undefined);
    assert.deepEqual(await store.list("nothing"), []);
  }),
  storeCase("lists symbols sorted by code unit, library by library", async (store) => {
    for (const symbol of ["b", "a", "B", "_", "10", "9"]) await write(store, dailyFrame(0, 1), symbol);
    await store.apply({ kind: "write", library: "spotfx_prices", symbol: "GBPUSD", frame: dailyFrame(0, 1) });
    assert.deepEqual(await store.list(LIBRARY), ["10", "9", "B", "_", "a", "b"]);
    assert.deepEqual(await store.list("spotfx_prices"), ["GBPUSD"]);
  }),
  storeCase("keeps the same symbol of two libraries apart", async (store) => {
    await write(store, dailyFrame(0, 2));
    await store.apply({ kind: "write", library: "other", symbol: "GOLD", frame: dailyFrame(5, 3) });
    assertSameFrame((await store.read(LIBRARY, "GOLD"))?.frame, dailyFrame(0, 2));
    assertSameFrame((await store.read("other", "GOLD"))?.frame, dailyFrame(5, 3));
  }),
  storeCase("describes a frame without reading it", async (store) => {
    const version = await write(store, LONG);
    assert.deepEqual(await store.info(LIBRARY, "GOLD"), {
      library: LIBRARY,
      symbol: "GOLD",
      version,
      rows: ROWS,
      first: day(10),
      last: day(10 + ROWS - 1),
      columns: [
        { name: "PRICE", kind: "float64" },
        { name: "PRICE_CONTRACT", kind: "string" },
      ],
      meta: { index: "index" },
    });
  }),
  storeCase("reads from a time, to a time, and both, ends included", (store) =>
    assertReads(store, [
      { from: day(10) },
      { from: day(5_000) },
      { from: day(4_999) + 1 },
      { from: day(10 + ROWS - 1) },
      { from: day(10 + ROWS) },
      { to: day(10) },
      { to: day(9) },
      { to: day(8_000) - 0.001 },
      { to: day(8_000) },
      { from: day(100), to: day(100) },
      { from: day(100) + 1, to: day(101) - 1 },
      { from: day(4_000), to: day(9_000) },
      { from: day(9_000), to: day(4_000) },
      { from: -1e12, to: 1e15 },
    ]),
  ),
  storeCase("reads the last rows, of the whole and of a range", (store) =>
    assertReads(store, [
      { last: 0 },
      { last: 1 },
      { last: 5_000 },
      { last: ROWS },
      { last: ROWS + 1 },
      { last: 3, to: day(7_000) },
      { last: 3, from: day(10 + ROWS - 2) },
      { last: 4_500, from: day(2_000), to: day(11_000) },
      { last: 2, to: day(1) },
    ]),
  ),
  storeCase("reads only the named columns, in the order asked for", (store) =>
    assertReads(store, [
      { columns: ["PRICE_CONTRACT"] },
      { columns: ["PRICE_CONTRACT", "PRICE"] },
      { columns: ["PRICE"], last: 2 },
      { columns: ["PRICE"], from: day(3_000), to: day(3_010) },
      { columns: [] },
    ]),
  ),
  storeCase("refuses to read a column that is not there", async (store) => {
    await write(store, dailyFrame(0, 3));
    const error = await assertRejects(
      store.read(LIBRARY, "GOLD", { columns: ["PRICE", "CARRY"] }),
      "COLUMN_MISSING",
    );
    assert.match(error.message, /CARRY/);
  }),
  storeCase("reads ranges of a frame that has no rows", async (store) => {
    const empty = dailyFrame(0, 3).rows(0, 0);
    await write(store, empty);
    for (const options of [{ from: 0 }, { to: 0 }, { last: 3 }]) {
      assertSameFrame((await store.read(LIBRARY, "GOLD", options))?.frame, empty);
    }
  }),
  storeCase("reads ranges of what was appended row by row", async (store) => {
    let whole = dailyFrame(0, 20);
    await write(store, whole);
    for (let row = 20; row < 60; row++) {
      await store.apply({ kind: "append", library: LIBRARY, symbol: "GOLD", frame: dailyFrame(row, 1) });
      whole = dailyFrame(0, row + 1);
    }
    for (const options of [{}, { last: 7 }, { from: day(15), to: day(45) }, { from: day(59) }]) {
      assertSameFrame((await store.read(LIBRARY, "GOLD", options))?.frame, cut(whole, options));
    }
  }),
];
