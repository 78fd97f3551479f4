import type { ErrorCode } from "../../errors/codes.js";
import { ContangoError } from "../../errors/contangoError.js";

/** A fault in a file, named by its line (1-based). */
export function csvError(
  code: ErrorCode,
  file: string,
  line: number,
  what: string,
  options: { readonly column?: string; readonly cause?: unknown } = {},
): ContangoError {
  const { column, cause } = options;
  const where = column === undefined ? `${file}, line ${line}` : `${file}, line ${line}, column "${column}"`;
  return new ContangoError(code, "csv", `${where}: ${what}`, {
    details: { file, line, ...(column === undefined ? {} : { column }) },
    cause,
  });
}

/** Text of a file as an error shows it: quoted, and cut where it is long. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
