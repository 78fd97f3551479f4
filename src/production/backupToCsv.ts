import { join } from "node:path";
import type { Backup } from "../storage/backup.js";
import { DATA_BACKED_UP } from "./backup/backedUp.js";
import type { BackupItem } from "./backup/backupItem.js";
import { mirrorBacktests } from "./backup/mirrorBacktests.js";
import { mirrorBackup } from "./backup/mirrorBackup.js";
import { openBackup } from "./backup/openBackup.js";
import { previewBackup } from "./backup/previewBackup.js";
import { writeBackup } from "./backup/writeBackup.js";
import type { FailedItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";

export interface BackupToCsvOptions extends ProcessOptions {
  /** Default: `csv_backup_directory`. */
  readonly folder?: string;
  /** Where to, if not to CSV files in `folder`. */
  readonly to?: Backup;
  /** A folder that is to hold the same; default: `csv` in `offsystem_backup_directory`, where that is set. False: none. */
  readonly mirror?: string | false;
  /** True: the backtests that are kept are copied too, to `backtests` in `offsystem_backup_directory`. */
  readonly backtests?: boolean;
  /** True: goes on although most of what was backed up is not in the store any more. */
  readonly shrink?: boolean;
}

/**
 * Writes everything but logs and run records to CSV files laid out as pysystemtrade's back-up: what has changed since the last
 * time, each file replaced in one step. Then copies it to the mirror. What is no longer stored is set aside under `removed`.
 *
 * @throws ContangoError `BACKUP` where the folder holds something else, or the back-up of a desk in another time zone;
 * `STORE_BUSY`, `STORE_IO`.
 * @example
 * await backupToCsv(desk, { folder: "data/backups_csv" });
 */
export const backupToCsv = defineProcess<BackupItem, BackupToCsvOptions>({
  name: "backupToCsv",
  title: "Back-up to CSV",
  options: ["folder", "to", "mirror", "backtests", "shrink"],
  reads: DATA_BACKED_UP,
  writes: [],
  run: async (work, { folder, to, mirror, backtests = false, shrink = false }) => {
    const { config } = work.desk;
    const backup = await openBackup(to, folder ?? config.get("csv_backup_directory"));
    if (work.dryRun) return { items: await previewBackup(work, backup), complete: true };
    const items: (BackupItem | FailedItem)[] = [...(await writeBackup(work, backup, shrink))];
    const refused = items.some(({ status }) => status === "refused");
    const offSystem = config.get("offsystem_backup_directory");
    const target = mirror ?? (offSystem === undefined ? false : join(offSystem, "csv"));
    if (target !== false && !refused && !work.signal.aborted)
      items.push(await mirrorBackup(work, backup, target));
    if (backtests && !work.signal.aborted) items.push(await mirrorBacktests(work, offSystem));
    return { items, complete: !refused };
  },
});
