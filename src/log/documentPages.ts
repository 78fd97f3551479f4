import type { Collection, RecordDocument, RecordQuery } from "../storage/recordStore.js";
import type { Storage } from "../storage/storage.js";

/** The documents that a query finds, in order, a page at a time. */
export async function* documentPages(
  storage: Storage,
  collection: Collection,
  query: RecordQuery,
  size: number,
): AsyncGenerator<readonly RecordDocument[]> {
  let cursor: string | undefined;
  do {
    const place = cursor === undefined ? {} : { cursor };
    const page = await storage.records.find(collection, { ...query, limit: size, ...place });
    yield page.documents;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
