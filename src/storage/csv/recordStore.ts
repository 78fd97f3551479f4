import type { FileSystem } from "../files.js";
import { findDocuments } from "../findDocuments.js";
import type { Collection, RecordChange, RecordStore } from "../recordStore.js";
import { copyValue, keyOfChange, keyValues } from "../recordValues.js";
import { storeClosed } from "../storeErrors.js";
import { type CsvCollection, csvCollection, type RecordChanged } from "./csvCollection.js";
import type { Exclusive } from "./exclusive.js";

/**
 * Documents in the files of a folder: tables that people read where a collection has a form, lines of JSON else. A file is
 * replaced as a whole, once for all changes that come together.
 */
export function csvRecordStore(files: FileSystem, root: string, alone: Exclusive): RecordStore {
  let closed = false;
  const known = new Map<string, CsvCollection>();
  const open = (collection: Collection): CsvCollection => {
    if (closed) throw storeClosed("csv");
    const found = known.get(collection.name) ?? csvCollection(files, root, collection);
    known.set(collection.name, found);
    return found;
  };
  /** Does changes; the outcomes in their order. */
  const changeAll = async (wanted: readonly RecordChange[]): Promise<readonly RecordChanged[]> => {
    const byName = new Map<string, { readonly change: RecordChange; readonly at: number }[]>();
    for (const [at, given] of wanted.entries()) {
      open(given.collection);
      const change = checked(given);
      const those = byName.get(change.collection.name);
      if (those === undefined) byName.set(change.collection.name, [{ change, at }]);
      else those.push({ change, at });
    }
    return alone(async () => {
      const done: RecordChanged[] = [];
      for (const those of byName.values()) {
        const outcomes = await open(those[0]!.change.collection).change(those.map(({ change }) => change));
        for (const [place, { at }] of those.entries()) done[at] = outcomes[place]!;
      }
      return done;
    });
  };
  const change = async (wanted: RecordChange): Promise<RecordChanged> => (await changeAll([wanted]))[0]!;

  return {
    async get(collection, key) {
      keyValues(collection, key);
      return open(collection).get(key);
    },
    async put(collection, document) {
      await change({ kind: "put", collection, document });
    },
    delete: async (collection, key) => (await change({ kind: "delete", collection, key })).existed,
    async find(collection, query = {}) {
      return findDocuments(await open(collection).all(), collection, query);
    },
    compareAndSet: async (wanted) => (await change(wanted)).held,
    compareAndSetAll: async (wanted) => (await changeAll(wanted)).map(({ held }) => held),
    async close() {
      closed = true;
    },
  };
}

/** A change of its own. @throws ContangoError `RECORD_KEY`, `RECORD_VALUE`. */
function checked(change: RecordChange): RecordChange {
  keyOfChange(change);
  return change.kind === "put"
    ? { ...change, document: copyValue(change.document, change.collection.name) }
    : change;
}
