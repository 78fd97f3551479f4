import { ContangoError } from "../../errors/contangoError.js";
import type { Column } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { lowerBound, upperBound } from "../../series/search.js";
import { trustTimeIndex } from "../../series/timeIndex.js";
import { bytesToValues, joinBytes, VALUE_BYTES } from "../frameCodec.js";
import type { ReadOptions } from "../seriesStore.js";
import { corrupt, readBlock } from "./blocks.js";
import type { Database } from "./database.js";
import { type Layout, type LayoutColumn, layoutRows } from "./layout.js";

/** What a frame is read from. */
export interface FrameSource {
  readonly database: Database;
  readonly layout: Layout;
}

/** The rows and columns that the options name, from the chunks that hold them. @throws ContangoError `COLUMN_MISSING`. */
export function readFrame(source: FrameSource, options: ReadOptions): Frame {
  const { layout } = source;
  const positions = columnPositions(source, options.columns);
  const [from, to] = rowRange(source, options);
  const time = bytesToValues("time", readValues(source, -1, from, to));
  const columns = new Map<string, Column>();
  for (const position of positions) {
    const column = layout.columns[position]!;
    columns.set(column.name, readColumn(source, column, readValues(source, position, from, to)));
  }
  return new Frame(trustTimeIndex(time), columns, layout.meta);
}

function columnPositions({ layout }: FrameSource, names?: readonly string[]): number[] {
  if (names === undefined) return [...layout.columns.keys()];
  return names.map((name) => {
    const position = layout.columns.findIndex((column) => column.name === name);
    if (position >= 0) return position;
    throw new ContangoError(
      "COLUMN_MISSING",
      "sqlite",
      `"${layout.symbol}" of "${layout.library}" has no column "${name}"; it has ${layout.columns.map((column) => `"${column.name}"`).join(", ") || "none"}`,
      { details: { library: layout.library, symbol: layout.symbol, column: name } },
    );
  });
}

/** First row (inclusive) and last row (exclusive) of what is asked for. */
function rowRange(source: FrameSource, { from, to, last }: ReadOptions): [number, number] {
  const end = to === undefined ? layoutRows(source.layout) : rowsBefore(source, to, upperBound);
  const start = from === undefined ? 0 : Math.min(end, rowsBefore(source, from, lowerBound));
  return [last === undefined ? start : Math.max(start, end - last), end];
}

/** Rows before a moment; only the chunk that spans it is read. */
function rowsBefore(source: FrameSource, at: number, bound: typeof lowerBound): number {
  let rows = 0;
  for (const chunk of source.layout.chunks) {
    const within = bound(Float64Array.of(chunk.first, chunk.last), at);
    if (within === 0) return rows;
    if (within === 1) {
      return rows + bound(bytesToValues("time", readValues(source, -1, rows, rows + chunk.rows)), at);
    }
    rows += chunk.rows;
  }
  return rows;
}

/** The bytes of one column (−1: of the times) in the rows from `from` to `to` (exclusive). */
export function readValues(
  { database, layout }: FrameSource,
  position: number,
  from: number,
  to: number,
): Uint8Array {
  const column = layout.columns[position] ?? { name: "time", kind: "time" };
  const width = VALUE_BYTES[column.kind];
  const parts: Uint8Array[] = [];
  let start = 0;
  for (const [number, chunk] of layout.chunks.entries()) {
    const end = start + chunk.rows;
    if (start < to && end > from) {
      const what = `chunk ${number} of column "${column.name}"`;
      const bytes = readBlock(database, chunk.block + 1 + position, layout, what);
      if (bytes.byteLength !== chunk.rows * width)
        throw corrupt(layout, `${what} has another length than its rows`);
      parts.push(
        bytes.subarray((Math.max(from, start) - start) * width, (Math.min(to, end) - start) * width),
      );
    }
    start = end;
  }
  return joinBytes(parts);
}

function readColumn(source: FrameSource, column: LayoutColumn, bytes: Uint8Array): Column {
  const { kind } = column;
  switch (kind) {
    case "float64":
    case "time":
      return { kind, values: bytesToValues(kind, bytes) };
    case "int64":
      return { kind, values: bytesToValues(kind, bytes) };
    case "bool":
      return { kind, values: bytesToValues(kind, bytes) };
    case "string":
      return { kind, values: bytesToValues(kind, bytes), dictionary: readTexts(source, column, 0) };
  }
}

/** The dictionary of a text column from its run number `firstRun` on. */
export function readTexts(
  { database, layout }: FrameSource,
  column: LayoutColumn,
  firstRun: number,
): string[] {
  return column.texts.slice(firstRun).flatMap(({ block }) => {
    const bytes = readBlock(database, block, layout, `the dictionary of column "${column.name}"`);
    return JSON.parse(new TextDecoder().decode(bytes)) as string[];
  });
}
