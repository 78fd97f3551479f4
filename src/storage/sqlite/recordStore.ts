import { crc32 } from "node:zlib";
import { ContangoError } from "../../errors/contangoError.js";
import type { Collection, RecordChange, RecordDocument, RecordKey, RecordStore } from "../recordStore.js";
import { readCursor, recordText, recordValue, writeCursor } from "../recordText.js";
import { copyValue, keyValues, meetsExpectation } from "../recordValues.js";
import type { Database } from "./database.js";
import type { SqliteRow } from "./driver.js";
import { indexRecord } from "./fieldIndex.js";
import { findRecords } from "./findRecords.js";
import { orderKey } from "./orderKey.js";

interface StoredRecord {
  readonly id: number;
  readonly document: RecordDocument;
}

/** What a change did: nothing was written where its expectation did not hold. */
export interface RecordChanged {
  readonly held: boolean;
  /** True where a document of the key was there before. */
  readonly existed: boolean;
}

/**
 * Does one change if its expectation holds; only within `database.write`.
 *
 * @throws ContangoError `RECORD_VALUE`, `RECORD_KEY`.
 */
export function changeRecord(database: Database, change: RecordChange): RecordChanged {
  const collection = change.collection.name;
  const document = change.kind === "put" ? copyValue(change.document, collection) : undefined;
  const key = orderKey(...keyValues(change.collection, change.kind === "put" ? change.document : change.key));
  const stored = storedRecord(database, collection, key);
  const existed = stored !== undefined;
  if (!meetsExpectation(stored?.document, change.expected)) return { held: false, existed };
  if (document !== undefined) {
    const id = writeDocument(database, collection, key, stored?.id, recordText(document));
    indexRecord(database, collection, id, stored?.document, document);
  } else if (stored !== undefined) {
    database.statement("DELETE FROM contango_record WHERE id = ?").run(stored.id);
    indexRecord(database, collection, stored.id, stored.document, undefined);
  }
  return { held: true, existed };
}

/** Writes the row `id`, or a new one; gives its number. */
function writeDocument(
  database: Database,
  collection: string,
  key: Uint8Array,
  id: number | undefined,
  text: string,
): number {
  if (id === undefined) {
    const insert = database.statement(
      "INSERT INTO contango_record (collection, key, crc, document) VALUES (?, ?, ?, ?)",
    );
    return Number(insert.run(collection, key, crc32(text), text).lastInsertRowid);
  }
  const update = database.statement("UPDATE contango_record SET crc = ?, document = ? WHERE id = ?");
  update.run(crc32(text), text, id);
  return id;
}

function storedRecord(database: Database, collection: string, key: Uint8Array): StoredRecord | undefined {
  const row = database
    .statement("SELECT id, crc, document FROM contango_record WHERE collection = ? AND key = ?")
    .get(collection, key);
  return row && { id: Number(row.id), document: parseDocument(database, collection, row) };
}

function parseDocument({ file }: Database, collection: string, row: SqliteRow | undefined): RecordDocument {
  const text = row?.document;
  if (typeof text === "string" && crc32(text) === row?.crc) return recordValue(text) as RecordDocument;
  throw new ContangoError(
    "STORE_CORRUPT",
    "sqlite",
    `"${file}": a document of "${collection}" is damaged; restore the file from a backup`,
    { details: { file, collection } },
  );
}

const EVERYTHING = 2 ** 50;

/** Records in an SQLite file: one row a document, with an index of every top-level field (see `findRecords.ts`). */
export function sqliteRecordStore(database: Database): RecordStore {
  const change = (what: RecordChange): RecordChanged => database.write(() => changeRecord(database, what));
  return {
    get: async (collection: Collection, key: RecordKey) => {
      const sought = orderKey(...keyValues(collection, key));
      return database.read(() => storedRecord(database, collection.name, sought)?.document);
    },
    put: async (collection, document) => {
      change({ kind: "put", collection, document });
    },
    delete: async (collection, key) => change({ kind: "delete", collection, key }).existed,
    find: async (collection, query = {}) =>
      database.read(() => {
        const { limit, sort } = query;
        copyValue(query.equals ?? {}, "equals");
        const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
        const ids = findRecords(database, collection.name, query, after, (limit ?? EVERYTHING) + 1);
        const select = database.statement("SELECT crc, document FROM contango_record WHERE id = ?");
        const documents = ids
          .slice(0, limit)
          .map((id) => parseDocument(database, collection.name, select.get(id)));
        const last = documents.at(-1);
        if (ids.length === documents.length || last === undefined) return { documents };
        const value = sort === undefined ? null : (last[sort.field] ?? null);
        return { documents, cursor: writeCursor([value, ...keyValues(collection, last)]) };
      }),
    compareAndSet: async (what) => change(what).held,
    compareAndSetAll: async (all) =>
      database.write(() => all.map((what) => changeRecord(database, what).held)),
    close: async () => database.close(),
  };
}
