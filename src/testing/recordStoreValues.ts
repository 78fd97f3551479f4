import assert from "node:assert/strict";
import {
  type Collection,
  Int32,
  type RecordDocument,
  type RecordStore,
  type RecordValue,
} from "../storage/recordStore.js";
import { assertSameDocument, assertSameDocuments } from "./assertDocument.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects, storeCase } from "./storeCase.js";

const PROCESSES: Collection = { name: "process_control", key: ["process_name"] };
const LIMITS: Collection = { name: "limit_status", key: ["instrument_strategy_key", "period_days"] };

/** Each kind of value, under the name that the case carries. */
const KINDS: readonly (readonly [string, readonly RecordValue[]])[] = [
  ["null and booleans", [null, true, false]],
  ["doubles", [0, -0, 1, 1.5, 1e21, 1e-7, 0.1 + 0.2, 2 ** 53 + 2, Number.MIN_VALUE, -Number.MAX_VALUE]],
  ["doubles that are not finite", [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ["32-bit integers", [new Int32(0), new Int32(5), new Int32(2 ** 31 - 1), new Int32(-(2 ** 31))]],
  ["64-bit integers", [0n, -1n, 202301150632070016n, 2n ** 63n - 1n, -(2n ** 63n)]],
  ["text", ["", "GO", "two\nlines", 'say "no"', "Öl 原油 🛢", "2024-03-28", "x".repeat(100_000)]],
  ["dates", [new Date(0), new Date(-1), new Date("2024-03-28T23:00:00.123Z"), new Date(8.64e15)]],
  ["bytes", [new Uint8Array(0), Uint8Array.of(0, 255, 128, 10), new Uint8Array(70_000).fill(7)]],
  [
    "arrays",
    [
      [],
      [1, "a", null, new Int32(2), 3n],
      [[[]], [{ deep: [new Date(5)] }]],
      [Number.NaN, -0, Uint8Array.of(1)],
    ],
  ],
  [
    "objects, their fields in order",
    [
      {},
      { z: 1, a: { y: new Int32(2), b: [{ q: 1n, p: null }] }, m: "x" },
      { "with space": 1, "": 2, "a/b": 3 },
    ],
  ],
];

/** What no store may take: none of these is a {@link RecordValue}. */
const NOT_VALUES: readonly unknown[] = [
  undefined,
  Symbol("x"),
  () => 1,
  new Map([["a", 1]]),
  new Date(Number.NaN),
  2n ** 63n,
  -(2n ** 63n) - 1n,
  new (class Money {
    amount = 1;
  })(),
];

const asDocument = (document: unknown): RecordDocument => document as RecordDocument;

/** What a document may hold, and what names it. */
export const recordStoreValues: readonly ConformanceCase<RecordStore>[] = [
  ...KINDS.map(([kind, values]) =>
    storeCase<RecordStore>(`keeps ${kind}`, async (store) => {
      const documents = values.map((value, position) => ({ process_name: `p${position}`, value }));
      for (const document of documents) await store.put(PROCESSES, document);
      for (const document of documents) {
        assertSameDocument(await store.get(PROCESSES, { process_name: document.process_name }), document);
      }
      assertSameDocuments((await store.find(PROCESSES)).documents, documents);
      const all = { process_name: "all", values };
      await store.put(PROCESSES, all);
      assertSameDocument(await store.get(PROCESSES, { process_name: "all" }), all);
    }),
  ),
  storeCase("keeps the order of fields, the key wherever it stands", async (store) => {
    const document = { status: "GO", last: new Date(1), process_name: "a", a: 1 };
    await store.put(PROCESSES, document);
    assertSameDocument(await store.get(PROCESSES, { process_name: "a" }), document);
  }),
  storeCase("keeps a document of a thousand fields", async (store) => {
    const fields = Array.from({ length: 1000 }, (_, position) => [
      `d202301${position}.1`.replace(".", "_"),
      position,
    ]);
    const document = { process_name: "margin", ...(Object.fromEntries(fields) as RecordDocument) };
    await store.put(PROCESSES, document);
    assertSameDocument(await store.get(PROCESSES, { process_name: "margin" }), document);
  }),
  storeCase("replaces the whole document of the same key, and nothing else", async (store) => {
    await store.put(PROCESSES, { process_name: "a", status: "GO", extra: 1 });
    await store.put(PROCESSES, { process_name: "b", status: "GO" });
    await store.put(PROCESSES, { process_name: "a", status: "STOP" });
    assertSameDocument(await store.get(PROCESSES, { process_name: "a" }), {
      process_name: "a",
      status: "STOP",
    });
    assertSameDocument(await store.get(PROCESSES, { process_name: "b" }), {
      process_name: "b",
      status: "GO",
    });
    assert.equal((await store.find(PROCESSES)).documents.length, 2);
  }),
  storeCase(
    "gives copies: neither what was put nor what was got can change what is stored",
    async (store) => {
      const put = { process_name: "a", list: [1, 2], when: new Date(5), bytes: Uint8Array.of(1) };
      await store.put(PROCESSES, put);
      put.list.push(3);
      put.when.setTime(9);
      put.bytes[0] = 9;
      const stored = { process_name: "a", list: [1, 2], when: new Date(5), bytes: Uint8Array.of(1) };
      const got = (await store.get(PROCESSES, { process_name: "a" })) as typeof stored;
      assertSameDocument(got, stored);
      got.list.push(4);
      got.when.setTime(1);
      got.bytes[0] = 4;
      assertSameDocument(await store.get(PROCESSES, { process_name: "a" }), stored);
    },
  ),
  storeCase("knows nothing of an unknown collection or key", async (store) => {
    assert.equal(await store.get(PROCESSES, { process_name: "a" }), undefined);
    assert.equal(await store.delete(PROCESSES, { process_name: "a" }), false);
    assert.deepEqual(await store.find(PROCESSES), { documents: [] });
  }),
  storeCase("deletes one document", async (store) => {
    for (const process_name of ["a", "b"]) await store.put(PROCESSES, { process_name });
    assert.equal(await store.delete(PROCESSES, { process_name: "a" }), true);
    assert.equal(await store.delete(PROCESSES, { process_name: "a" }), false);
    assert.equal(await store.get(PROCESSES, { process_name: "a" }), undefined);
    assertSameDocuments((await store.find(PROCESSES)).documents, [{ process_name: "b" }]);
  }),
  storeCase("keeps collections apart", async (store) => {
    const other = { name: "locks", key: ["process_name"] };
    await store.put(PROCESSES, { process_name: "a", n: 1 });
    await store.put(other, { process_name: "a", n: 2 });
    assert.equal(await store.delete(PROCESSES, { process_name: "a" }), true);
    assertSameDocument(await store.get(other, { process_name: "a" }), { process_name: "a", n: 2 });
  }),
  storeCase("tells keys of several fields apart", async (store) => {
    const keys = [
      { instrument_strategy_key: "a b", period_days: "c" },
      { instrument_strategy_key: "a", period_days: "b c" },
      { instrument_strategy_key: "", period_days: "a b c" },
      { instrument_strategy_key: "a b", period_days: "" },
      { instrument_strategy_key: " CORN", period_days: 1 },
      { instrument_strategy_key: "CORN", period_days: 1 },
      { instrument_strategy_key: "CORN", period_days: 30 },
      { instrument_strategy_key: "CORN", period_days: -1.5 },
    ];
    for (const [n, key] of keys.entries()) await store.put(LIMITS, { ...key, n });
    for (const [n, key] of keys.entries()) assertSameDocument(await store.get(LIMITS, key), { ...key, n });
    assert.equal((await store.find(LIMITS)).documents.length, keys.length);
  }),
  storeCase("tells text, number and boolean keys apart", async (store) => {
    const keys = ["1", 1, true, "true", "", 0, false];
    for (const [n, process_name] of keys.entries()) await store.put(PROCESSES, { process_name, n });
    for (const [n, process_name] of keys.entries()) {
      assertSameDocument(await store.get(PROCESSES, { process_name }), { process_name, n });
    }
  }),
  storeCase("takes number keys by value, whatever their kind", async (store) => {
    await store.put(PROCESSES, { process_name: new Int32(5), n: 1 });
    for (const process_name of [5, 5n, new Int32(5)]) {
      assertSameDocument(await store.get(PROCESSES, { process_name }), { process_name: new Int32(5), n: 1 });
    }
    await store.put(PROCESSES, { process_name: 5, n: 2 });
    assertSameDocuments((await store.find(PROCESSES)).documents, [{ process_name: 5, n: 2 }]);
    await store.put(PROCESSES, { process_name: 2n ** 53n + 1n, n: 3 });
    await store.put(PROCESSES, { process_name: 2 ** 53, n: 4 });
    assert.equal((await store.get(PROCESSES, { process_name: 2n ** 53n + 1n }))?.n, 3);
    assert.equal((await store.get(PROCESSES, { process_name: 2n ** 53n }))?.n, 4);
    assert.equal(await store.delete(PROCESSES, { process_name: 5n }), true);
  }),
  storeCase("refuses values that no store knows, and writes nothing", async (store) => {
    const stored = { process_name: "a", n: 1 };
    await store.put(PROCESSES, stored);
    for (const value of NOT_VALUES) {
      for (const document of [
        { process_name: "a", value },
        { process_name: "a", deep: { list: [1, value] } },
      ]) {
        const error = await assertRejects(store.put(PROCESSES, asDocument(document)), "RECORD_VALUE");
        assert.match(error.message, /value|deep/, "the message names the field");
        const put = { kind: "put", collection: PROCESSES, document: asDocument(document) } as const;
        await assertRejects(store.compareAndSet(put), "RECORD_VALUE");
      }
    }
    assertSameDocuments((await store.find(PROCESSES)).documents, [stored]);
  }),
  storeCase("refuses a key field that is missing or of another type, and writes nothing", async (store) => {
    for (const document of [{}, { status: "GO" }, { process_name: null }, { process_name: ["a"] }]) {
      const error = await assertRejects(store.put(PROCESSES, document), "RECORD_KEY");
      assert.match(error.message, /process_name/);
      await assertRejects(store.get(PROCESSES, document as never), "RECORD_KEY");
      await assertRejects(store.delete(PROCESSES, document as never), "RECORD_KEY");
      const put = { kind: "put", collection: PROCESSES, document } as const;
      await assertRejects(store.compareAndSet(put), "RECORD_KEY");
    }
    await assertRejects(store.get(LIMITS, { instrument_strategy_key: "a" }), "RECORD_KEY");
    assert.deepEqual(await store.find(PROCESSES), { documents: [] });
  }),
  storeCase("refuses everything once it is closed, and closes twice", async (store) => {
    const document = { process_name: "a" };
    await store.put(PROCESSES, document);
    await store.close();
    await store.close();
    for (const call of [
      () => store.get(PROCESSES, document),
      () => store.put(PROCESSES, document),
      () => store.delete(PROCESSES, document),
      () => store.find(PROCESSES),
      () => store.compareAndSet({ kind: "put", collection: PROCESSES, document }),
    ]) {
      await assertRejects(call(), "STORE_CLOSED");
    }
  }),
];
