import assert from "node:assert/strict";
import {
  type Collection,
  Int32,
  type RecordDocument,
  type RecordQuery,
  type RecordStore,
  type RecordValue,
} from "../storage/recordStore.js";
import { assertSameDocuments, kindText } from "./assertDocument.js";
import type { ConformanceCase } from "./conformance.js";
import { storeCase } from "./storeCase.js";

const ORDERS: Collection = { name: "_CONTRACT_HISTORIC_ORDERS", key: ["order_id"] };

async function put(store: RecordStore, documents: readonly RecordDocument[]): Promise<void> {
  for (const document of documents) await store.put(ORDERS, document);
}

/** Passes where a query finds the orders of these ids, in this order, on one page. */
async function assertFinds(
  store: RecordStore,
  query: RecordQuery,
  ids: readonly RecordValue[],
): Promise<void> {
  const page = await store.find(ORDERS, query);
  assert.deepEqual(
    page.documents.map((document) => document.order_id),
    ids,
    `orders found by ${kindText(query as RecordDocument)}`,
  );
  assert.equal(page.cursor, undefined, "all on one page");
}

/** Every page of a query, each of at most `limit` documents, none but the last of fewer. */
async function pages(store: RecordStore, query: RecordQuery, limit: number): Promise<RecordDocument[]> {
  const all: RecordDocument[] = [];
  let page = await store.find(ORDERS, { ...query, limit });
  while (page.cursor !== undefined) {
    assert.equal(page.documents.length, limit, "a page that is not the last is full");
    all.push(...page.documents);
    page = await store.find(ORDERS, { ...query, limit, cursor: page.cursor });
  }
  assert.ok(page.documents.length > 0 || all.length === 0, "no page after the last document");
  return [...all, ...page.documents];
}

const day = (number: number): Date => new Date(Date.UTC(2024, 0, number));

/** Finding, sorting and paging. */
export const recordStoreQueries: readonly ConformanceCase<RecordStore>[] = [
  storeCase("finds everything, by key, whatever the order of writing", async (store) => {
    await put(
      store,
      [30, 4, 100, -2, 1.5].map((order_id) => ({ order_id })),
    );
    await assertFinds(store, {}, [-2, 1.5, 4, 30, 100]);
    assert.deepEqual((await store.find(ORDERS)).documents.length, 5);
  }),
  storeCase("orders text keys, and keys of several fields", async (store) => {
    const collection = { name: "strategies", key: ["strategy", "days"] };
    const keys = [
      { strategy: "a", days: 2 },
      { strategy: "a", days: 10 },
      { strategy: "ab", days: 1 },
      { strategy: "b", days: -1 },
    ];
    for (const key of [...keys].reverse()) await store.put(collection, key);
    assertSameDocuments((await store.find(collection)).documents, keys);
  }),
  storeCase("finds by equality of one field and of several", async (store) => {
    await put(store, [
      { order_id: 1, instrument: "CORN", side: "buy", active: true },
      { order_id: 2, instrument: "CORN", side: "sell", active: false },
      { order_id: 3, instrument: "GOLD", side: "buy", active: null },
      { order_id: 4, side: "buy" },
    ]);
    await assertFinds(store, { equals: { instrument: "CORN" } }, [1, 2]);
    await assertFinds(store, { equals: { instrument: "CORN", side: "buy" } }, [1]);
    await assertFinds(store, { equals: { side: "buy" } }, [1, 3, 4]);
    await assertFinds(store, { equals: { active: false } }, [2]);
    await assertFinds(store, { equals: { active: null } }, [3]);
    await assertFinds(store, { equals: { order_id: 3 } }, [3]);
    await assertFinds(store, { equals: { instrument: "corn" } }, []);
    await assertFinds(store, { equals: { nothing: "CORN" } }, []);
    await assertFinds(store, { equals: {} }, [1, 2, 3, 4]);
  }),
  storeCase("compares numbers by value whatever their kind, and no number with text", async (store) => {
    await put(store, [
      { order_id: 1, n: 5 },
      { order_id: 2, n: new Int32(5) },
      { order_id: 3, n: 5n },
      { order_id: 4, n: "5" },
      { order_id: 5, n: 2n ** 53n + 1n },
      { order_id: 6, n: 2 ** 53 },
      { order_id: 7, n: -0 },
      { order_id: 8, n: 0n },
      { order_id: 9, n: true },
      { order_id: 10, n: 1 },
    ]);
    for (const n of [5, 5n, new Int32(5)]) await assertFinds(store, { equals: { n } }, [1, 2, 3]);
    await assertFinds(store, { equals: { n: "5" } }, [4]);
    await assertFinds(store, { equals: { n: 2n ** 53n + 1n } }, [5]);
    await assertFinds(store, { equals: { n: 2n ** 53n } }, [6]);
    await assertFinds(store, { equals: { n: 0 } }, [7, 8]);
    await assertFinds(store, { equals: { n: true } }, [9]);
  }),
  storeCase("finds dates, arrays and objects by equality", async (store) => {
    await put(store, [
      { order_id: 1, at: day(1), fills: [1, 2], limit: { price: 5 } },
      { order_id: 2, at: day(2), fills: [1, 2, 3], limit: { price: 6 } },
      { order_id: 3, at: day(1).getTime(), fills: [], limit: {} },
    ]);
    await assertFinds(store, { equals: { at: day(1) } }, [1]);
    await assertFinds(store, { equals: { fills: [1, 2] } }, [1]);
    await assertFinds(store, { equals: { fills: [] } }, [3]);
    await assertFinds(store, { equals: { limit: { price: 6 } } }, [2]);
  }),
  storeCase("finds numbers within bounds", async (store) => {
    await put(store, [
      { order_id: 1, n: -5 },
      { order_id: 2, n: new Int32(0) },
      { order_id: 3, n: 2.5 },
      { order_id: 4, n: 7n },
      { order_id: 5, n: Number.POSITIVE_INFINITY },
      { order_id: 6, n: "3" },
      { order_id: 7, n: null },
      { order_id: 8 },
      { order_id: 9, n: new Date(3) },
      { order_id: 10, n: Number.NaN },
      { order_id: 11, n: true },
    ]);
    await assertFinds(store, { range: { field: "n", from: 0, to: 7 } }, [2, 3, 4]);
    await assertFinds(store, { range: { field: "n", from: 0, to: 7, toExclusive: true } }, [2, 3]);
    await assertFinds(store, { range: { field: "n", from: 2.5 } }, [3, 4, 5]);
    await assertFinds(store, { range: { field: "n", to: 2.5 } }, [1, 2, 3]);
    await assertFinds(store, { range: { field: "n", to: 2.5, toExclusive: true } }, [1, 2]);
    await assertFinds(store, { range: { field: "n", from: 8, to: 3 } }, []);
    await assertFinds(store, { range: { field: "order_id", from: 3, to: 4 } }, [3, 4]);
  }),
  storeCase("finds dates and text within bounds, values of another type left out", async (store) => {
    await put(store, [
      { order_id: 1, at: day(1), symbol: "a" },
      { order_id: 2, at: day(2), symbol: "ab" },
      { order_id: 3, at: day(3), symbol: "b" },
      { order_id: 4, at: day(2).getTime(), symbol: 5 },
      { order_id: 5, at: "2024-01-02", symbol: day(1) },
      { order_id: 6, at: new Date(-1), symbol: "" },
    ]);
    await assertFinds(store, { range: { field: "at", from: day(2), to: day(3) } }, [2, 3]);
    await assertFinds(store, { range: { field: "at", from: day(2), to: day(3), toExclusive: true } }, [2]);
    await assertFinds(store, { range: { field: "at", to: day(1) } }, [1, 6]);
    await assertFinds(store, { range: { field: "at", from: day(2) } }, [2, 3]);
    await assertFinds(store, { range: { field: "symbol", from: "a", to: "b" } }, [1, 2, 3]);
    await assertFinds(store, { range: { field: "symbol", from: "a", to: "b", toExclusive: true } }, [1, 2]);
    await assertFinds(store, { range: { field: "symbol", to: "a" } }, [1, 6]);
    await assertFinds(store, { range: { field: "symbol", from: "ab" } }, [2, 3]);
  }),
  storeCase("joins equality and bounds", async (store) => {
    await put(
      store,
      Array.from({ length: 40 }, (_, n) => ({
        order_id: n,
        instrument: n % 2 ? "CORN" : "GOLD",
        at: day(n),
      })),
    );
    await assertFinds(
      store,
      { equals: { instrument: "CORN" }, range: { field: "at", from: day(10), to: day(15) } },
      [11, 13, 15],
    );
    await assertFinds(
      store,
      {
        equals: { instrument: "GOLD" },
        range: { field: "at", to: day(5) },
        sort: { field: "at", descending: true },
      },
      [4, 2, 0],
    );
  }),
  storeCase("sorts by a field, up and down, ties by key", async (store) => {
    await put(store, [
      { order_id: 1, n: 30 },
      { order_id: 2, n: new Int32(4) },
      { order_id: 3, n: 30n },
      { order_id: 4, n: -1.5 },
      { order_id: 5, n: 100 },
      { order_id: 6, n: 4 },
    ]);
    await assertFinds(store, { sort: { field: "n" } }, [4, 2, 6, 1, 3, 5]);
    await assertFinds(store, { sort: { field: "n", descending: true } }, [5, 1, 3, 2, 6, 4]);
    await assertFinds(store, { sort: { field: "n" }, range: { field: "n", from: 4, to: 30 } }, [2, 6, 1, 3]);
    await assertFinds(
      store,
      { sort: { field: "n", descending: true }, range: { field: "n", from: 4, to: 30 } },
      [1, 3, 2, 6],
    );
    await assertFinds(store, { sort: { field: "n" }, range: { field: "order_id", from: 3 } }, [4, 6, 3, 5]);
    await assertFinds(store, { sort: { field: "order_id", descending: true } }, [6, 5, 4, 3, 2, 1]);
  }),
  storeCase(
    "puts what lacks the sort field, or has null there, first going up and last going down",
    async (store) => {
      await put(store, [
        { order_id: 1, n: 2 },
        { order_id: 2 },
        { order_id: 3, n: 1 },
        { order_id: 4, n: null },
        { order_id: 5 },
      ]);
      await assertFinds(store, { sort: { field: "n" } }, [2, 4, 5, 3, 1]);
      await assertFinds(store, { sort: { field: "n", descending: true } }, [1, 3, 2, 4, 5]);
      await assertFinds(store, { sort: { field: "nothing", descending: true } }, [1, 2, 3, 4, 5]);
    },
  ),
  storeCase("sorts text and dates", async (store) => {
    await put(store, [
      { order_id: 1, text: "b", at: day(3) },
      { order_id: 2, text: "a", at: day(-400) },
      { order_id: 3, text: "", at: day(20) },
      { order_id: 4, text: "ab", at: day(4) },
      { order_id: 5, text: "B", at: day(3) },
    ]);
    await assertFinds(store, { sort: { field: "text" } }, [3, 5, 2, 4, 1]);
    await assertFinds(store, { sort: { field: "at", descending: true } }, [3, 4, 1, 5, 2]);
  }),
  storeCase("limits, and tells by a cursor that there is more", async (store) => {
    await put(
      store,
      Array.from({ length: 10 }, (_, n) => ({ order_id: n })),
    );
    const page = await store.find(ORDERS, { limit: 4 });
    assert.deepEqual(
      page.documents.map((document) => document.order_id),
      [0, 1, 2, 3],
    );
    assert.equal(typeof page.cursor, "string");
    assert.equal((await store.find(ORDERS, { limit: 10 })).cursor, undefined, "the limit cut nothing");
    assert.equal((await store.find(ORDERS, { limit: 11 })).cursor, undefined);
    await assertFinds(store, { cursor: page.cursor! }, [4, 5, 6, 7, 8, 9]);
  }),
  storeCase("pages through every document once, in order", async (store) => {
    await put(
      store,
      Array.from({ length: 53 }, (_, n) => ({
        order_id: n,
        ...(n % 5 === 0 ? {} : { group: n % 7 === 0 ? null : n % 4 }),
        at: day(60 - (n >> 1)),
        mixed: [n, new Int32(n), BigInt(n), `t${n}`, day(n)][n % 5]!,
      })),
    );
    const queries: RecordQuery[] = [
      {},
      { sort: { field: "group" } },
      { sort: { field: "group", descending: true } },
      { sort: { field: "at" } },
      { sort: { field: "mixed" } },
      { sort: { field: "mixed", descending: true } },
      { sort: { field: "at", descending: true }, range: { field: "at", from: day(40), to: day(55) } },
      { sort: { field: "at" }, range: { field: "order_id", from: 7 }, equals: { group: 1 } },
      { equals: { group: 2 } },
    ];
    for (const query of queries) {
      const whole = (await store.find(ORDERS, query)).documents;
      for (const limit of [1, 7, 26, whole.length]) {
        assertSameDocuments(await pages(store, query, limit), whole);
      }
    }
  }),
  storeCase("finds changed documents by their new values only", async (store) => {
    await put(store, [
      { order_id: 1, n: 1, only: "before" },
      { order_id: 2, n: 2 },
    ]);
    await put(store, [{ order_id: 1, n: 3 }]);
    await assertFinds(store, { equals: { n: 1 } }, []);
    await assertFinds(store, { equals: { only: "before" } }, []);
    await assertFinds(store, { sort: { field: "n" } }, [2, 1]);
    await store.delete(ORDERS, { order_id: 1 });
    await assertFinds(store, { range: { field: "n", from: 0 } }, [2]);
    await put(store, [{ order_id: 1, n: 0 }]);
    await assertFinds(store, { sort: { field: "n" } }, [1, 2]);
  }),
  storeCase("finds long text that differs only at its end", async (store) => {
    const long = "position ".repeat(1000);
    await put(
      store,
      ["b", "a", "c"].map((end, order_id) => ({ order_id, text: long + end })),
    );
    await assertFinds(store, { equals: { text: `${long}a` } }, [1]);
    await assertFinds(store, { equals: { text: long } }, []);
  }),
];
