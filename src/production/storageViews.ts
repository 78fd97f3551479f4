import { ContangoError } from "../errors/contangoError.js";
import { openBatch } from "../storage/batch.js";
import type { Storage } from "../storage/storage.js";

/** A view of a storage in which nothing that is written stays: for dry runs. Reads give what is stored. */
export function discardingStorage(storage: Storage): Storage {
  return {
    ...storage,
    series: {
      ...storage.series,
      apply: async ({ kind }) => (kind === "delete" ? null : "dry run"),
      stage: async () => cannotStage(),
      publish: async () => cannotStage(),
      discard: async () => cannotStage(),
    },
    records: {
      ...storage.records,
      put: async () => undefined,
      delete: async (collection, key) => (await storage.records.get(collection, key)) !== undefined,
      compareAndSet: async () => true,
    },
    atomically: async (fn) => {
      const { batch, end } = openBatch();
      const result = await fn(batch);
      end();
      return result;
    },
  };
}

/** A view of a storage that refuses writes. @throws ContangoError `STORE_READ_ONLY` from every one. */
export function readOnlyStorage(storage: Storage): Storage {
  return {
    ...storage,
    series: {
      ...storage.series,
      apply: refuse,
      stage: refuse,
      publish: refuse,
      discard: refuse,
    },
    records: {
      ...storage.records,
      put: refuse,
      delete: refuse,
      compareAndSet: refuse,
    },
    atomically: refuse,
    lease: refuse,
  };
}

const refuse = async (): Promise<never> => {
  throw new ContangoError(
    "STORE_READ_ONLY",
    "production",
    "the desk was opened read-only; open it without readOnly, or run the process with { dryRun: true }",
  );
};

function cannotStage(): never {
  throw new ContangoError("STORE_READ_ONLY", "production", "a dry run stages nothing");
}
