import { ContangoError } from "../../errors/contangoError.js";
import type { Collection, RecordDocument, RecordKey } from "../recordStore.js";
import type { Batch, Storage } from "../storage.js";
import { missing } from "./seriesRepository.js";

const ATTEMPTS = 10;
const PAGE = 1000;

/** Values of one kind by key. With a batch a write is collected for `storage.atomically`. */
export interface RecordRepository<Value> {
  /** Keys of everything stored, sorted. */
  list(): Promise<readonly string[]>;
  read(key: string): Promise<Value | undefined>;
  /** As `read`. @throws ContangoError `STORE_MISSING` where there is nothing under the key. */
  get(key: string): Promise<Value>;
  write(key: string, value: Value, batch?: Batch): Promise<void>;
  /** Every value under its key, in the order of the keys; only those whose fields equal these, where there are any. */
  all(equals?: RecordDocument): Promise<ReadonlyMap<string, Value>>;
  delete(key: string, batch?: Batch): Promise<void>;
}

/** A repository of which each value is one document, so that it can be changed under a check. */
export interface CheckedRecordRepository<Value> extends RecordRepository<Value> {
  /**
   * Reads, changes and writes, only if what was read is still there when it is written, so that nothing another process
   * writes in between is lost: without a batch `change` is called again on the newer value, with one the commit refuses.
   * It returns `undefined` to leave everything as it is. Gives what is stored afterwards.
   */
  update(
    key: string,
    change: (stored: Value | undefined) => Value | undefined,
    batch?: Batch,
  ): Promise<Value | undefined>;
}

/** How a value lies in a record store: a collection with one key field, and the other fields of a document. */
export interface RecordLayout<Value> {
  readonly what: string;
  readonly collection: Collection;
  encode(value: Value): RecordDocument;
  decode(document: RecordDocument, key: string): Value;
}

export function recordRepository<Value>(
  storage: Storage,
  layout: RecordLayout<Value>,
): CheckedRecordRepository<Value> {
  const { collection } = layout;
  const field = collection.key[0]!;
  const keyOf = (key: string): RecordKey => ({ [field]: key });
  const read = async (key: string): Promise<Value | undefined> => {
    const document = await storage.records.get(collection, keyOf(key));
    return document === undefined ? undefined : layout.decode(document, key);
  };
  return {
    read,
    get: async (key) => (await read(key)) ?? missing(layout.what, key),
    list: async () => {
      const { documents } = await storage.records.find(collection, { sort: { field } });
      return documents.map((document) => String(document[field]));
    },
    write: async (key, value, batch) => {
      const document = { [field]: key, ...layout.encode(value) };
      if (batch === undefined) await storage.records.put(collection, document);
      else batch.putRecord(collection, document);
    },
    update: async (key, change, batch) => {
      for (let attempt = 1; ; attempt++) {
        const stored = await storage.records.get(collection, keyOf(key));
        const before = stored === undefined ? undefined : layout.decode(stored, key);
        const after = change(before);
        if (after === undefined) return before;
        const document = { [field]: key, ...layout.encode(after) };
        const expected = stored ?? null;
        if (batch !== undefined) {
          batch.putRecord(collection, document, expected);
          return after;
        }
        if (await storage.records.compareAndSet({ kind: "put", collection, document, expected }))
          return after;
        if (attempt === ATTEMPTS) {
          throw new ContangoError(
            "STORE_VERSION_CONFLICT",
            "storage",
            `${layout.what} of "${key}" changed ${ATTEMPTS} times while they were to be written; repeat it later`,
            { details: { key }, retryable: true },
          );
        }
      }
    },
    all: async (equals) => {
      const values = new Map<string, Value>();
      let cursor: string | undefined;
      do {
        const page = await storage.records.find(collection, {
          ...(equals === undefined ? {} : { equals }),
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const document of page.documents) {
          const key = String(document[field]);
          values.set(key, layout.decode(document, key));
        }
        cursor = page.cursor;
      } while (cursor !== undefined);
      return values;
    },
    delete: async (key, batch) => {
      if (batch === undefined) await storage.records.delete(collection, keyOf(key));
      else batch.deleteRecord(collection, keyOf(key));
    },
  };
}
