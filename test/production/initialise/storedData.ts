import { dataNameOf, HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { frameChecksum } from "../../../src/storage/checksum.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import type { Storage } from "../../../src/storage/storage.js";

/** Everything stored but housekeeping, as texts that are equal where the data are. */
export async function storedData({ series, records }: Storage): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const library of Object.values(LIBRARIES)) {
    for (const symbol of await series.list(library)) {
      const stored = await series.read(library, symbol);
      found[`${library} ${symbol}`] = frameChecksum(stored!.frame);
    }
  }
  for (const collection of Object.values(COLLECTIONS)) {
    if (HOUSEKEEPING.some((name) => name === dataNameOf(collection.name))) continue;
    for (const document of (await records.find(collection)).documents) {
      const key = collection.key.map((field) => String(document[field])).join(" ");
      found[`${collection.name} ${key}`] = JSON.stringify(document);
    }
  }
  return found;
}
