import { COLLECTIONS } from "../storage/libraries.js";
import type { Collection, RecordDocument, RecordKey, RecordQuery } from "../storage/recordStore.js";
import { keyValues } from "../storage/recordValues.js";
import type { Batch, Storage } from "../storage/storage.js";
import { toLongDate } from "../time/longDate.js";
import { UTC, type Zone } from "../time/zone.js";
import { documentPages } from "./documentPages.js";
import { LEGACY_LOGS, LEGACY_TIME } from "./legacyLog.js";

export interface DeleteLogsOptions {
  /** True: of the log that pysystemtrade kept in the store, too. */
  readonly legacy?: boolean;
  /** Of the legacy log's times; default: UTC. */
  readonly zone?: Zone;
  /** Stops between two commits. */
  readonly signal?: AbortSignal;
  /** How the deletions of one page are written; default: `storage.atomically`. */
  readonly commit?: (deletions: (batch: Batch) => void) => Promise<void>;
}

const PAGE = 1000;

/**
 * Deletes log entries before an instant (epoch milliseconds UTC), a thousand a commit, and gives their number. Stopped or
 * killed it leaves the rest for the next time.
 */
export async function deleteLogsBefore(
  storage: Storage,
  time: number,
  options: DeleteLogsOptions = {},
): Promise<number> {
  const { legacy = false, zone = UTC } = options;
  const own = await deletePages(storage, COLLECTIONS.logs, { field: "time", to: new Date(time) }, options);
  if (!legacy) return own;
  const to = toLongDate(zone.wallTime(time));
  return own + (await deletePages(storage, LEGACY_LOGS, { field: LEGACY_TIME, to }, options));
}

async function deletePages(
  storage: Storage,
  collection: Collection,
  range: NonNullable<RecordQuery["range"]>,
  { signal, commit = (fn) => storage.atomically(fn) }: DeleteLogsOptions,
): Promise<number> {
  const query: RecordQuery = { range: { ...range, toExclusive: true } };
  let deleted = 0;
  for await (const documents of documentPages(storage, collection, query, PAGE)) {
    if (signal?.aborted === true || documents.length === 0) break;
    await commit((batch) => {
      for (const document of documents) batch.deleteRecord(collection, keyOf(collection, document));
    });
    deleted += documents.length;
  }
  return deleted;
}

function keyOf(collection: Collection, document: RecordDocument): RecordKey {
  const values = keyValues(collection, document);
  return Object.fromEntries(collection.key.map((field, place) => [field, values[place]!]));
}
