import { findDocuments } from "../findDocuments.js";
import type { Collection, RecordChange, RecordDocument, RecordKey, RecordStore } from "../recordStore.js";
import { copyValue, keyText, meetsExpectation } from "../recordValues.js";
import { storeClosed } from "../storeErrors.js";

/** A record store whose changes can also be done at once, for a transaction within one turn of the event loop. */
export interface MemoryRecordStore extends RecordStore {
  /** True where the stored document is what the change expects; checks the document. */
  allows(change: RecordChange): boolean;
  /** Does a change without a check of what it expects; true where there was a document before. */
  write(change: RecordChange): boolean;
}

/** Documents in memory, copied on the way in and out. */
export function memoryRecordStore(): MemoryRecordStore {
  const collections = new Map<string, Map<string, RecordDocument>>();
  let closed = false;

  const documents = ({ name }: Collection): Map<string, RecordDocument> => {
    if (closed) throw storeClosed("memory");
    const known = collections.get(name) ?? new Map<string, RecordDocument>();
    collections.set(name, known);
    return known;
  };
  const allows = (change: RecordChange): boolean => {
    const { collection, expected } = change;
    if (change.kind === "put") copyValue(change.document, collection.name);
    const holder = change.kind === "put" ? change.document : change.key;
    return meetsExpectation(documents(collection).get(keyText(collection, holder)), expected);
  };
  const write = (change: RecordChange): boolean => {
    const known = documents(change.collection);
    if (change.kind === "delete") return known.delete(keyText(change.collection, change.key));
    const document = copyValue(change.document, change.collection.name);
    const key = keyText(change.collection, document);
    const before = known.has(key);
    known.set(key, document);
    return before;
  };

  return {
    allows,
    write,
    async get(collection: Collection, key: RecordKey) {
      const document = documents(collection).get(keyText(collection, key));
      return document && copyValue(document);
    },
    async put(collection, document) {
      write({ kind: "put", collection, document });
    },
    delete: async (collection, key) => write({ kind: "delete", collection, key }),
    async find(collection, query = {}) {
      const page = findDocuments([...documents(collection).values()], collection, query);
      return { ...page, documents: page.documents.map((document) => copyValue(document)) };
    },
    async compareAndSet(change) {
      if (!allows(change)) return false;
      write(change);
      return true;
    },
    async close() {
      closed = true;
    },
  };
}
