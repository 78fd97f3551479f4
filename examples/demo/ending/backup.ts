import {
  backupToCsv,
  copyStorage,
  type Desk,
  LIBRARIES,
  memoryEngine,
  openDesk,
  restoreFromCsv,
  storeSnapshot,
} from "contango";
import { say } from "../print.js";

/** Backs the store up to CSV, restores that into a new store, compares the two, and takes a snapshot. */
export async function printBackup(desk: Desk): Promise<void> {
  const backup = await backupToCsv(desk);
  say(`  ${backup.process}: ${backup.status}, ${backup.message}`);
  await using fresh = await openDesk({
    config: desk.config,
    storage: memoryEngine(),
    log: [],
    clock: desk.clock,
  });
  const restored = await restoreFromCsv(fresh);
  say(`  ${restored.process}: ${restored.status}, ${restored.message}`);
  // Copies what is missing, and refuses what is different: of two equal stores, nothing is written.
  const { parts } = await copyStorage(desk.storage, fresh.storage, { libraries: Object.values(LIBRARIES) });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const written = parts.reduce((sum, part) => sum + part.written, 0);
  say(
    `  The new store beside the old: ${rows.toLocaleString("en")} rows of ${parts.length} kinds of series are equal, ${written} series differ.`,
  );
  const snapshot = await storeSnapshot(desk);
  say(`  ${snapshot.process}: ${snapshot.items[0]!.message}`);
}
