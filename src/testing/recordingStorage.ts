import { type DataName, dataNameOf } from "../production/dataNames.js";
import { openBatch } from "../storage/batch.js";
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
    atomically: (fn, options) =>
      storage.atomically(async (batch) => {
        const { batch: seen, end } = openBatch();
        const result = await fn(seen);
        for (const change of end()) {
          if (change.store === "series") {
            const one = write(change.change.library, change.change);
            if (one.kind === "delete") batch.deleteSeries(one.library, one.symbol, one.expected);
            else if (one.kind === "write")
              batch.writeSeries(one.library, one.symbol, one.frame, one.expected);
            else batch.appendSeries(one.library, one.symbol, one.frame, one.expected);
          } else {
            const one = write(change.change.collection.name, change.change);
            if (one.kind === "put") batch.putRecord(one.collection, one.document, one.expected);
            else batch.deleteRecord(one.collection, one.key, one.expected);
          }
        }
        return result;
      }, options),
  };
  return { storage: recorded, reads, writes };
}
