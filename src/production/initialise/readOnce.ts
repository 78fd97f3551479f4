import { findDocuments } from "../../storage/findDocuments.js";
import type { Collection, RecordDocument, RecordStore } from "../../storage/recordStore.js";

/** A view of a record store that reads each collection once and answers from that: for stores that read a whole file each time. */
export function readOnce(store: RecordStore): RecordStore {
  const collections = new Map<string, Promise<ReadonlyMap<string, RecordDocument>>>();
  const all = (collection: Collection): Promise<ReadonlyMap<string, RecordDocument>> => {
    const known = collections.get(collection.name);
    if (known !== undefined) return known;
    const reading = store.find(collection).then(({ documents }) => {
      return new Map(documents.map((document) => [keyText(collection, document), document]));
    });
    collections.set(collection.name, reading);
    return reading;
  };
  return {
    ...store,
    get: async (collection, key) => (await all(collection)).get(keyText(collection, key)),
    find: async (collection, query = {}) =>
      findDocuments([...(await all(collection)).values()], collection, query),
  };
}

const keyText = ({ key }: Collection, holder: RecordDocument): string =>
  JSON.stringify(key.map((field) => String(holder[field])));
