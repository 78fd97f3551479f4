import type { Collection, RecordDocument, RecordKey } from "../recordStore.js";
import type { Batch, Storage } from "../storage.js";
import { missing } from "./seriesRepository.js";

/** Values of one kind by instrument. With a batch a write is collected for `storage.atomically`. */
export interface RecordRepository<Value> {
  /** Keys of everything stored, sorted. */
  list(): Promise<readonly string[]>;
  read(key: string): Promise<Value | undefined>;
  /** As `read`. @throws ContangoError `STORE_MISSING` where there is nothing under the key. */
  get(key: string): Promise<Value>;
  write(key: string, value: Value, batch?: Batch): Promise<void>;
  delete(key: string, batch?: Batch): Promise<void>;
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
): RecordRepository<Value> {
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
    delete: async (key, batch) => {
      if (batch === undefined) await storage.records.delete(collection, keyOf(key));
      else batch.deleteRecord(collection, keyOf(key));
    },
  };
}
