import { COLLECTIONS, LIBRARIES } from "../../src/storage/libraries.js";
import type { Storage } from "../../src/storage/storage.js";

const HOUSEKEEPING = ["leases", "journal", "desk", "logs"];

/** Every frame and document of a store by name, so that two states can be compared. */
export async function storeContents({ series, records }: Storage): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const library of Object.values(LIBRARIES)) {
    for (const symbol of await series.list(library)) {
      const { time, columns } = (await series.read(library, symbol))!.frame;
      contents[`${library} ${symbol}`] = { time, columns: new Map(columns) };
    }
  }
  for (const [name, collection] of Object.entries(COLLECTIONS)) {
    if (HOUSEKEEPING.includes(name)) continue;
    const { documents } = await records.find(collection);
    if (documents.length > 0) contents[name] = documents;
  }
  return contents;
}
