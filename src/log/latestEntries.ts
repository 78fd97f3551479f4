import type { Collection, RecordDocument, RecordQuery } from "../storage/recordStore.js";
import type { Storage } from "../storage/storage.js";
import { checkedAttributes } from "./attributes.js";
import { documentPages } from "./documentPages.js";
import { LOG_LEVELS, type LogAttributes, type LogEntry } from "./logger.js";
import type { LogFilter } from "./readLog.js";

const PAGE = 1000;

export interface LatestEntriesOptions {
  readonly range: NonNullable<RecordQuery["range"]>;
  readonly filter: LogFilter;
  readonly limit: number;
}

/**
 * The latest entries of a collection that pass a filter, latest first, and all of the moment at which the limit is reached;
 * what is no entry is passed over.
 */
export async function latestEntries(
  storage: Storage,
  collection: Collection,
  entryOf: (document: RecordDocument) => LogEntry | undefined,
  { range, filter, limit }: LatestEntriesOptions,
): Promise<readonly LogEntry[]> {
  const attributes = checkedAttributes(filter.attributes ?? {});
  const passes = filterOf(filter, attributes);
  const query: RecordQuery = {
    range,
    sort: { field: range.field, descending: true },
    equals: lookedUp(attributes),
  };
  const found: LogEntry[] = [];
  for await (const page of documentPages(storage, collection, query, PAGE)) {
    for (const document of page) {
      const entry = entryOf(document);
      if (entry === undefined || !passes(entry)) continue;
      if (found.length >= limit && entry.time < found.at(-1)!.time) return found;
      found.push(entry);
    }
  }
  return found;
}

/** Labels that the store can look up; those that look like numbers may be stored as numbers or as text. */
function lookedUp(attributes: LogAttributes): RecordDocument {
  const sure = Object.entries(attributes).filter(([, value]) => Number.isNaN(Number(value)));
  return Object.fromEntries(sure) as RecordDocument;
}

function filterOf(
  { least = "msg", text = "" }: LogFilter,
  attributes: LogAttributes,
): (entry: LogEntry) => boolean {
  const lowest = LOG_LEVELS.indexOf(least);
  const part = text.toLowerCase();
  const labels = Object.entries(attributes) as [keyof LogAttributes, string | number][];
  return (entry) =>
    LOG_LEVELS.indexOf(entry.level) >= lowest &&
    labels.every(([name, value]) => String(entry.attributes[name]) === String(value)) &&
    entry.text.toLowerCase().includes(part);
}
