import type { FileStat, FileSystem } from "../files.js";
import { nextTable, writeNew } from "./seriesFiles.js";

/** Replaces a file in one step, durable when it resolves. `after`: its time of writing is made later than this. */
export async function replaceFile(
  files: FileSystem,
  folder: string,
  name: string,
  bytes: Uint8Array,
  after?: bigint,
): Promise<FileStat> {
  const next = `${folder}/${nextTable(name)}`;
  await files.makeFolder(folder);
  await files.remove(next);
  const stat = await writeNew(files, next, bytes, after);
  await files.rename(next, `${folder}/${name}`);
  await files.syncFolder(folder);
  return stat;
}
