import type { Frame } from "../../../src/series/frame.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import type { Collection, RecordDocument } from "../../../src/storage/recordStore.js";
import type { Storage } from "../../../src/storage/storage.js";

/** All that a storage holds, to fill another one with. */
export interface Contents {
  readonly series: readonly { readonly library: string; readonly symbol: string; readonly frame: Frame }[];
  readonly records: readonly { readonly collection: Collection; readonly document: RecordDocument }[];
}

/** Only the storage that holds them can use these. */
const OWN: ReadonlySet<Collection> = new Set([COLLECTIONS.journal, COLLECTIONS.leases]);

export async function contentsOf({ series, records }: Storage): Promise<Contents> {
  const stored: Contents["series"][number][] = [];
  for (const library of Object.values(LIBRARIES)) {
    for (const symbol of await series.list(library)) {
      stored.push({ library, symbol, frame: (await series.read(library, symbol))!.frame });
    }
  }
  const documents: Contents["records"][number][] = [];
  for (const collection of Object.values(COLLECTIONS)) {
    if (OWN.has(collection)) continue;
    const found = await records.find(collection);
    for (const document of found.documents) documents.push({ collection, document });
  }
  return { series: stored, records: documents };
}

/** Fills an empty storage. */
export async function fill(storage: Storage, { series, records }: Contents): Promise<void> {
  await storage.atomically((batch) => {
    for (const { library, symbol, frame } of series) batch.writeSeries(library, symbol, frame);
    for (const { collection, document } of records) batch.putRecord(collection, document);
  });
}
