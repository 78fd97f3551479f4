import { COLLECTIONS } from "../../storage/libraries.js";
import type { RecordDocument } from "../../storage/recordStore.js";
import type { Storage } from "../../storage/storage.js";

/**
 * Versions of series mean something only in the store that gave them. So store and back-up carry the same mark, a new one with
 * each run: a store that was restored from an older state, or is another one, has another, and is then compared by content.
 */
export async function storedMark(storage: Storage, backup: string): Promise<string | undefined> {
  const document = await storage.records.get(COLLECTIONS.desk, markKey(backup));
  return document === undefined ? undefined : String(document.value);
}

export const markDocument = (backup: string, mark: string): RecordDocument => ({
  ...markKey(backup),
  value: mark,
});

const markKey = (backup: string) => ({ name: `backup ${backup}` });
