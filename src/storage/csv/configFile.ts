import { ContangoError } from "../../errors/contangoError.js";
import { Int32, type RecordDocument, type RecordValue } from "../recordStore.js";
import { type ConfigColumn, type ConfigTable, KEY_COLUMN, KEY_FIELD } from "./configTables.js";
import { csvError, shown } from "./csvError.js";
import { formatNumber, parseNumber } from "./decimal.js";
import { decoded, readRecords } from "./records.js";
import { quoted, wholeText } from "./write.js";

/** A configuration file: its lines as they are written, and the documents that they hold. */
export interface ConfigFile {
  readonly header: string;
  readonly columns: readonly ConfigColumn[];
  readonly newline: string;
  /** By instrument, in the order of the file. */
  readonly rows: ReadonlyMap<string, ConfigRow>;
}

interface ConfigRow {
  /** The line with its line end. */
  readonly line: string;
  /** Texts of the cells after the instrument. */
  readonly cells: readonly string[];
}

/** A file of a table without a row. */
export function newConfigFile({ columns }: ConfigTable): ConfigFile {
  const header = `${[KEY_COLUMN, ...columns.map(({ name }) => name)].join(",")}\n`;
  return { header, columns, newline: "\n", rows: new Map() };
}

/**
 * Reads a configuration file. Columns in any order; those that the table does not have are text.
 *
 * @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT` with the line.
 */
export async function readConfigFile(bytes: Uint8Array, table: ConfigTable): Promise<ConfigFile> {
  const { file } = table;
  const text = decoded(bytes, file);
  const records = await readRecords(text, file, { trim: false });
  const lines = text.match(LINES)?.filter((line) => line.trim() !== "") ?? [];
  const names = records[0]?.fields.map((field) => field?.trim() ?? "") ?? [];
  if (names[0] !== KEY_COLUMN || lines.length !== records.length) {
    const expected = [KEY_COLUMN, ...table.columns.map(({ name }) => name)].join(",");
    throw csvError("CSV_LAYOUT", file, records[0]?.line ?? 1, `expected the header ${expected}`);
  }
  const columns = names.slice(1).map((name) => columnOf(name, table));
  const rows = new Map<string, ConfigRow>();
  for (const [position, { fields, line }] of records.entries()) {
    if (position === 0) continue;
    if (fields.length !== names.length) {
      throw csvError(
        "CSV_SYNTAX",
        file,
        line,
        `${fields.length} fields, where the header has ${names.length}`,
      );
    }
    const [code = "", ...cells] = fields.map((field) => field ?? "");
    if (code === "") throw csvError("CSV_SYNTAX", file, line, "there is no instrument");
    if (rows.has(code))
      throw csvError("CSV_LAYOUT", file, line, `instrument ${code} has a line above already`);
    for (const [at, column] of columns.entries()) {
      if (column.kind === "text" || numberOf(cells[at]!) !== undefined) continue;
      throw csvError("CSV_SYNTAX", file, line, `${shown(cells[at]!)} is not a number, or nothing`, {
        column: column.name,
      });
    }
    rows.set(code, { line: lines[position]!, cells });
  }
  return { header: lines[0]!, columns, newline: lines[0]!.endsWith("\r\n") ? "\r\n" : "\n", rows };
}

/** Lines with their line ends; a line end within quotes does not count. */
const LINES = /(?:"(?:[^"]|"")*"|[^"\n])+(?:\n|$)|\n/g;

const columnOf = (name: string, { columns }: ConfigTable): ConfigColumn =>
  columns.find((column) => column.name === name) ?? { name, kind: "text" };

const numberOf = (cell: string): number | undefined => parseNumber(cell.trim());

/** The document of an instrument: its code, then the columns of the file; a number that is missing is `null`. */
export function configDocument({ columns }: ConfigFile, code: string, { cells }: ConfigRow): RecordDocument {
  const fields = columns.map(({ name, field = name, kind }, at): [string, RecordValue] => [
    field,
    kind === "text" ? cells[at]! : missingAsNull(numberOf(cells[at]!)),
  ]);
  return { [KEY_FIELD]: code, ...Object.fromEntries(fields) };
}

const missingAsNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** The bytes of a file; what was not changed stays as it was written. */
export function configBytes({ header, rows, newline }: ConfigFile): Uint8Array {
  const lines = [header, ...[...rows.values()].map(({ line }) => line)];
  return Buffer.from(lines.map((line, at) => (at < lines.length - 1 ? ended(line, newline) : line)).join(""));
}

const ended = (line: string, newline: string): string => (line.endsWith("\n") ? line : `${line}${newline}`);

export function withoutRow(file: ConfigFile, code: string): ConfigFile {
  const rows = new Map(file.rows);
  rows.delete(code);
  return { ...file, rows };
}

/**
 * The file with the document in the line of its instrument, or in a new one at the end. Cells whose value is the same
 * keep their text.
 *
 * @throws ContangoError `RECORD_VALUE` where the document has a field or a value that the table cannot hold.
 */
export function withRow(file: ConfigFile, document: RecordDocument, table: ConfigTable): ConfigFile {
  const { columns, newline } = file;
  const code = document[KEY_FIELD] as string;
  const before = file.rows.get(code);
  const fields = new Set([KEY_FIELD, ...columns.map(({ name, field = name }) => field)]);
  for (const field of Object.keys(document)) {
    if (!fields.has(field)) throw refused(table, code, `there is no column for the field "${field}"`);
  }
  const cells = columns.map(({ name, field = name, kind, point }, at) => {
    const value = document[field] ?? null;
    const old = before?.cells[at];
    if (kind === "text") {
      if (typeof value === "string" && !/[\0\p{Surrogate}]/u.test(value)) return value;
      if (value === null) return "";
      throw refused(table, code, `the field "${field}" must be text`);
    }
    const number = value === null || value === "" ? Number.NaN : doubleOf(value);
    if (number === undefined) throw refused(table, code, `the field "${field}" must be a number`);
    if (old !== undefined && Object.is(numberOf(old), number)) return old;
    return point === true ? formatNumber(number) : wholeText(number);
  });
  const same = before !== undefined && cells.every((cell, at) => cell === before.cells[at]);
  const line = `${[code, ...cells].map((cell) => (cell === "" ? "" : quoted(cell))).join(",")}${newline}`;
  return { ...file, rows: new Map(file.rows).set(code, same ? before : { line, cells }) };
}

function doubleOf(value: RecordValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof Int32 ? value.value : undefined;
}

function refused({ collection, file }: ConfigTable, code: string, why: string): ContangoError {
  const what = `cannot keep the document of ${code} of "${collection.name}" in ${file}: ${why}`;
  return new ContangoError("RECORD_VALUE", "csv", what, {
    details: { collection: collection.name, instrument: code },
  });
}
