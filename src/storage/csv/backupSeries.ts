import { isContangoError } from "../../errors/contangoError.js";
import type { Frame } from "../../series/frame.js";
import { frameChecksum } from "../checksum.js";
import type { BackupEntry, BackupSeries } from "./backupManifest.js";
import { fileName } from "./fileNames.js";
import { BACKUP_FOLDERS, libraryLayouts } from "./libraryLayouts.js";
import { notedShape, type SeriesNote } from "./note.js";
import { readShape } from "./parse.js";
import { sameFrame } from "./sameFrame.js";
import { encodeSeries } from "./seriesFile.js";
import { formatRows } from "./write.js";

const LAYOUTS = libraryLayouts(BACKUP_FOLDERS, []);

/** Where the file of a series lies in a back-up. */
export function seriesPath(library: string, symbol: string): string {
  const { folder, names } = LAYOUTS.of(library);
  return `${folder}/${fileName(symbol, names)}.csv`;
}

/** @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT` … for bytes that are not of such a file. */
export async function decodeSeries(
  bytes: Uint8Array,
  library: string,
  path: string,
  note: SeriesNote | undefined,
): Promise<Frame> {
  const { shape } = LAYOUTS.of(library);
  const { frame } = await readShape(bytes, note === undefined ? shape : notedShape(shape, note), path, {});
  return note === undefined ? frame : frame.withMeta(note.meta);
}

/** A series as the bytes of a file and the note to them. */
export async function seriesBytes(
  library: string,
  symbol: string,
  frame: Frame,
): Promise<{ readonly bytes: Uint8Array; readonly note: SeriesNote | undefined }> {
  const path = seriesPath(library, symbol);
  const layout = LAYOUTS.of(library);
  const name = path.slice(layout.folder.length + 1, -".csv".length);
  return encodeSeries(frame, {
    library,
    symbol,
    layout,
    folder: layout.folder,
    name,
    path,
    foreign: undefined,
  });
}

/**
 * The bytes of a file whose rows are the first ones of the frame, with the others added; undefined where they are not, or
 * where the new rows would be read otherwise by themselves.
 */
export async function addedBytes(
  old: Uint8Array,
  { path, series }: BackupEntry & { readonly series: BackupSeries },
  frame: Frame,
): Promise<Uint8Array | undefined> {
  const { library, rows, checksum, note } = series;
  // A frame that was read from a file is written in the form of that file, which its other rows may change.
  if (frame.meta.csv !== undefined || frame.length <= rows) return undefined;
  if (frameChecksum(frame.rows(0, rows)) !== checksum) return undefined;
  const header = old.subarray(0, old.indexOf(NEWLINE) + 1);
  if (header.includes(QUOTE)) return undefined;
  const added = frame.rows(rows);
  const text = formatRows(added, {});
  try {
    const read = await decodeSeries(Buffer.concat([header, text]), library, path, note);
    return sameFrame(read, added) ? Buffer.concat([old, text]) : undefined;
  } catch (error) {
    if (isContangoError(error)) return undefined;
    throw error;
  }
}

const NEWLINE = 10;
const QUOTE = 34;
