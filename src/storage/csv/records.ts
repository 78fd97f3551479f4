import { csvError } from "./csvError.js";

/** The text of a field; `undefined` where it is empty and not quoted. */
export type CellText = string | undefined;

/** One line of fields, with the number (1-based) of the line it starts on. */
export interface CsvRecord {
  readonly fields: readonly CellText[];
  readonly line: number;
}

/** The part of csv-parse that is used. */
type Parse = (text: string, options: object) => unknown;

/**
 * The lines of fields of a comma-, semicolon- or tab-separated file, by way of csv-parse. Empty lines are left out,
 * and blanks around fields unless they are kept.
 *
 * @throws ContangoError `CSV_SYNTAX` with the line.
 */
export async function readRecords(
  text: string,
  file: string,
  options: { readonly linesAbove?: number; readonly trim?: boolean } = {},
): Promise<CsvRecord[]> {
  const { parse } = await import("csv-parse/sync");
  return csvRecords(parse, text, file, options.linesAbove ?? 0, options.trim ?? true);
}

/** The text of a file, its byte order mark kept. @throws ContangoError `CSV_SYNTAX` for bytes that are no UTF-8 text. */
export function decoded(bytes: Uint8Array, file: string, linesAbove = 0): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    const line = linesAbove + badLine(bytes, decoder);
    throw csvError("CSV_SYNTAX", file, line, "bytes that are not UTF-8; save the file as UTF-8", { cause });
  }
  const nul = text.indexOf("\0");
  if (nul < 0) return text;
  const line = linesAbove + text.slice(0, nul).split("\n").length;
  throw csvError("CSV_SYNTAX", file, line, "a NUL byte; expected text");
}

/** The first line that does not decode by itself. */
function badLine(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return line;
}

function csvRecords(
  parse: Parse,
  text: string,
  file: string,
  linesAbove: number,
  trim: boolean,
): CsvRecord[] {
  const first = /^[^\r\n]*/.exec(text)![0];
  const delimiter = first.includes(",") ? "," : (/[;\t]/.exec(first)?.[0] ?? ",");
  const common = {
    bom: true,
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    trim,
  };
  try {
    const records = text.includes('"')
      ? quotedRecords(parse, text, common)
      : plainRecords(parse, text, common);
    return records
      .filter(({ fields }) => fields.length > 1 || fields[0] !== undefined)
      .map(({ fields, line }) => ({ fields, line: line + linesAbove }));
  } catch (cause) {
    const line = linesAbove + faultLine(text, cause);
    const what = cause instanceof Error ? cause.message : String(cause);
    throw csvError("CSV_SYNTAX", file, line, `${what}; expected fields separated by "${delimiter}"`, {
      cause,
    });
  }
}

/** The line that csv-parse stopped at; where a quote is never closed, the one that it stands on. */
function faultLine(text: string, cause: unknown): number {
  if (!(cause instanceof Error && "lines" in cause && "code" in cause)) return 1;
  if (cause.code !== "CSV_QUOTE_NOT_CLOSED") return Number(cause.lines);
  // The quotes before it are all in pairs.
  return text.slice(0, text.lastIndexOf('"')).split(/\r\n|\r|\n/).length;
}

/** Without a quote each line is one record; csv-parse is several times faster where it need not tell which. */
function plainRecords(parse: Parse, text: string, common: object): CsvRecord[] {
  const records = parse(text, common) as readonly (readonly string[])[];
  return records.map((record, row) => ({
    fields: record.map((field) => (field === "" ? undefined : field)),
    line: row + 1,
  }));
}

function quotedRecords(parse: Parse, text: string, common: object): CsvRecord[] {
  const records = parse(text, { ...common, cast: quotedApart, info: true }) as readonly {
    readonly info: { readonly lines: number };
    readonly record: readonly string[];
  }[];
  return records.map(({ info, record }) => {
    const breaks = record.reduce((sum, field) => sum + (field.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    const fields = record.map((field) =>
      field === "" ? undefined : field.startsWith('"') ? field.slice(1) : field,
    );
    return { fields, line: info.lines - breaks };
  });
}

/** Marks a quoted field, which an unquoted one cannot begin with. */
const quotedApart = (field: string, context: { readonly quoting: boolean }): string =>
  context.quoting ? `"${field}` : field;
