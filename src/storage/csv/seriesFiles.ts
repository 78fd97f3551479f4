import type { FileStat, FileSystem } from "../files.js";
import type { SeriesVersion } from "../seriesStore.js";

/** The version of a series: which file it is, when that was written, how long it is. */
export const versionOf = ({ inode, modified, size }: FileStat): SeriesVersion =>
  `${inode}-${modified}-${size}`;

/** A staged change, as the name of its file tells it; the file holds the bytes to come, or nothing for a deletion. */
export interface StagedName {
  readonly deletion: boolean;
  readonly base: SeriesVersion | null;
  readonly name: string;
}

const STAGED = /^\.(staged|removed)~(none|\d+-\d+-\d+)~[0-9a-f-]+~(.*)\.part$/s;
const NOTE = /^\.(.*)\.(\d+-\d+-\d+)\.json$/s;

/** The hidden file of a staged change; it is not called `.csv`, so that no other program takes it for data. `id` tells it from others of the same series. */
export function stagedFile({ deletion, base, name }: StagedName, id: string): string {
  return `.${deletion ? "removed" : "staged"}~${base ?? "none"}~${id}~${name}.part`;
}

export function parseStaged(file: string): StagedName | undefined {
  const [, kind, base, name] = STAGED.exec(file) ?? [];
  if (base === undefined || name === undefined) return undefined;
  return { deletion: kind === "removed", base: base === "none" ? null : base, name };
}

/** The hidden file with the note to one version of a series. */
export const noteFile = (name: string, version: SeriesVersion): string => `.${name}.${version}.json`;

export function parseNoteFile(file: string): { readonly name: string; readonly version: string } | undefined {
  const [, name, version] = NOTE.exec(file) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** The hidden file that becomes a table. */
export const nextTable = (file: string): string => `.next~${file}.part`;

export const isNextTable = (file: string): boolean => file.startsWith(".next~");

/**
 * Makes a file and its bytes durable (its name is not yet). `after`: its time of writing is made later than this,
 * so that no two versions are equal. Nothing is left of it where that fails.
 */
export async function writeNew(
  files: FileSystem,
  path: string,
  bytes: Uint8Array,
  after = 0n,
): Promise<FileStat> {
  const file = await files.create(path);
  try {
    await file.write(bytes);
    let stat = await file.stat();
    if (stat.modified <= after) {
      await file.setModified(Number(after / 1_000_000n) + 2);
      stat = await file.stat();
    }
    await file.sync();
    return stat;
  } catch (error) {
    await files.remove(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}
