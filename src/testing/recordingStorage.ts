import { type DataName, dataNameOf } from "../production/dataNames.js";
import { seenCommits } from "../storage/seenCommits.js";
import type { Storage } from "../storage/storage.js";

/** Names of the data that were touched; a library or collection of another program stands under its own name. */
export interface RecordedAccess {
  readonly reads: Set<DataName | string>;
  readonly writes: Set<DataName | string>;
}

/** A storage that takes down which data are read and written through it. */
export function recordingStorage(storage: Storage): { readonly storage: Storage } & RecordedAccess {
  const reads = new Set<DataName | string>();
  const writes = new Set<DataName | string>();
  const nameOf = (stored: string): DataName | string => dataNameOf(stored) ?? stored;
  const read = <Value>(stored: string, value: Value): Value => {
    reads.add(nameOf(stored));
    return value;
  };
  const write = <Value>(stored: string, value: Value): Value => {
    writes.add(nameOf(stored));
    return value;
  };
  const { series, records } = storage;
  const recorded: Storage = {
    ...storage,
    series: {
      ...series,
      list: (library) => read(library, series.list(library)),
      info: (library, symbol) => read(library, series.info(library, symbol)),
      read: (library, symbol, options) => read(library, series.read(library, symbol, options)),
      apply: (change) => write(change.library, series.apply(change)),
      stage: (change) => write(change.library, series.stage(change)),
    },
    records: {
      ...records,
      get: (collection, key) => read(collection.name, records.get(collection, key)),
      find: (collection, query) => read(collection.name, records.find(collection, query)),
      put: (collection, document) => write(collection.name, records.put(collection, document)),
      delete: (collection, key) => write(collection.name, records.delete(collection, key)),
      compareAndSet: (change) => write(change.collection.name, records.compareAndSet(change)),
    },
    atomically: seenCommits(storage, (changes) => {
      for (const { store, change } of changes)
        write(store === "series" ? change.library : change.collection.name, change);
    }),
  };
  return { storage: recorded, reads, writes };
}
