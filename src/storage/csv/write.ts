import { ContangoError } from "../../errors/contangoError.js";
import type { Column } from "../../series/column.js";
import type { Frame } from "../../series/frame.js";
import { DAY, dayOf } from "../../time/civil.js";
import { formatDay, formatTime } from "../../time/text.js";
import { formatNumber } from "./decimal.js";
import { type CsvFormat, readFormat } from "./format.js";

/**
 * A frame as the bytes of a CSV file, written as pandas writes it: times `YYYY-MM-DD HH:MM:SS`, numbers with the
 * fewest digits that read back the same (`660.0`, `1e-05`), nothing where a value is missing. A frame that was read
 * from a file is written in the form of that file, which it keeps as `meta.csv`. `index` names the time column;
 * `renamed` gives names of the file to those of ours that differ.
 *
 * @throws ContangoError `CSV_LAYOUT` for text that a file cannot hold: NUL, half a surrogate pair.
 */
export function formatCsv(
  frame: Frame,
  options: { readonly index?: string; readonly renamed?: ReadonlyMap<string, string> } = {},
): Uint8Array {
  const format = readFormat(frame.meta);
  const newline = format.newline ?? "\n";
  const index = format.index ?? options.index ?? "DATETIME";
  const columns = frame.names.map((name) => quoted(options.renamed?.get(name) ?? name));
  const names = [index === "" ? "" : quoted(index), ...columns];
  const header = names.join(",") + ",".repeat(format.commas ?? 0);
  const mark = format.mark === true ? "\ufeff" : "";
  const bytes = Buffer.concat([Buffer.from(`${mark}${header}${newline}`), formatRows(frame, format)]);
  return format.unterminated === true ? bytes.subarray(0, -newline.length) : bytes;
}

/** Most characters that are put together before they become bytes; more would keep the collector of garbage busy. */
const PIECE = 16_384;

/** The rows of a frame, to stand after the rows of a file of the given form. */
export function formatRows(frame: Frame, format: CsvFormat): Uint8Array {
  const newline = format.newline ?? "\n";
  const time = timeText(frame.time, format.dates === "day");
  const cells = [...frame.columns].map(([name, column]) => cellText(column, name, format));
  const pieces: Uint8Array[] = [];
  let text = "";
  for (let row = 0; row < frame.length; row++) {
    text += time(row);
    for (const cell of cells) text += `,${cell(row)}`;
    text += newline;
    if (text.length < PIECE) continue;
    pieces.push(Buffer.from(text));
    text = "";
  }
  return Buffer.concat([...pieces, Buffer.from(text)]);
}

type RowText = (row: number) => string;

/** Times as text; dates where that is asked for and all are at midnight. */
function timeText(time: Float64Array, byDay: boolean): RowText {
  if (byDay && time.every((at) => at % DAY === 0)) return (row) => formatDay(dayOf(time[row]!));
  let day = Number.NaN;
  let date = "";
  return (row) => {
    const at = time[row]!;
    const days = dayOf(at);
    const inDay = at - days * DAY;
    if (inDay % 1000 !== 0) return formatTime(at);
    if (days !== day) {
      day = days;
      date = formatDay(days);
    }
    const seconds = inDay / 1000;
    const hour = Math.floor(seconds / 3600);
    const minute = Math.floor(seconds / 60) % 60;
    return `${date} ${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[seconds % 60]}`;
  };
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));

function cellText(column: Column, name: string, format: CsvFormat): RowText {
  const { values } = column;
  switch (column.kind) {
    case "float64":
      return format.whole?.includes(name) === true
        ? (row) => wholeText(column.values[row]!)
        : (row) => formatNumber(column.values[row]!);
    case "int64":
      return (row) => String(values[row]);
    case "bool":
      return (row) => (values[row] === 0 ? "False" : "True");
    case "time":
      return (row) => (Number.isNaN(values[row]) ? "" : formatTime(column.values[row]!));
    case "string": {
      const point = format.decimal?.includes(name) === true ? ".0" : "";
      const texts = column.dictionary.map((text) => quoted(/^\d+$/.test(text) ? `${text}${point}` : text));
      return (row) => texts[column.values[row]!] ?? "";
    }
  }
}

/** A number without a point where it has no fraction. */
export function wholeText(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : formatNumber(value);
}

/** Text as a field: in quotes where it is empty or would not read back as it is. */
export function quoted(text: string): string {
  if (/[\0\p{Surrogate}]/u.test(text)) {
    const what = `${JSON.stringify(text.slice(0, 60))} cannot be written to a CSV file; remove NUL and lone surrogates`;
    throw new ContangoError("CSV_LAYOUT", "csv", what, { details: { text } });
  }
  if (text !== "" && !/[",;\t\r\n]|^\s|\s$/.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
