import type { Backup } from "../storage/backup.js";
import { openStorage } from "../storage/openStorage.js";
import { DATA_BACKED_UP } from "./backup/backedUp.js";
import { openBackup } from "./backup/openBackup.js";
import { restoreBackup } from "./backup/restoreBackup.js";
import { incomplete, type RestoredItem, refusal, someOf } from "./backup/restoreItem.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import type { Work } from "./work.js";

export interface RestoreFromCsvOptions extends ProcessOptions {
  /** Default: `csv_backup_directory`. */
  readonly folder?: string;
  /** Where from, if not from CSV files in `folder`. */
  readonly from?: Backup;
  /**
   * `empty` (the default): refused where the store holds anything that is not in the back-up, or is different there. `missing`:
   * what the store has stays, and only what it lacks is restored.
   */
  readonly into?: "empty" | "missing";
}

/**
 * Brings back what `backupToCsv` wrote. Every file is read and checked before anything is written; what is written is read
 * back. Broken off half-way, it goes on from there when it is run again.
 *
 * @throws ContangoError `BACKUP` for a list of files that cannot be read; `COPY_MISMATCH`, `STORE_IO`.
 * @example
 * await restoreFromCsv(desk, { folder: "data/backups_csv" });
 */
export const restoreFromCsv = defineProcess<RestoredItem, RestoreFromCsvOptions>({
  name: "restoreFromCsv",
  title: "Restore from CSV",
  byHand: true,
  options: ["folder", "from", "into"],
  reads: DATA_BACKED_UP,
  writes: DATA_BACKED_UP,
  run: async (work, options) => {
    try {
      return { items: await restore(work, options) };
    } catch (error) {
      // A copy that is told to stop rejects; what it has written stays.
      if (work.signal.aborted) return { items: [] };
      throw error;
    }
  },
});

async function restore(
  work: Work,
  { folder, from, into = "empty" }: RestoreFromCsvOptions,
): Promise<readonly RestoredItem[]> {
  const { config, timezone } = work.desk;
  const backup = await openBackup(from, folder ?? config.get("csv_backup_directory"));
  const place = backup.folder;
  const reader = await backup.read();
  if (reader === undefined)
    return [refusal("back-up", `there is no back-up in ${place}; name its folder with { folder: "…" }`)];
  if (reader.timezone !== timezone) {
    const what = `${place} is in wall time of ${reader.timezone}, and this store in that of ${timezone}; begin a new store with timezone: ${reader.timezone}`;
    return [refusal("back-up", what)];
  }
  const faults = await reader.check({ signal: work.signal });
  if (faults.length > 0) {
    const what = `${faults.length} of the ${reader.files} files in ${place} are damaged, so nothing was restored: ${someOf(faults, 3)}`;
    return [refusal("back-up", what)];
  }
  await using held = await openStorage(reader.engine);
  const items = await restoreBackup(work, held, into);
  return reader.complete || items.some(({ status }) => status === "refused")
    ? items
    : [...items, incomplete(place)];
}
