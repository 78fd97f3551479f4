import type { Backup } from "../../storage/backup.js";
import type { Work } from "../work.js";
import { COLLECTIONS_BACKED_UP } from "./backedUp.js";
import type { BackupItem } from "./backupItem.js";
import { storedMark } from "./backupMark.js";
import { standingsOf } from "./writeBackup.js";

/** Says which series would be written. */
export async function previewBackup(work: Work, backup: Backup): Promise<readonly BackupItem[]> {
  const { storage } = work.desk;
  const reader = await backup.read();
  const mark = reader === undefined ? undefined : await storedMark(storage, reader.id);
  const trusted = mark !== undefined && mark === reader?.mark;
  const items: BackupItem[] = [];
  for (const [name, { library, stored, backedUp }] of await standingsOf(storage, reader)) {
    let changed = 0;
    for (const symbol of stored) {
      const before = trusted ? backedUp.get(symbol) : undefined;
      const info = before === undefined ? undefined : await storage.series.info(library, symbol);
      if (before === undefined || info?.version !== before) changed++;
    }
    const message = `${changed} of ${stored.length} would be compared and written`;
    items.push({
      name,
      status: changed > 0 ? "written" : "unchanged",
      severity: "ok",
      message,
      written: changed,
    });
  }
  for (const [name] of COLLECTIONS_BACKED_UP) {
    items.push({
      name,
      status: "unchanged",
      severity: "ok",
      message: "would be compared",
      written: 0,
    });
  }
  return items;
}
