import type { Collection, RecordDocument, RecordKey } from "../../storage/recordStore.js";
import { keyValues } from "../../storage/recordValues.js";
import type { Storage } from "../../storage/storage.js";

/** A view of a storage that has only what another lacks. */
export function missingOnly(from: Storage, to: Storage): Storage {
  return {
    ...from,
    series: {
      ...from.series,
      list: async (library) => {
        const there = new Set(await to.series.list(library));
        return (await from.series.list(library)).filter((symbol) => !there.has(symbol));
      },
    },
    records: {
      ...from.records,
      find: async (collection, query) => {
        const page = await from.records.find(collection, query);
        const documents: RecordDocument[] = [];
        for (const document of page.documents) {
          if ((await to.records.get(collection, keyOf(collection, document))) === undefined)
            documents.push(document);
        }
        return { ...page, documents };
      },
    },
  };
}

const keyOf = (collection: Collection, document: RecordDocument): RecordKey => {
  const values = keyValues(collection, document);
  return Object.fromEntries(collection.key.map((field, at) => [field, values[at]!]));
};
