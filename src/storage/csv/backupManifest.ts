import { ContangoError } from "../../errors/contangoError.js";
import type { SeriesVersion } from "../seriesStore.js";
import type { SeriesNote } from "./note.js";

/** The list of the files of a back-up: a header, then one line of JSON a file. */
export const MANIFEST = "backup.jsonl";
/** Lines that a process added since the list was written, each before the file that it tells of. */
export const MANIFEST_LOG = "backup.new.jsonl";

export interface BackupHeader {
  readonly contango: "csv backup";
  readonly format: 1;
  readonly id: string;
  readonly timezone: string;
  readonly mark?: string;
}

/** What a file holds, and what its text alone does not say about it. */
export interface BackupEntry {
  /** Relative to the folder. */
  readonly path: string;
  /** Of the bytes of the file: SHA-256, the first half. */
  readonly sha: string;
  readonly series?: BackupSeries;
  readonly records?: BackupRecords;
}

export interface BackupSeries {
  readonly library: string;
  readonly symbol: string;
  readonly version: SeriesVersion;
  readonly rows: number;
  /** Of the frame, as `frameChecksum` has it. */
  readonly checksum: string;
  readonly note?: SeriesNote;
}

export interface BackupRecords {
  readonly collection: string;
  /** In the form that people read, or as lines of JSON. */
  readonly form: "table" | "lines";
}

export interface ManifestText {
  readonly header: BackupHeader | undefined;
  readonly entries: readonly BackupEntry[];
}

export function manifestText(header: BackupHeader, entries: Iterable<BackupEntry>): string {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [header, ...sorted].map(manifestLine).join("");
}

export const manifestLine = (line: BackupHeader | BackupEntry): string => `${JSON.stringify(line)}\n`;

/**
 * Reads a list. Of one that was being added to, the end may be lost: it is read up to there.
 *
 * @throws ContangoError `BACKUP` for another text, with file and line.
 */
export function parseManifest(bytes: Uint8Array, file: string, beingAddedTo: boolean): ManifestText {
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  const last = lines.pop();
  if (last !== "" && !beingAddedTo) throw damaged(file, lines.length + 1);
  const parsed: (BackupHeader | BackupEntry)[] = [];
  for (const [at, line] of lines.entries()) {
    const value = parsedLine(line);
    if (value !== undefined) parsed.push(value);
    else if (beingAddedTo) break;
    else throw damaged(file, at + 1);
  }
  const [header, ...entries] = parsed;
  if (header === undefined) {
    if (beingAddedTo) return { header: undefined, entries: [] };
    throw damaged(file, 1);
  }
  if (!("contango" in header) || header.contango !== "csv backup") throw damaged(file, 1);
  if (header.format !== 1) {
    throw new ContangoError(
      "BACKUP",
      "csv",
      `${file} is of form ${header.format}, which this contango does not know; update contango`,
      { details: { file } },
    );
  }
  return { header, entries: entries as readonly BackupEntry[] };
}

function parsedLine(line: string): BackupHeader | BackupEntry | undefined {
  try {
    return JSON.parse(line) as BackupHeader | BackupEntry;
  } catch {
    return undefined;
  }
}

function damaged(file: string, line: number): ContangoError {
  const what = `${file}, line ${line}: not a line of a back-up's list; restore the file from another copy of the back-up, or begin one in an empty folder`;
  return new ContangoError("BACKUP", "csv", what, { details: { file, line } });
}
