import type { Collection } from "../../storage/recordStore.js";
import { keyText } from "../../storage/recordValues.js";
import type { Storage } from "../../storage/storage.js";
import { COLLECTIONS_BACKED_UP, LIBRARIES_BACKED_UP } from "./backedUp.js";

/** What a store holds that a back-up does not have. */
export async function strangers(store: Storage, backup: Storage): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, library] of LIBRARIES_BACKED_UP) {
    const known = new Set(await backup.series.list(library));
    for (const symbol of await store.series.list(library)) {
      if (!known.has(symbol)) found.push(`${symbol} of ${name}`);
    }
  }
  for (const [name, collection] of COLLECTIONS_BACKED_UP) {
    const known = new Set(await keysOf(backup, collection));
    for (const key of await keysOf(store, collection)) {
      if (!known.has(key)) found.push(`${key} of ${name}`);
    }
  }
  return found;
}

async function keysOf(storage: Storage, collection: Collection): Promise<readonly string[]> {
  const { documents } = await storage.records.find(collection);
  return documents.map((document) => keyText(collection, document));
}
