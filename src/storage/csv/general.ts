import type { Column } from "../../series/column.js";
import { csvError, shown } from "./csvError.js";
import { dateReader } from "./dates.js";
import { csvFormat } from "./format.js";
import { typedColumn } from "./generalCells.js";
import { type CellText, type CsvRecord, decoded, readRecords } from "./records.js";
import { type CsvShape, type CsvTable, timeColumn } from "./table.js";

/**
 * Reads any comma-, semicolon- or tab-separated file of the given shape by way of csv-parse: quotes, blanks around
 * fields, columns in another order, empty lines, other line ends and date forms.
 *
 * @throws ContangoError `CSV_SYNTAX` for bytes that are not such a file, `CSV_LAYOUT` for another header, with the line.
 */
export async function readGeneral(
  bytes: Uint8Array,
  shape: CsvShape,
  file: string,
  linesAbove = 0,
): Promise<CsvTable> {
  const text = decoded(bytes, file, linesAbove);
  const records = await readRecords(text, file, { linesAbove });
  const head = records[0];
  if (head === undefined) {
    throw csvError(
      "CSV_LAYOUT",
      file,
      linesAbove + 1,
      `the file is empty; expected a header that starts with ${shape.index}`,
    );
  }
  const { header, commas } = readHeader(head, shape, file);
  const rows = records.slice(1);
  for (const { fields, line } of rows) checkFields(fields, header.length, commas, file, line);

  const at = timeColumn(header, shape);
  const readDate = dateReader(shape.dates);
  const moments = rows.map(({ fields, line }) => {
    const moment = readDate(fields[at] ?? "");
    if (moment !== undefined) return moment;
    const form = shape.dates === "iso" ? "YYYY-MM-DD HH:MM:SS" : shape.dates;
    throw csvError("CSV_SYNTAX", file, line, `${shown(fields[at] ?? "")} is not a time of the form ${form}`);
  });
  const clock = moments[0]?.clock ?? true;
  const odd = moments.findIndex((moment) => moment.clock !== clock);
  if (odd >= 0) {
    const what = `the time is written ${clock ? "without" : "with"} a clock, unlike those above`;
    throw csvError("CSV_SYNTAX", file, rows[odd]!.line, what);
  }

  const columns = new Map<string, Column>();
  const whole: string[] = [];
  const decimal: string[] = [];
  for (const [position, name] of header.entries()) {
    if (position === at) continue;
    const cells = rows.map(({ fields }) => fields[position]);
    const { column, uniform } = typedColumn(shape.kind(name), cells, (row, expected) => {
      throw csvError("CSV_SYNTAX", file, rows[row]!.line, `${shown(cells[row] ?? "")} is not ${expected}`, {
        column: name,
      });
    });
    columns.set(name, column);
    if (uniform && column.kind === "float64") whole.push(name);
    if (uniform && column.kind === "string") decimal.push(name);
  }
  const format = csvFormat({
    index: header[at] === shape.index ? undefined : header[at],
    crlf: /^[^\n]*\r\n/.test(text),
    unterminated: !/[\r\n]$/.test(text),
    mark: text.startsWith("\ufeff"),
    commas,
    byDay: !clock,
    whole,
    decimal,
  });
  return {
    time: Float64Array.from(moments, (moment) => moment.time),
    columns,
    format,
    line: (row) => rows[row]!.line,
  };
}

/** Our names of all columns, the time column among them. */
function readHeader(
  { fields, line }: CsvRecord,
  shape: CsvShape,
  file: string,
): { readonly header: readonly string[]; readonly commas: number } {
  const names = fields.map((field) => field ?? "");
  let commas = 0;
  while (names.length > 2 && names.at(-1) === "") {
    names.pop();
    commas++;
  }
  const at = timeColumn(names, shape);
  const expected = `expected ${[shape.index, ...shape.required].join(",")}`;
  if (at < 0)
    throw csvError("CSV_LAYOUT", file, line, `there is no time column "${shape.index}"; ${expected}`);
  const header = names.map((name, position) => (position === at ? name : (shape.renamed.get(name) ?? name)));
  for (const [position, name] of header.entries()) {
    if (name === "" && position !== at) {
      throw csvError("CSV_LAYOUT", file, line, `column ${position + 1} has no name; ${expected}`);
    }
    if (header.indexOf(name) < position) {
      throw csvError("CSV_LAYOUT", file, line, `two columns are named "${name}"; ${expected}`);
    }
  }
  const missing = shape.required.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const plural = missing.length > 1 ? "columns" : "column";
    throw csvError("CSV_LAYOUT", file, line, `there is no ${plural} ${missing.join(", ")}; ${expected}`);
  }
  return { header, commas };
}

/** Refuses a line of another length than the header; empty fields where the header has them too are allowed. */
function checkFields(
  fields: readonly CellText[],
  width: number,
  commas: number,
  file: string,
  line: number,
): void {
  const extra = fields.length - width;
  if (extra === 0) return;
  if (extra > 0 && extra <= commas && fields.slice(width).every((field) => field === undefined)) return;
  throw csvError("CSV_SYNTAX", file, line, `${fields.length} fields, where the header has ${width}`);
}
