import type { RecordDocument, RecordValue } from "../recordStore.js";
import { recordText } from "../recordText.js";
import { csvError, shown } from "./csvError.js";
import { formatNumber, parseNumber } from "./decimal.js";
import type { RecordFile, RecordForm } from "./recordForm.js";
import { decoded, readRecords } from "./records.js";
import type { RecordTable, TableColumn } from "./recordTables.js";
import { quoted, wholeText } from "./write.js";

/** A file of lines as they are written, and what stands in their cells. */
interface Lines {
  readonly header: string;
  /** The columns after that of the key, in the order of the file. */
  readonly columns: readonly TableColumn[];
  readonly newline: string;
  /** By key, in the order of the file. */
  readonly rows: ReadonlyMap<string, Row>;
}

interface Row {
  /** The line with its line end. */
  readonly line: string;
  /** Texts of the cells after the key. */
  readonly cells: readonly string[];
}

/**
 * A table of one line a document. What is not changed keeps its bytes: lines, and the cells of a line that is. Columns may come
 * in any order; those that the table does not have are text.
 */
export function lineTable(table: RecordTable): RecordForm {
  const { collection, folder, file } = table;
  const field = collection.key[0]!;
  return {
    collection,
    folder,
    fileOf(key) {
      const value = key[field];
      return typeof value === "string" && value !== "" && isPlain(value) ? file : undefined;
    },
    isFile: (name) => name === file,
    empty: () => recordFile(table, newLines(table)),
    read: async (bytes) => recordFile(table, await readLines(bytes, table)),
  };
}

/** Text that a file holds as it is. */
const isPlain = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);

function recordFile(table: RecordTable, lines: Lines): RecordFile {
  const { columns, header, newline, rows } = lines;
  const keyField = table.collection.key[0]!;
  const inOrder = ordered(table, columns);
  const fields = new Set([keyField, ...columns.map(fieldOf)]);
  const documentOf = (key: string, { cells }: Row): RecordDocument => {
    const entries = inOrder.flatMap(({ column, at }): [string, RecordValue][] => {
      const value = cellValue(column, cells[at]!);
      return value === undefined ? [] : [[fieldOf(column), value]];
    });
    return { [keyField]: key, ...Object.fromEntries(entries) };
  };
  /** The row of a document; undefined for one that would not come back whole. */
  const rowOf = (key: string, document: RecordDocument): Row | undefined => {
    if (Object.keys(document).some((name) => !fields.has(name))) return undefined;
    const before = rows.get(key);
    const cells = columns.map((column, at) => {
      const value = document[fieldOf(column)];
      const old = before?.cells[at];
      return old !== undefined && isCellOf(column, old, value) ? old : cellOf(column, value);
    });
    if (!cells.every(isPlain)) return undefined;
    const row =
      before !== undefined && cells.every((cell, at) => cell === before.cells[at])
        ? before
        : { line: lineOf(key, cells, newline), cells };
    return recordText(documentOf(key, row)) === recordText(document) ? row : undefined;
  };
  return {
    keys: () => rows.keys(),
    get(key) {
      const row = rows.get(key);
      return row && documentOf(key, row);
    },
    with(changes) {
      const after = new Map(rows);
      let changed = false;
      for (const [key, document] of changes) {
        const row = document === null ? undefined : rowOf(key, document);
        if (row === rows.get(key)) continue;
        changed = true;
        if (row === undefined) after.delete(key);
        else after.set(key, row);
      }
      return changed ? recordFile(table, { ...lines, rows: after }) : this;
    },
    bytes() {
      const all = [header, ...[...rows.values()].map(({ line }) => line)];
      return Buffer.from(all.map((line, at) => (at < all.length - 1 ? ended(line, newline) : line)).join(""));
    },
  };
}

const lineOf = (key: string, cells: readonly string[], newline: string): string =>
  `${[key, ...cells].map((cell) => (cell === "" ? "" : quoted(cell))).join(",")}${newline}`;

const fieldOf = ({ name, field = name }: TableColumn): string => field;

/** Columns of a file in the order of the table's, then those that it does not have; with their places in the file. */
function ordered(
  table: RecordTable,
  columns: readonly TableColumn[],
): readonly { readonly column: TableColumn; readonly at: number }[] {
  const rank = (column: TableColumn): number => {
    const place = table.columns.indexOf(column);
    return place < 0 ? table.columns.length : place;
  };
  return columns.map((column, at) => ({ column, at })).sort((a, b) => rank(a.column) - rank(b.column));
}

const ended = (line: string, newline: string): string => (line.endsWith("\n") ? line : `${line}${newline}`);

/** The value of a cell; undefined where the document has none. */
function cellValue({ kind, optional }: TableColumn, cell: string): RecordValue | undefined {
  if (cell === "" && optional === true) return undefined;
  if (kind === "text") return cell;
  if (kind === "time") return new Date(cell);
  const number = numberOf(cell);
  return number === undefined || Number.isNaN(number) ? null : number;
}

function isCellOf(column: TableColumn, cell: string, value: RecordValue | undefined): boolean {
  const stands = cellValue(column, cell);
  return stands === undefined || value === undefined
    ? stands === value
    : recordText(stands) === recordText(value);
}

/** The text of a value; of one that the column cannot hold, whatever. */
function cellOf({ kind, point }: TableColumn, value: RecordValue | undefined): string {
  if (kind === "time") return value instanceof Date ? value.toISOString() : "";
  if (kind === "text") return typeof value === "string" ? value : "";
  if (typeof value !== "number") return "";
  return point === true ? formatNumber(value) : wholeText(value);
}

const numberOf = (cell: string): number | undefined => parseNumber(cell.trim());

const INSTANT = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** What a cell should hold; undefined where it does. */
function expected({ kind, optional }: TableColumn, cell: string): string | undefined {
  if (kind === "text" || (cell === "" && optional === true)) return undefined;
  if (kind === "number") return numberOf(cell) === undefined ? "is not a number, or nothing" : undefined;
  const valid = INSTANT.test(cell) && !Number.isNaN(Date.parse(cell));
  return valid ? undefined : "is not a time in UTC, as in 2024-03-28T15:00:00.000Z";
}

function newLines({ key, columns }: RecordTable): Lines {
  const header = `${[key.column, ...columns.map(({ name }) => name)].join(",")}\n`;
  return { header, columns, newline: "\n", rows: new Map() };
}

/** Lines with their line ends; a line end within quotes does not count. */
const LINES = /(?:"(?:[^"]|"")*"|[^"\n])+(?:\n|$)|\n/g;

async function readLines(bytes: Uint8Array, table: RecordTable): Promise<Lines> {
  const { file, key } = table;
  const text = decoded(bytes, file);
  const records = await readRecords(text, file, { trim: false });
  const lines = text.match(LINES)?.filter((line) => line.trim() !== "") ?? [];
  const names = records[0]?.fields.map((field) => field?.trim() ?? "") ?? [];
  if (names[0] !== key.column || lines.length !== records.length) {
    const header = newLines(table).header.trimEnd();
    throw csvError("CSV_LAYOUT", file, records[0]?.line ?? 1, `expected the header ${header}`);
  }
  const columns = names
    .slice(1)
    .map((name): TableColumn => table.columns.find((one) => one.name === name) ?? { name, kind: "text" });
  const rows = new Map<string, Row>();
  for (const [position, { fields, line }] of records.entries()) {
    if (position === 0) continue;
    if (fields.length !== names.length) {
      const what = `${fields.length} fields, where the header has ${names.length}`;
      throw csvError("CSV_SYNTAX", file, line, what);
    }
    const [name = "", ...cells] = fields.map((field) => field ?? "");
    if (name === "") throw csvError("CSV_SYNTAX", file, line, `there is no ${key.what}`);
    if (rows.has(name))
      throw csvError("CSV_LAYOUT", file, line, `${key.what} ${name} has a line above already`);
    for (const [at, column] of columns.entries()) {
      const wrong = expected(column, cells[at]!);
      if (wrong === undefined) continue;
      throw csvError("CSV_SYNTAX", file, line, `${shown(cells[at]!)} ${wrong}`, { column: column.name });
    }
    rows.set(name, { line: lines[position]!, cells });
  }
  return { header: lines[0]!, columns, newline: lines[0]!.endsWith("\r\n") ? "\r\n" : "\n", rows };
}
