import type { FrameMeta, Json } from "../../series/frame.js";

/**
 * How a file was written, where that differs from the plain form, so that it can be written back as it was. A
 * frame that was read carries it as `meta.csv`; a frame without it is written in the plain form.
 */
export interface CsvFormat {
  /** Name of the time column, where it is not the library's own. */
  readonly index?: string;
  readonly newline?: "\r\n";
  /** True: the last line has no line end. */
  readonly unterminated?: true;
  /** True: a byte order mark stands first. */
  readonly mark?: true;
  /** Number of empty fields at the end of the header. */
  readonly commas?: number;
  /** `day`: times are written as dates. */
  readonly dates?: "day";
  /** Columns of floats that were written without a point: `5`. */
  readonly whole?: readonly string[];
  /** Columns of contract dates that were written with one: `20240300.0`. */
  readonly decimal?: readonly string[];
}

/** The format that a frame's metadata hold; what is there but of another form is passed over. */
export function readFormat({ csv }: FrameMeta): CsvFormat {
  if (csv === null || typeof csv !== "object" || Array.isArray(csv)) return {};
  const { index, newline, unterminated, mark, commas, dates, whole, decimal } = csv as Readonly<
    Record<string, Json>
  >;
  return csvFormat({
    index: typeof index === "string" ? index : undefined,
    crlf: newline === "\r\n",
    unterminated: unterminated === true,
    mark: mark === true,
    commas: typeof commas === "number" && commas > 0 && commas < 100 ? Math.floor(commas) : 0,
    byDay: dates === "day",
    whole: names(whole),
    decimal: names(decimal),
  });
}

const names = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];

/** The format with nothing noted that the plain form has anyway. */
export function csvFormat(facts: {
  readonly index: string | undefined;
  readonly crlf: boolean;
  readonly unterminated: boolean;
  readonly mark: boolean;
  readonly commas: number;
  readonly byDay: boolean;
  readonly whole: readonly string[];
  readonly decimal: readonly string[];
}): CsvFormat {
  return {
    ...(facts.index === undefined ? {} : { index: facts.index }),
    ...(facts.crlf ? { newline: "\r\n" } : {}),
    ...(facts.unterminated ? { unterminated: true } : {}),
    ...(facts.mark ? { mark: true } : {}),
    ...(facts.commas > 0 ? { commas: facts.commas } : {}),
    ...(facts.byDay ? { dates: "day" } : {}),
    ...(facts.whole.length > 0 ? { whole: facts.whole } : {}),
    ...(facts.decimal.length > 0 ? { decimal: facts.decimal } : {}),
  };
}
