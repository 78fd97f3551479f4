import assert from "node:assert/strict";
import { floatColumn, intColumn, stringColumn } from "../series/column.js";
import { Frame } from "../series/frame.js";
import type { SeriesChange, SeriesStore } from "../storage/seriesStore.js";
import { assertSameFrame, dailyFrame } from "./assertFrame.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects, storeCase } from "./storeCase.js";

const LIBRARY = "futures_contract_prices";
const SYMBOL = "CORN#20240300";

const write = (frame: Frame, expected?: string | null): SeriesChange => change("write", frame, expected);
const append = (frame: Frame, expected?: string | null): SeriesChange => change("append", frame, expected);
const remove = (expected?: string | null): SeriesChange => ({
  kind: "delete",
  library: LIBRARY,
  symbol: SYMBOL,
  ...(expected === undefined ? {} : { expected }),
});

function change(kind: "write" | "append", frame: Frame, expected?: string | null): SeriesChange {
  return { kind, library: LIBRARY, symbol: SYMBOL, frame, ...(expected === undefined ? {} : { expected }) };
}

/** The version after a change that is no deletion. */
async function applied(store: SeriesStore, what: SeriesChange): Promise<string> {
  const version = await store.apply(what);
  assert.ok(typeof version === "string" && version !== "", "a write or append gives a version");
  return version;
}

async function assertStands(store: SeriesStore, frame: Frame, version: string): Promise<void> {
  const stored = await store.read(LIBRARY, SYMBOL);
  assertSameFrame(stored?.frame, frame);
  assert.equal(stored?.version, version, "version of the frame");
  assert.equal((await store.info(LIBRARY, SYMBOL))?.version, version, "version of the info");
}

const other = (frame: Frame, columns: Parameters<Frame["with"]>[0]): Frame => new Frame(frame.time, columns);

/** Versions, conflicts, appends and deletions. */
export const seriesStoreVersions: readonly ConformanceCase<SeriesStore>[] = [
  storeCase("replaces the whole frame: rows, columns, kinds and metadata", async (store) => {
    const first = await applied(store, write(dailyFrame(0, 100).withMeta({ index: "a", note: "old" })));
    const next = new Frame(dailyFrame(0, 3).time, { VOLUME: intColumn(BigInt64Array.of(1n, 2n, 3n)) });
    const second = await applied(store, write(next));
    assert.notEqual(second, first);
    await assertStands(store, next, second);
  }),
  storeCase("gives equal versions only where nothing was written in between", async (store) => {
    const first = await applied(store, write(dailyFrame(0, 2)));
    assert.equal((await store.read(LIBRARY, SYMBOL, { last: 1 }))?.version, first, "reading changes nothing");
    await store.apply({ kind: "write", library: LIBRARY, symbol: "other", frame: dailyFrame(9, 2) });
    assert.equal((await store.info(LIBRARY, SYMBOL))?.version, first, "another symbol changes nothing");
    const second = await applied(store, append(dailyFrame(2, 1)));
    const third = await applied(store, write(dailyFrame(5, 4)));
    await store.apply(remove());
    const fourth = await applied(store, write(dailyFrame(7, 1)));
    assert.equal(new Set([first, second, third, fourth]).size, 4, "four versions");
  }),
  storeCase(
    "writes where the expected version stands, and where none is expected and none is there",
    async (store) => {
      const first = await applied(store, write(dailyFrame(0, 2), null));
      const second = await applied(store, write(dailyFrame(0, 3), first));
      const third = await applied(store, append(dailyFrame(3, 1), second));
      await assertStands(store, dailyFrame(0, 4), third);
      assert.equal(await store.apply(remove(third)), null);
      assert.equal(await store.read(LIBRARY, SYMBOL), undefined);
      await applied(store, append(dailyFrame(0, 2), null));
    },
  ),
  storeCase("refuses a change whose expected version is not the stored one", async (store) => {
    const old = await applied(store, write(dailyFrame(0, 2)));
    const frame = dailyFrame(0, 3);
    const version = await applied(store, write(frame));
    for (const stale of [old, null]) {
      for (const each of [write(dailyFrame(0, 9), stale), append(dailyFrame(8, 1), stale), remove(stale)]) {
        const error = await assertRejects(store.apply(each), "STORE_VERSION_CONFLICT");
        assert.ok(error.message.includes(SYMBOL) && error.message.includes(LIBRARY), error.message);
        await assertRejects(store.stage(each), "STORE_VERSION_CONFLICT");
        await assertStands(store, frame, version);
      }
    }
  }),
  storeCase("refuses a change that expects a version where there is none", async (store) => {
    const old = await applied(store, write(dailyFrame(0, 2)));
    await store.apply(remove());
    for (const each of [write(dailyFrame(0, 2), old), append(dailyFrame(2, 1), old), remove(old)]) {
      await assertRejects(store.apply(each), "STORE_VERSION_CONFLICT");
      assert.equal(await store.info(LIBRARY, SYMBOL), undefined);
    }
  }),
  storeCase("lets one of two writers win that expect the same version", async (store) => {
    const base = await applied(store, write(dailyFrame(0, 2)));
    const frames = [dailyFrame(0, 3), dailyFrame(0, 4, 2), dailyFrame(0, 5, 3)];
    const results = await Promise.allSettled(frames.map((frame) => store.apply(write(frame, base))));
    const winner = results.findIndex((result) => result.status === "fulfilled");
    const losers = results.filter((result) => result.status === "rejected");
    assert.equal(losers.length, frames.length - 1, "one writer wins");
    for (const loser of losers) await assertRejects(Promise.reject(loser.reason), "STORE_VERSION_CONFLICT");
    assertSameFrame((await store.read(LIBRARY, SYMBOL))?.frame, frames[winner]!);
  }),
  storeCase("lets one of two writers win that expect nothing to be there", async (store) => {
    const frames = [dailyFrame(0, 3), dailyFrame(0, 4, 2)];
    const results = await Promise.allSettled(frames.map((frame) => store.apply(write(frame, null))));
    const winner = results.findIndex((result) => result.status === "fulfilled");
    assert.equal(results.filter((result) => result.status === "fulfilled").length, 1, "one writer wins");
    assertSameFrame((await store.read(LIBRARY, SYMBOL))?.frame, frames[winner]!);
  }),
  storeCase("takes writes without an expectation one after the other, however they come", async (store) => {
    const frames = [dailyFrame(0, 3), dailyFrame(0, 4, 2), dailyFrame(0, 5, 3)];
    const versions = await Promise.all(frames.map((frame) => applied(store, write(frame))));
    const stored = await store.read(LIBRARY, SYMBOL);
    assertSameFrame(stored?.frame, frames[versions.indexOf(stored!.version)]!);
  }),
  storeCase("shows a reader the old frame or the new one, never a mixture", async (store) => {
    const frames = [dailyFrame(0, 9_000), dailyFrame(100, 9_500, 2)];
    const versions = [await applied(store, write(frames[0]!))];
    const reads = [store.read(LIBRARY, SYMBOL), store.read(LIBRARY, SYMBOL)];
    const writing = applied(store, write(frames[1]!));
    reads.push(store.read(LIBRARY, SYMBOL), store.read(LIBRARY, SYMBOL));
    versions.push(await writing);
    for (const stored of await Promise.all(reads)) {
      assertSameFrame(stored?.frame, frames[versions.indexOf(stored!.version)]!);
    }
  }),
  storeCase("appends later rows and keeps the stored metadata", async (store) => {
    await applied(store, write(dailyFrame(0, 10).withMeta({ index: "index" })));
    await applied(store, append(dailyFrame(10, 5)));
    const version = await applied(store, append(dailyFrame(15, 1).withMeta({ index: "else" })));
    await assertStands(store, dailyFrame(0, 16).withMeta({ index: "index" }), version);
  }),
  storeCase("appends to an absent symbol as a write", async (store) => {
    const frame = dailyFrame(0, 4).withMeta({ index: "index" });
    await assertStands(store, frame, await applied(store, append(frame)));
  }),
  storeCase("appends to a frame without rows", async (store) => {
    await applied(store, write(dailyFrame(0, 4).rows(0, 0)));
    await assertStands(store, dailyFrame(7, 3), await applied(store, append(dailyFrame(7, 3))));
  }),
  storeCase("appends no rows without a change to the rows", async (store) => {
    await applied(store, write(dailyFrame(0, 4)));
    await assertStands(store, dailyFrame(0, 4), await applied(store, append(dailyFrame(9, 2).rows(0, 0))));
  }),
  storeCase("appends text that was not there before, and text that was", async (store) => {
    const frame = (day: number, texts: (string | undefined)[]) =>
      other(dailyFrame(day, texts.length), { label: stringColumn(texts) });
    await applied(store, write(frame(0, ["a", "b", undefined])));
    await applied(store, append(frame(3, ["c", "a", undefined, "c"])));
    const version = await applied(store, append(frame(7, ["", "b"])));
    await assertStands(store, frame(0, ["a", "b", undefined, "c", "a", undefined, "c", "", "b"]), version);
  }),
  storeCase("appends columns that come in another order under their names", async (store) => {
    await applied(store, write(dailyFrame(0, 2)));
    const version = await applied(store, append(dailyFrame(2, 2).select(["PRICE_CONTRACT", "PRICE"])));
    await assertStands(store, dailyFrame(0, 4), version);
  }),
  storeCase("appends to a long frame", async (store) => {
    await applied(store, write(dailyFrame(0, 20_000)));
    await applied(store, append(dailyFrame(20_000, 10_000)));
    await assertStands(store, dailyFrame(0, 30_001), await applied(store, append(dailyFrame(30_000, 1))));
  }),
  storeCase("refuses to append rows that are not later than the stored ones", async (store) => {
    const frame = dailyFrame(5, 10);
    const version = await applied(store, write(frame));
    for (const rows of [dailyFrame(14, 2), dailyFrame(0, 2), dailyFrame(10, 20), frame]) {
      const error = await assertRejects(store.apply(append(rows)), "STORE_APPEND");
      assert.ok(error.message.includes(SYMBOL), error.message);
      await assertRejects(store.stage(append(rows)), "STORE_APPEND");
      await assertStands(store, frame, version);
    }
  }),
  storeCase("refuses to append other columns or other kinds", async (store) => {
    const frame = dailyFrame(0, 3);
    const version = await applied(store, write(frame));
    const later = dailyFrame(3, 2);
    const ints = intColumn(BigInt64Array.of(1n, 2n));
    for (const rows of [
      later.select(["PRICE"]),
      later.with({ EXTRA: ints }),
      other(later, { PRICE: later.column("PRICE"), Price_contract: later.column("PRICE_CONTRACT") }),
      later.with({ PRICE: ints }),
      later.with({ PRICE_CONTRACT: floatColumn(Float64Array.of(1, 2)) }),
    ]) {
      await assertRejects(store.apply(append(rows)), "STORE_APPEND");
      await assertStands(store, frame, version);
    }
  }),
  storeCase("deletes, and deletes what is absent without a fuss", async (store) => {
    assert.equal(await store.apply(remove()), null);
    assert.equal(await store.apply(remove(null)), null);
    await applied(store, write(dailyFrame(0, 2)));
    await store.apply({ kind: "write", library: LIBRARY, symbol: "other", frame: dailyFrame(0, 1) });
    assert.equal(await store.apply(remove()), null);
    assert.equal(await store.read(LIBRARY, SYMBOL), undefined);
    assert.equal(await store.info(LIBRARY, SYMBOL), undefined);
    assert.deepEqual(await store.list(LIBRARY), ["other"]);
    await assertStands(store, dailyFrame(3, 2), await applied(store, write(dailyFrame(3, 2))));
  }),
  storeCase("refuses everything once it is closed, and closes twice", async (store) => {
    await applied(store, write(dailyFrame(0, 2)));
    const staged = await store.stage(append(dailyFrame(2, 1)));
    await store.close();
    await store.close();
    for (const call of [
      () => store.list(LIBRARY),
      () => store.info(LIBRARY, SYMBOL),
      () => store.read(LIBRARY, SYMBOL),
      () => store.apply(write(dailyFrame(0, 2))),
      () => store.stage(write(dailyFrame(0, 2))),
      () => store.publish(staged),
      () => store.discard(staged),
      () => store.leftovers(),
    ]) {
      await assertRejects(call(), "STORE_CLOSED");
    }
  }),
];
