import assert from "node:assert/strict";
import {
  type Collection,
  Int32,
  type RecordChange,
  type RecordDocument,
  type RecordStore,
} from "../storage/recordStore.js";
import { assertSameDocument, kindText } from "./assertDocument.js";
import type { ConformanceCase } from "./conformance.js";
import { storeCase } from "./storeCase.js";

const STATUS: Collection = { name: "futures_roll_status", key: ["instrument_code"] };
const KEY = { instrument_code: "CORN" };

const put = (fields: RecordDocument, expected?: RecordDocument | null): RecordChange => ({
  kind: "put",
  collection: STATUS,
  document: { ...KEY, ...fields },
  ...(expected === undefined ? {} : { expected }),
});

const remove = (expected?: RecordDocument): RecordChange => ({
  kind: "delete",
  collection: STATUS,
  key: KEY,
  ...(expected === undefined ? {} : { expected }),
});

async function assertHolds(store: RecordStore, fields: RecordDocument): Promise<void> {
  assertSameDocument(await store.get(STATUS, KEY), { ...KEY, ...fields });
}

/** Compare and set. */
export const recordStoreSwaps: readonly ConformanceCase<RecordStore>[] = [
  storeCase("sets without an expectation, present or absent", async (store) => {
    assert.equal(await store.compareAndSet(put({ n: 1 })), true);
    assert.equal(await store.compareAndSet(put({ m: 2 })), true);
    await assertHolds(store, { m: 2 });
    assert.equal(await store.compareAndSet(remove()), true);
    assert.equal(await store.get(STATUS, KEY), undefined);
  }),
  storeCase("sets only what is absent where null is expected", async (store) => {
    assert.equal(await store.compareAndSet(put({ n: 1 }, null)), true);
    assert.equal(await store.compareAndSet(put({ n: 2 }, null)), false);
    await assertHolds(store, { n: 1 });
    await store.delete(STATUS, KEY);
    assert.equal(await store.compareAndSet(put({ n: 3 }, null)), true);
    await assertHolds(store, { n: 3 });
  }),
  storeCase("sets only where every expected field holds", async (store) => {
    assert.equal(await store.compareAndSet(put({ n: 1 }, { n: 0 })), false, "absent");
    assert.equal(await store.get(STATUS, KEY), undefined);
    await store.put(STATUS, { ...KEY, state: "Passive", n: 1, gone: null });
    const stored = { state: "Passive", n: 1, gone: null };
    for (const expected of [
      { state: "Force" },
      { state: "Passive", n: 2 },
      { n: "1" },
      { missing: null },
      { gone: 0 },
      { instrument_code: "GOLD" },
    ]) {
      assert.equal(await store.compareAndSet(put({ n: 9 }, expected)), false, kindText(expected));
      assert.equal(await store.compareAndSet(remove(expected)), false, kindText(expected));
      await assertHolds(store, stored);
    }
    assert.equal(await store.compareAndSet(put({ n: 2 }, { state: "Passive", n: 1, gone: null })), true);
    await assertHolds(store, { n: 2 });
    assert.equal(await store.compareAndSet(put({ n: 3 }, { instrument_code: "CORN" })), true);
    await assertHolds(store, { n: 3 });
  }),
  storeCase("sets several in turn, each by itself, if it can set them at once", async (store) => {
    const changes = [
      ...[put({ n: 1 }, null), put({ n: 2 }, null), put({ n: 3 }, { n: 1 })],
      ...[remove({ n: 9 }), remove({ n: 3 }), put({ n: 4 })],
    ];
    if (store.compareAndSetAll === undefined) return;
    assert.deepEqual(await store.compareAndSetAll(changes), [true, false, true, false, true, true]);
    await assertHolds(store, { n: 4 });
    assert.deepEqual(await store.compareAndSetAll([]), []);
  }),
  storeCase("sets only what is present where no field is expected", async (store) => {
    assert.equal(await store.compareAndSet(put({ n: 1 }, {})), false);
    assert.equal(await store.compareAndSet(remove({})), false);
    await store.put(STATUS, { ...KEY, n: 1 });
    assert.equal(await store.compareAndSet(put({ n: 2 }, {})), true);
    await assertHolds(store, { n: 2 });
    assert.equal(await store.compareAndSet(remove({})), true);
    assert.equal(await store.get(STATUS, KEY), undefined);
  }),
  storeCase("expects numbers by value, dates, arrays and objects as a whole", async (store) => {
    const stored = {
      n: new Int32(5),
      long: 2n ** 53n + 1n,
      at: new Date(7),
      list: [1, 2],
      limit: { a: 1, b: "x" },
    };
    const holds: RecordDocument[] = [
      { n: 5 },
      { n: 5n },
      { long: 2n ** 53n + 1n },
      { at: new Date(7) },
      { list: [1, 2] },
      { limit: { a: 1, b: "x" } },
    ];
    const fails: RecordDocument[] = [
      { n: 6 },
      { long: 2 ** 53 },
      { at: 7 },
      { at: new Date(8) },
      { list: [1] },
      { list: [1, 2, 3] },
      { limit: { a: 1 } },
    ];
    await store.put(STATUS, { ...KEY, ...stored });
    for (const expected of holds) assert.equal(await store.compareAndSet(put(stored, expected)), true);
    for (const expected of fails) assert.equal(await store.compareAndSet(put({}, expected)), false);
    await assertHolds(store, stored);
  }),
  storeCase("deletes only where every expected field holds", async (store) => {
    await store.put(STATUS, { ...KEY, n: 1 });
    assert.equal(await store.compareAndSet(remove({ n: 2 })), false);
    assert.equal(await store.compareAndSet(remove({ n: 1 })), true);
    assert.equal(await store.get(STATUS, KEY), undefined);
    assert.equal(await store.compareAndSet(remove({ n: 1 })), false);
  }),
  storeCase("lets one of many win that expect the same", async (store) => {
    await store.put(STATUS, { ...KEY, holder: 0 });
    const attempts = Array.from({ length: 8 }, (_, n) =>
      store.compareAndSet(put({ holder: n + 1 }, { holder: 0 })),
    );
    const won = await Promise.all(attempts);
    assert.equal(won.filter(Boolean).length, 1);
    await assertHolds(store, { holder: won.indexOf(true) + 1 });
  }),
  storeCase("lets one of many win that expect nothing to be there", async (store) => {
    const won = await Promise.all(
      Array.from({ length: 8 }, (_, n) => store.compareAndSet(put({ holder: n }, null))),
    );
    assert.equal(won.filter(Boolean).length, 1);
    await assertHolds(store, { holder: won.indexOf(true) });
  }),
  storeCase("counts without losing an increment", async (store) => {
    await store.put(STATUS, { ...KEY, n: 0 });
    const increment = async (): Promise<void> => {
      for (;;) {
        const n = (await store.get(STATUS, KEY))?.n as number;
        if (await store.compareAndSet(put({ n: n + 1 }, { n }))) return;
      }
    };
    await Promise.all(Array.from({ length: 12 }, increment));
    await assertHolds(store, { n: 12 });
  }),
];
