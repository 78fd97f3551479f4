import type { StringColumn } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";
import { checkAppend } from "../checkAppend.js";
import { bytesToValues, joinBytes, VALUE_BYTES, valueBytes } from "../frameCodec.js";
import type { BlockWriter, Place } from "./blocks.js";
import { type Chunk, keptRuns, type Layout, type LayoutColumn, layoutRows, type TextRun } from "./layout.js";
import { type FrameSource, readTexts, readValues } from "./readFrame.js";

/** Rows of a full chunk: measured with `bench/sqlite.ts`. */
const CHUNK_ROWS = 16_384;
/** Entries of a dictionary run that is not joined with later ones any more. */
const FULL_TEXT_RUN = 4096;

/** The layout of a frame that has the columns and metadata of another, and no rows yet. */
export const emptyLayout = ({ library, symbol }: Place, frame: Frame): Layout => ({
  library,
  symbol,
  columns: [...frame.columns].map(([name, { kind }]) => ({ name, kind, texts: [] })),
  chunks: [],
  meta: frame.meta,
});

/**
 * Writes the blocks of the rows of `frame`, after those of the source; gives the layout of both together.
 *
 * @throws ContangoError `STORE_APPEND` where rows are not later, or a column or its kind differs.
 */
export function appendRows(source: FrameSource, frame: Frame, writer: BlockWriter): Layout {
  const { layout } = source;
  checkAppend({ ...layout, last: layout.chunks.at(-1)?.last }, frame);
  if (frame.length === 0) return layout;
  const kept = keptRuns(
    layout.chunks.map(({ rows }) => rows),
    frame.length,
    CHUNK_ROWS,
  );
  const chunks = layout.chunks.slice(0, kept);
  const from = chunks.reduce((sum, { rows }) => sum + rows, 0);
  const to = layoutRows(layout);
  const joined = (position: number, values: Parameters<typeof valueBytes>[0]): Uint8Array =>
    joinBytes(
      to > from ? [readValues(source, position, from, to), valueBytes(values)] : [valueBytes(values)],
    );

  const columns: LayoutColumn[] = [];
  const bytes = layout.columns.map((column, position) => {
    const given = frame.column(column.name);
    const coded =
      given.kind === "string" ? codeTexts(source, column, given, writer) : { ...given, texts: column.texts };
    columns.push({ ...column, texts: coded.texts });
    return joined(position, coded.values);
  });
  return {
    ...layout,
    columns,
    chunks: [...chunks, ...writeChunks(layout, joined(-1, frame.time), bytes, writer)],
  };
}

function writeChunks(
  layout: Layout,
  timeBytes: Uint8Array,
  columns: readonly Uint8Array[],
  writer: BlockWriter,
): Chunk[] {
  const time = bytesToValues("time", timeBytes);
  const chunks: Chunk[] = [];
  for (let start = 0; start < time.length; start += CHUNK_ROWS) {
    const end = Math.min(start + CHUNK_ROWS, time.length);
    const block = writer.add(timeBytes.subarray(start * VALUE_BYTES.time, end * VALUE_BYTES.time));
    for (const [position, bytes] of columns.entries()) {
      const width = VALUE_BYTES[layout.columns[position]!.kind];
      writer.add(bytes.subarray(start * width, end * width));
    }
    chunks.push({ block, rows: end - start, first: time[start]!, last: time[end - 1]! });
  }
  return chunks;
}

/** Text as positions in the stored dictionary, which grows by what it lacks. */
function codeTexts(
  source: FrameSource,
  column: LayoutColumn,
  given: StringColumn,
  writer: BlockWriter,
): { readonly values: Int32Array; readonly texts: readonly TextRun[] } {
  const codes = new Map(readTexts(source, column, 0).map((text, code) => [text, code]));
  const added: string[] = [];
  const recoded = new Int32Array(given.dictionary.length).fill(-1);
  const values = new Int32Array(given.values.length);
  for (let row = 0; row < values.length; row++) {
    const code = given.values[row]!;
    const text = given.dictionary[code];
    if (text === undefined) {
      values[row] = -1;
      continue;
    }
    if (recoded[code] === -1) {
      let known = codes.get(text);
      if (known === undefined) {
        known = codes.size;
        codes.set(text, known);
        added.push(text);
      }
      recoded[code] = known;
    }
    values[row] = recoded[code]!;
  }
  return { values, texts: added.length === 0 ? column.texts : growTexts(source, column, added, writer) };
}

function growTexts(
  source: FrameSource,
  column: LayoutColumn,
  added: string[],
  writer: BlockWriter,
): TextRun[] {
  const counts = column.texts.map(({ count }) => count);
  const kept = keptRuns(counts, added.length, FULL_TEXT_RUN);
  const texts = [...readTexts(source, column, kept), ...added];
  const block = writer.add(new TextEncoder().encode(JSON.stringify(texts)));
  return [...column.texts.slice(0, kept), { block, count: texts.length }];
}
