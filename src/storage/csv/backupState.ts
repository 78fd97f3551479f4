import { createHash } from "node:crypto";
import type { FileSystem } from "../files.js";
import {
  type BackupEntry,
  type BackupHeader,
  MANIFEST,
  MANIFEST_LOG,
  type ManifestText,
  parseManifest,
} from "./backupManifest.js";

export interface BackupState {
  readonly header: BackupHeader;
  readonly entries: ReadonlyMap<string, BackupEntry>;
  readonly complete: boolean;
}

export const shaOf = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex").slice(0, 32);

/**
 * What a back-up holds. Where a process was cut off, the entries of the files that it came to are told by the files themselves.
 * `undefined` where there is none.
 */
export async function readState(files: FileSystem, root: string): Promise<BackupState | undefined> {
  for (;;) {
    const log = await readLines(files, `${root}/${MANIFEST_LOG}`, true);
    const list = await readLines(files, `${root}/${MANIFEST}`, false);
    const header = log?.header ?? list?.header;
    if (header === undefined) return undefined;
    const entries = new Map(list?.entries.map((entry) => [entry.path, entry]));
    if (log === undefined) {
      // A process that came to its end in between has taken its lines into the list.
      if ((await files.stat(`${root}/${MANIFEST_LOG}`)) !== undefined) continue;
      return { header, entries, complete: true };
    }
    const candidates = new Map<string, BackupEntry[]>();
    for (const entry of log.entries) {
      const before = entries.get(entry.path);
      const known = candidates.get(entry.path) ?? (before === undefined ? [] : [before]);
      candidates.set(entry.path, [...known, entry]);
    }
    for (const [path, known] of candidates) {
      const sha = await shaOfFile(files, `${root}/${path}`);
      const entry = known.findLast((one) => one.sha === sha);
      if (entry === undefined) entries.delete(path);
      else entries.set(path, entry);
    }
    return { header, entries, complete: false };
  }
}

async function readLines(
  files: FileSystem,
  path: string,
  beingAddedTo: boolean,
): Promise<ManifestText | undefined> {
  const found = await files.read(path);
  return found && parseManifest(found.bytes, path, beingAddedTo);
}

async function shaOfFile(files: FileSystem, path: string): Promise<string | undefined> {
  const found = await files.read(path);
  return found && shaOf(found.bytes);
}
