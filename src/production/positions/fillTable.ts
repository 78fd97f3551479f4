import { contractId } from "../../contracts/contractId.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import { instrumentCode } from "../../instruments/codes.js";
import type { DateReader } from "../../storage/csv/dates.js";
import type { CsvRecord } from "../../storage/csv/records.js";
import type { CsvDates } from "../../storage/csv/table.js";
import type { Desk } from "../desk.js";
import type { ToldFill } from "./prepareFill.js";

/** What a column of a table of fills may hold. */
const FILL_FIELDS = [
  "instrument",
  "contract",
  "quantity",
  "price",
  "time",
  "side",
  "strategy",
  "id",
  "commission",
  "currency",
  "account",
] as const;
export type FillField = (typeof FILL_FIELDS)[number];

/** The columns that there must be. */
const NEEDED: readonly FillField[] = ["instrument", "contract", "quantity", "price", "time"];

/** How a table of fills was written. */
export interface FillTableLayout {
  /** Headers of the columns that are called otherwise: `{ instrument: "Symbol", time: "Trade Date" }`. */
  readonly columns?: Readonly<Partial<Record<FillField, string>>>;
  /**
   * How its times are written, default `iso` (`2024-03-28 15:00`); else `%d.%m.%Y`, `%Y%m%d %H%M`, … They are the desk's wall
   * time; those with a zone (`Z`, `+01:00`) and those counted from the epoch are moments.
   */
  readonly dateFormat?: CsvDates;
}

/** A fill of a table, and the line that it stands on. */
export interface FillLine {
  readonly line: number;
  readonly fill: ToldFill;
}

/** How texts are read; from the reader of CSV files. */
export interface TextReaders {
  readonly date: DateReader;
  readonly number: (text: string) => number | undefined;
}

/**
 * The fills of a table: a header, then one line a fill. Where there is a side (`buy`, `sell`, `b`, `s`, in any case) quantities
 * have no sign, else those below zero are sold. Columns that are not fields are left alone.
 *
 * @throws ContangoError `CSV_LAYOUT` where a column is missing or named twice; `CSV_SYNTAX` for a field that cannot be read:
 * with file, line and column.
 */
export function fillLines(
  records: readonly CsvRecord[],
  file: string,
  { columns = {}, dateFormat = "iso" }: FillTableLayout,
  readers: TextReaders,
  instant: Desk["instant"],
): readonly FillLine[] {
  const [header, ...lines] = records;
  if (header === undefined)
    throw tableError("CSV_LAYOUT", file, 1, "", "the file is empty; it needs a header");
  const places = placesOf(header, file, columns);
  const expectedTime =
    dateFormat === "iso"
      ? 'a time as 2024-03-28 15:00, or say its form, as in { dateFormat: "%d.%m.%Y" }'
      : `a time of the form ${dateFormat}`;
  return lines.map(({ fields, line }) => {
    const name = (field: FillField): string => columns[field] ?? field;
    const text = (field: FillField): string | undefined => {
      const place = places.get(field);
      const found = place === undefined ? undefined : fields[place];
      return found === undefined || found === "" ? undefined : found;
    };
    const read = <Value>(
      field: FillField,
      wanted: string,
      parse: (text: string) => Value | undefined,
    ): Value => {
      const given = text(field);
      const value = given === undefined ? undefined : parse(given);
      if (value !== undefined) return value;
      const shown = given === undefined ? "nothing" : JSON.stringify(given);
      throw tableError("CSV_SYNTAX", file, line, name(field), `${shown}; expected ${wanted}`);
    };
    const optional = <Value>(field: FillField, wanted: string, parse: (text: string) => Value | undefined) =>
      text(field) === undefined ? {} : { [field]: read(field, wanted, parse) };
    const same = (given: string): string => given;
    const sign = places.has("side") ? read("side", "buy or sell", signOf) : 1;
    const quantity = read("quantity", "whole contracts", readers.number);
    if (places.has("side") && quantity < 0) {
      throw tableError("CSV_SYNTAX", file, line, name("quantity"), `${quantity}; with a side it has no sign`);
    }
    const { time, offset } = read("time", expectedTime, readers.date);
    const fill: ToldFill = {
      instrument: read("instrument", "an instrument code", refusedAsUndefined(instrumentCode)),
      contract: read("contract", "a contract date, as 20241200", refusedAsUndefined(contractId)),
      quantity: sign * quantity,
      price: read("price", "a price", readers.number),
      time: Math.trunc(offset === undefined ? instant(time) : time - offset),
      ...optional("strategy", "a strategy", same),
      ...optional("id", "an id", same),
      ...optional("commission", "a number", readers.number),
      ...optional("currency", "a currency", same),
      ...optional("account", "an account", same),
    };
    return { line, fill };
  });
}

function placesOf(
  { fields, line }: CsvRecord,
  file: string,
  columns: Readonly<Partial<Record<FillField, string>>>,
): ReadonlyMap<FillField, number> {
  const places = new Map<FillField, number>();
  for (const field of FILL_FIELDS) {
    const header = columns[field] ?? field;
    const place = fields.indexOf(header);
    if (place !== fields.lastIndexOf(header)) {
      throw tableError("CSV_LAYOUT", file, line, header, "the header names this column twice");
    }
    if (place >= 0) places.set(field, place);
    else if (NEEDED.includes(field) || columns[field] !== undefined) {
      const names = fields.map((name) => name ?? "");
      throw tableError(
        "CSV_LAYOUT",
        file,
        line,
        header,
        `there is no such column${didYouMean(header, names)}, only ${names.join(", ")}; say what it is called with { columns: { ${field}: "…" } }`,
      );
    }
  }
  return places;
}

function signOf(text: string): number | undefined {
  const side = text.toLowerCase();
  if (["buy", "b", "bought", "bot"].includes(side)) return 1;
  return ["sell", "s", "sold", "sld"].includes(side) ? -1 : undefined;
}

const refusedAsUndefined =
  <Value>(parse: (text: string) => Value) =>
  (text: string): Value | undefined => {
    try {
      return parse(text);
    } catch {
      return undefined;
    }
  };

function tableError(
  code: "CSV_LAYOUT" | "CSV_SYNTAX",
  file: string,
  line: number,
  column: string,
  what: string,
): ContangoError {
  const where = column === "" ? `${file}, line ${line}` : `${file}, line ${line}, column "${column}"`;
  return new ContangoError(code, "positions", `${where}: ${what}`, { details: { file, line, column } });
}

/** An error about a fill with the place where the fill stands. */
export function placedError(
  error: unknown,
  file: string,
  line: number,
  { columns = {} }: FillTableLayout,
): unknown {
  if (!isContangoError(error)) return error;
  const field = error.details.field as FillField | undefined;
  if (field === undefined) return error;
  const column = columns[field] ?? field;
  const what = error.message.replace(`[contango] [${error.component}] `, "");
  return new ContangoError(
    error.code,
    error.component,
    `${file}, line ${line}, column "${column}": ${what}`,
    {
      details: { ...error.details, file, line, column },
      cause: error,
    },
  );
}
