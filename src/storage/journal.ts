import type { Collection, RecordDocument, RecordKey } from "./recordStore.js";
import type { StagedSeries } from "./seriesStore.js";

/** A record to change, with the document that it replaces: what tells a change done from one still to do. */
export interface JournaledRecord {
  readonly collection: Collection;
  readonly key: RecordKey;
  readonly before: RecordDocument | null;
  /** `null` for a deletion. */
  readonly after: RecordDocument | null;
}

/** All that it takes to finish a commit, by whoever finds it. */
export interface JournalEntry {
  readonly series: readonly StagedSeries[];
  readonly records: readonly JournaledRecord[];
  /** Ids of the other heads that the commit holds. */
  readonly participants: readonly string[];
}

/** The entry as plain fields of a document. */
export function entryDocument({ series, records, participants }: JournalEntry): RecordDocument {
  return {
    series: series.map(({ library, symbol, base, next, token }) => ({ library, symbol, base, next, token })),
    records: records.map(({ collection, key, before, after }) => ({
      collection: collection.name,
      fields: [...collection.key],
      key,
      before,
      after,
    })),
    participants: [...participants],
  };
}

interface RecordFields {
  readonly collection: string;
  readonly fields: readonly string[];
  readonly key: RecordKey;
  readonly before: RecordDocument | null;
  readonly after: RecordDocument | null;
}

/** Reads back what {@link entryDocument} made. */
export function journalEntry(document: RecordDocument): JournalEntry {
  const records = document.records as unknown as readonly RecordFields[];
  return {
    series: document.series as unknown as readonly StagedSeries[],
    records: records.map(({ collection, fields, ...rest }) => ({
      collection: { name: collection, key: fields },
      ...rest,
    })),
    participants: document.participants as unknown as readonly string[],
  };
}
