import { type Column, intColumn } from "../../series/column.js";
import { csvFormat } from "./format.js";
import { CR, LF, type PlainColumn } from "./plainCells.js";
import { plainHeader } from "./plainHeader.js";
import { readPlainRows } from "./plainRows.js";
import { type CsvKind, type CsvShape, type CsvTable, timeColumn } from "./table.js";

/**
 * Reads a file in the plain layout, byte by byte: a header, then lines of a time `YYYY-MM-DD HH:MM:SS` (or
 * `YYYY-MM-DD` in all of them), decimal numbers and contract dates, separated by commas, without quotes or blanks.
 * Numbers come out as `Number` would read their text. `undefined` for a file of any other layout, sound or not:
 * the general reader takes those. `linesAbove`: how many lines stand before the header.
 */
export function readPlain(file: Uint8Array, shape: CsvShape, linesAbove = 0): CsvTable | undefined {
  const unterminated = file.length > 0 && file[file.length - 1] !== LF;
  const bytes = unterminated ? withLineEnd(file) : file;
  const header = plainHeader(bytes);
  if (header === undefined || shape.dates !== "iso" || timeColumn(header.fields, shape) !== 0)
    return undefined;
  const names = header.fields.slice(1).map((name) => shape.renamed.get(name) ?? name);
  const kinds = names.map(shape.kind);
  const known = new Set(names);
  if (known.size < names.length || !shape.required.every((name) => known.has(name))) return undefined;
  if (!kinds.every(isPlainKind)) return undefined;

  const { crlf } = header;
  const rows = readPlainRows(
    bytes,
    header.end,
    crlf,
    kinds.map((kind) => kind === "contract"),
  );
  if (rows === undefined) return undefined;

  const columns = new Map<string, Column>();
  const whole: string[] = [];
  const decimal: string[] = [];
  for (const [position, name] of names.entries()) {
    const cells = rows.columns[position]!;
    const column = kinds[position] === "inferred" ? inferredColumn(cells) : cells.column;
    if (column === undefined) return undefined;
    columns.set(name, column);
    if (cells.uniform && column.kind === "float64") whole.push(name);
    if (cells.uniform && column.kind === "string") decimal.push(name);
  }
  const format = csvFormat({
    index: header.fields[0] === shape.index ? undefined : header.fields[0],
    crlf,
    unterminated,
    mark: header.mark,
    commas: header.commas,
    byDay: rows.byDay,
    whole,
    decimal,
  });
  return { time: rows.time, columns, format, line: (row) => linesAbove + row + 2 };
}

const isPlainKind = (kind: CsvKind): boolean =>
  kind === "float" || kind === "contract" || kind === "inferred";

/** Whole numbers without a gap are integers, as pandas has it; `undefined` where a double does not hold them all. */
function inferredColumn({ column, uniform, gaps }: PlainColumn): Column | undefined {
  if (!uniform || gaps) return column;
  const values = column.values as Float64Array;
  if (!values.every(Number.isSafeInteger)) return undefined;
  return intColumn(BigInt64Array.from(values, BigInt));
}

/** The bytes with the line end that the last line lacks. */
function withLineEnd(file: Uint8Array): Uint8Array {
  const newline = file.includes(CR) ? [CR, LF] : [LF];
  const bytes = new Uint8Array(file.length + newline.length);
  bytes.set(file);
  bytes.set(newline, file.length);
  return bytes;
}
