import { isContangoError } from "../errors/contangoError.js";
import { commit } from "./commit.js";
import type { RecordChange, RecordDocument, RecordStore } from "./recordStore.js";
import { keyOfChange } from "./recordValues.js";
import type { Coordination } from "./turn.js";

/** The records of all engines as one store, whose writes take their turn. */
export function routedRecords(coordination: Coordination, close: () => Promise<void>): RecordStore {
  const { router } = coordination;
  const of = (name: string): RecordStore => router.of(name).engine.records;
  const write = async (change: RecordChange): Promise<void> => {
    await commit(coordination, [{ store: "records", change }]);
  };
  const compareAndSet = async (change: RecordChange): Promise<boolean> => {
    try {
      await write(change);
      return true;
    } catch (error) {
      if (isContangoError(error, "STORE_VERSION_CONFLICT")) return false;
      throw error;
    }
  };
  return {
    get: (collection, key) => of(collection.name).get(collection, key),
    find: (collection, query) => of(collection.name).find(collection, query),
    put: (collection, document) => write({ kind: "put", collection, document }),
    async delete(collection, key) {
      const expected: RecordDocument = keyOfChange({ kind: "delete", collection, key });
      // Where there is a document it has these key fields: what is expected is that there is one.
      return compareAndSet({ kind: "delete", collection, key, expected });
    },
    compareAndSet,
    close,
  };
}
