import { COMMA, CR, LF } from "./plainCells.js";

/** The header line of a file in the plain layout. */
export interface PlainHeader {
  /** Names of the time column and the others. */
  readonly fields: readonly string[];
  /** Empty fields after them. */
  readonly commas: number;
  readonly crlf: boolean;
  /** True where a byte order mark stands before it. */
  readonly mark: boolean;
  /** Offset of the first byte after it. */
  readonly end: number;
}

const QUOTE = 34;

/**
 * Reads the header of a file in the plain layout: printable ASCII names without quotes or outer blanks, each once,
 * separated by commas. `undefined` for any other. The bytes must end with a line end.
 */
export function plainHeader(bytes: Uint8Array): PlainHeader | undefined {
  if (bytes.length === 0) return undefined;
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const from = mark ? 3 : 0;
  const fields: string[] = [];
  let text = "";
  let at = from;
  for (; bytes[at] !== LF && bytes[at] !== CR; at++) {
    const byte = bytes[at]!;
    if (byte === COMMA) {
      fields.push(text);
      text = "";
    } else if (byte < 32 || byte > 126 || byte === QUOTE) return undefined;
    else text += String.fromCharCode(byte);
  }
  fields.push(text);
  const crlf = bytes[at] === CR;
  if (crlf && bytes[at + 1] !== LF) return undefined;

  let commas = 0;
  while (fields.length > 2 && fields.at(-1) === "") {
    fields.pop();
    commas++;
  }
  const odd = fields.some((name) => name.trim() !== name) || fields.includes("", 1);
  if (odd || new Set(fields).size < fields.length) return undefined;
  return { fields, commas, crlf, mark, end: at + (crlf ? 2 : 1) };
}
