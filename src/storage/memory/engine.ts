import type { StorageEngine } from "../storage.js";
import { recordConflict } from "../storeErrors.js";
import { memoryRecordStore } from "./recordStore.js";
import { memorySeriesStore } from "./seriesStore.js";

/**
 * A storage engine in the memory of this process, gone with it: for tests and for trying things out.
 *
 * @example
 * const storage = await openStorage(memoryEngine());
 */
export function memoryEngine(): Required<Omit<StorageEngine, "snapshot">> {
  const series = memorySeriesStore();
  const records = memoryRecordStore();
  return {
    name: "memory",
    series,
    records,
    // Nothing is awaited from the first check to the last write, so nothing can come in between.
    async transact(changes) {
      const staged = [];
      try {
        for (const each of changes) {
          if (each.store === "series") {
            staged.push(series.prepare(each.change));
          } else if (!records.allows(each.change)) {
            throw recordConflict(each.change);
          }
        }
      } catch (error) {
        for (const each of staged) series.forget(each);
        throw error;
      }
      const versions = staged.values();
      return changes.map((each) => {
        if (each.store === "records") {
          records.write(each.change);
          return null;
        }
        const done = versions.next().value!;
        series.show(done);
        return done.next;
      });
    },
  };
}
