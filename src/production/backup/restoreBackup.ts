import { isContangoError } from "../../errors/contangoError.js";
import { planSeries } from "../../storage/copySeries.js";
import { copyStorage } from "../../storage/copyStorage.js";
import type { Storage } from "../../storage/storage.js";
import { errorText } from "../errorText.js";
import type { Work } from "../work.js";
import { COLLECTIONS_BACKED_UP, LIBRARIES_BACKED_UP } from "./backedUp.js";
import { missingOnly } from "./missingOnly.js";
import { type RestoredItem, refusal, restoredItem, someOf } from "./restoreItem.js";
import { strangers } from "./strangers.js";

/** Copies what a back-up holds to the store of a desk, where the store is as it has to be. */
export async function restoreBackup(
  work: Work,
  backup: Storage,
  into: "empty" | "missing",
): Promise<readonly RestoredItem[]> {
  const { storage } = work.desk;
  if (into === "empty") {
    const strange = await strangers(storage, backup);
    if (strange.length > 0) return [notEmpty(`it holds what is not in the back-up: ${someOf(strange)}`)];
  }
  const source = into === "empty" ? backup : missingOnly(backup, storage);
  if (work.dryRun) return preview(source, storage);
  try {
    const { parts } = await copyStorage(
      source,
      { ...storage, atomically: (fn) => work.commit(fn) },
      {
        libraries: LIBRARIES_BACKED_UP.map(([, library]) => library),
        collections: COLLECTIONS_BACKED_UP.map(([, collection]) => collection),
      },
      { signal: work.signal },
    );
    return parts.map(restoredItem);
  } catch (error) {
    if (!isContangoError(error, "COPY_EXISTS")) throw error;
    return [notEmpty(errorText(error))];
  }
}

async function preview(from: Storage, to: Storage): Promise<readonly RestoredItem[]> {
  const items: RestoredItem[] = [];
  for (const [name, library] of LIBRARIES_BACKED_UP) {
    const job = { from, to, signal: undefined, onDone: () => undefined };
    const { symbols, different } = await planSeries(job, library);
    if (different.length > 0) return [notEmpty(`other data is there: ${someOf(different)} of ${name}`)];
    const missing = symbols.filter(({ equal }) => equal === undefined).length;
    const status = missing > 0 ? "restored" : "unchanged";
    items.push({
      name,
      status,
      severity: "ok",
      message: `${missing} of ${symbols.length} series would be restored`,
    });
  }
  for (const [name, collection] of COLLECTIONS_BACKED_UP) {
    const { documents } = await from.records.find(collection);
    const message = `${documents.length} records would be compared and restored`;
    items.push({ name, status: documents.length > 0 ? "restored" : "unchanged", severity: "ok", message });
  }
  return items;
}

const notEmpty = (why: string): RestoredItem =>
  refusal(
    "store",
    `the store is not empty, so nothing was restored: ${why}; restore into an empty store, or only what it lacks with { into: "missing" }`,
  );
