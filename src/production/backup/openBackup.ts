import type { Backup } from "../../storage/backup.js";

/** The back-up to use: the one that was given, or CSV files in a folder. */
export async function openBackup(given: Backup | undefined, folder: string): Promise<Backup> {
  if (given !== undefined) return given;
  const { csvBackup } = await import("../../storage/csv/csvBackup.js");
  return csvBackup(folder);
}
