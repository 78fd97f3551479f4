import { resolve } from "node:path";
import type { Backup } from "../backup.js";
import type { FileSystem } from "../files.js";
import { nodeFiles } from "../nodeFiles.js";
import { mirrorBackup } from "./backupMirror.js";
import { csvBackupReader } from "./backupReader.js";
import { csvBackupWriter } from "./backupWriter.js";
import { guardedFiles } from "./guardedFiles.js";

export interface CsvBackupOptions {
  /** The file system to use; Node's where this is absent. */
  readonly files?: FileSystem;
}

/**
 * A back-up in a folder of CSV files, laid out as pysystemtrade's. Each file is replaced in one step; `backup.jsonl` lists
 * them with their checksums and what their text alone does not say, so that a copy of the folder is a back-up too.
 *
 * @example
 * await backupToCsv(desk, { to: csvBackup("/mnt/nas/desk") });
 */
export function csvBackup(folder: string, { files: given = nodeFiles }: CsvBackupOptions = {}): Backup {
  const root = resolve(folder);
  const files = guardedFiles(given);
  return {
    folder: root,
    write: (options) => csvBackupWriter(files, root, options),
    read: () => csvBackupReader(files, root),
    mirror: (to, options) => mirrorBackup(files, root, resolve(to), options),
  };
}
