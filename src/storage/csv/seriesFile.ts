import { ContangoError } from "../../errors/contangoError.js";
import type { Frame } from "../../series/frame.js";
import type { FileStat, FileSystem } from "../files.js";
import type { SeriesVersion } from "../seriesStore.js";
import type { CsvPolicies, CsvRepairs } from "./arrange.js";
import { type ForeignLayout, foreignShape } from "./foreignLayout.js";
import { type CsvFormat, readFormat } from "./format.js";
import type { LibraryLayout } from "./libraryLayouts.js";
import { notedShape, noteOf, readNote, type SeriesNote, suits } from "./note.js";
import { readShape } from "./parse.js";
import { sameFrame } from "./sameFrame.js";
import { noteFile, versionOf } from "./seriesFiles.js";
import { formatCsv, formatRows } from "./write.js";

/** Where one series lies. */
export interface SeriesPlace {
  readonly library: string;
  readonly symbol: string;
  readonly layout: LibraryLayout;
  /** Absolute. */
  readonly folder: string;
  /** Of the file, without `.csv`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly foreign: ForeignLayout | undefined;
}

/** A series as it lies in its file. */
export interface FiledSeries {
  readonly frame: Frame;
  readonly version: SeriesVersion;
  readonly stat: FileStat;
  readonly bytes: Uint8Array;
  readonly format: CsvFormat;
  readonly repairs: CsvRepairs;
}

/** What is to be written for a frame. */
export interface EncodedSeries {
  readonly bytes: Uint8Array;
  readonly note: SeriesNote | undefined;
}

/** Reads a series; `undefined` where there is none. */
export async function loadSeries(
  files: FileSystem,
  place: SeriesPlace,
  policies: CsvPolicies,
): Promise<FiledSeries | undefined> {
  const { layout, folder, name, path, foreign } = place;
  for (;;) {
    const found = await files.read(path);
    if (found === undefined) return undefined;
    const { bytes, stat } = found;
    const version = versionOf(stat);
    const notePath = `${folder}/${noteFile(name, version)}`;
    const filedNote = await files.read(notePath);
    if (filedNote === undefined && !(await stillStands(files, path, version))) continue;
    const note = filedNote && readNote(filedNote.bytes, notePath);
    const shape = foreign === undefined ? layout.shape : foreignShape(layout.shape, foreign);
    const read = await readShape(
      bytes,
      note === undefined ? shape : notedShape(shape, note),
      shortPath(place),
      {
        ...policies,
        ...(foreign === undefined ? {} : { foreign }),
      },
    );
    const frame = note === undefined ? read.frame : read.frame.withMeta(note.meta);
    return { frame, version, stat, bytes, format: readFormat(read.frame.meta), repairs: read.repairs };
  }
}

/** False where another version came while this one was read, so that its note may be gone with it. */
async function stillStands(files: FileSystem, path: string, version: SeriesVersion): Promise<boolean> {
  const now = await files.stat(path);
  return now !== undefined && versionOf(now) === version;
}

const shortPath = ({ layout, name }: SeriesPlace): string => `${layout.folder}/${name}.csv`;

/**
 * A frame as a file, read back to see that it says the same; a note is added where it does not by itself. `stored`:
 * the series of whose rows it has all, and `added` to them.
 *
 * @throws ContangoError `CSV_LAYOUT` for a frame that no CSV file can hold.
 */
export async function encodeSeries(
  frame: Frame,
  place: SeriesPlace,
  stored?: FiledSeries,
  added?: Frame,
): Promise<EncodedSeries> {
  if (stored !== undefined && added !== undefined) {
    const longer = await checked(frame, withRows(stored, added), place);
    if (longer !== undefined) return longer;
  }
  const { index, renamed } = place.layout.shape;
  const free = [...renamed].filter(([name]) => !frame.columns.has(name));
  const theirs = new Map(free.map(([name, ours]) => [ours, name]));
  const written = await checked(frame, formatCsv(frame, { index, renamed: theirs }), place);
  if (written !== undefined) return written;
  throw new ContangoError(
    "CSV_LAYOUT",
    "csv",
    `the frame for ${shortPath(place)} holds something that a CSV file cannot, such as a time after the year 9999`,
    { details: { library: place.library, symbol: place.symbol } },
  );
}

async function checked(
  frame: Frame,
  bytes: Uint8Array,
  place: SeriesPlace,
): Promise<EncodedSeries | undefined> {
  const { shape } = place.layout;
  if (await readsAs(frame, bytes, place, shape)) return { bytes, note: undefined };
  const note = noteOf(frame);
  return (await readsAs(frame, bytes, place, notedShape(shape, note), note)) ? { bytes, note } : undefined;
}

async function readsAs(
  frame: Frame,
  bytes: Uint8Array,
  place: SeriesPlace,
  shape: LibraryLayout["shape"],
  note?: SeriesNote,
): Promise<boolean> {
  if (!suits(frame, shape)) return false;
  try {
    const read = await readShape(bytes, shape, shortPath(place), {});
    return sameFrame(note === undefined ? read.frame : read.frame.withMeta(note.meta), frame);
  } catch (error) {
    if (error instanceof ContangoError) return false;
    throw error;
  }
}

/** The bytes of a file with rows after its last one; its old lines stay as they are. */
function withRows({ bytes, frame, format }: FiledSeries, added: Frame): Uint8Array {
  const newline = format.newline ?? "\n";
  const rows = formatRows(added.select(frame.names), format);
  return format.unterminated === true
    ? Buffer.concat([bytes, Buffer.from(newline), rows.subarray(0, rows.length - newline.length)])
    : Buffer.concat([bytes, rows]);
}
