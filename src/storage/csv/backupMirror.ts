import { posix } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import type { BackupOptions, MirrorReport } from "../backup.js";
import type { FileSystem } from "../files.js";
import { openBackupFiles } from "./backupFiles.js";
import { readState, shaOf } from "./backupState.js";

/** Makes one folder hold the same files as another. Files that have to be copied are checked on both sides. */
export async function mirrorBackup(
  files: FileSystem,
  from: string,
  to: string,
  options: BackupOptions,
): Promise<MirrorReport> {
  if (from === to) throw mirrorError(`the mirror of ${from} is the folder itself; name another`);
  const source = await readState(files, from);
  if (source === undefined) throw mirrorError(`there is no back-up in ${from} to be copied to ${to}`);
  await requireFolderAbove(files, to);
  await using mirror = await openBackupFiles(files, to, options);
  await mirror.begin(undefined);
  const copied: string[] = [];
  for (const [path, entry] of source.entries) {
    if (mirror.entries.get(path)?.sha === entry.sha && (await mirror.isThere(path))) {
      mirror.note(entry);
      continue;
    }
    const found = await files.read(`${from}/${path}`);
    if (found === undefined || shaOf(found.bytes) !== entry.sha)
      throw mirrorError(`${from}/${path} is not what was backed up; it was not copied to ${to}`);
    await mirror.put(entry, found.bytes);
    copied.push(path);
  }
  const gone = [...mirror.entries.keys()].filter((path) => !source.entries.has(path));
  for (const path of gone) await mirror.remove(path);
  await mirror.end(undefined);
  for (const path of copied) {
    if ((await mirror.read(path)) === undefined)
      throw mirrorError(`${to}/${path} did not arrive as it was sent; see to the disk and repeat`);
  }
  return { folder: to, files: mirror.entries.size, copied: copied.length, removed: gone.length };
}

async function requireFolderAbove(files: FileSystem, folder: string): Promise<void> {
  const above = posix.dirname(folder);
  if (above === posix.dirname(above)) return;
  if ((await files.folders(posix.dirname(above))).includes(posix.basename(above))) return;
  throw mirrorError(
    `${above} is not there, so the back-up was not copied to it; mount the disk, or make the folder`,
  );
}

const mirrorError = (message: string): ContangoError => new ContangoError("BACKUP", "csv", message);
