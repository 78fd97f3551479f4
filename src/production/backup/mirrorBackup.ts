import { isContangoError } from "../../errors/contangoError.js";
import type { Backup } from "../../storage/backup.js";
import { errorText } from "../errorText.js";
import type { Work } from "../work.js";
import type { BackupItem } from "./backupItem.js";
import { compactDay } from "./writeBackup.js";

/** Copies a back-up to another folder; one that cannot be reached is for a person to see to. */
export async function mirrorBackup(work: Work, backup: Backup, folder: string): Promise<BackupItem> {
  try {
    const day = compactDay(work.time);
    const { copied, removed, files } = await backup.mirror(folder, { timezone: work.desk.timezone, day });
    return {
      name: "mirror",
      status: copied + removed > 0 ? "mirrored" : "unchanged",
      severity: "ok",
      message: `${copied} of ${files} files copied to ${folder}`,
      written: copied,
    };
  } catch (error) {
    if (!isContangoError(error)) throw error;
    return {
      name: "mirror",
      status: "unreachable",
      severity: "attention",
      message: errorText(error),
      written: 0,
    };
  }
}
