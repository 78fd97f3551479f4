import type { ErrorCode } from "../../errors/codes.js";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";

/** Primary result codes of SQLite, under the names that better-sqlite3 gives; node:sqlite gives the numbers. */
const PRIMARY_CODES: Readonly<Record<number, string>> = {
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  26: "SQLITE_NOTADB",
};

interface Meaning {
  readonly code: ErrorCode;
  readonly text: string;
  readonly retryable?: boolean;
}

const BUSY: Meaning = {
  code: "STORE_BUSY",
  text: "another process kept the file locked for too long; try again",
  retryable: true,
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  SQLITE_BUSY: BUSY,
  SQLITE_LOCKED: BUSY,
  SQLITE_READONLY: {
    code: "STORE_IO",
    text: "the file cannot be written; check its permissions, or how it was opened",
  },
  SQLITE_CORRUPT: { code: "STORE_CORRUPT", text: "the file is damaged; restore it from a backup" },
  SQLITE_NOTADB: {
    code: "STORE_CORRUPT",
    text: "the file is not an SQLite database, or its start is damaged",
  },
  SQLITE_FULL: { code: "STORE_IO", text: "the disk is full; nothing was changed" },
  SQLITE_CANTOPEN: {
    code: "STORE_IO",
    text: "the file cannot be opened; check that its folder exists and may be written",
  },
};

/** SQLite's name for what went wrong, `undefined` for an error that is not SQLite's. */
function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === "number") return PRIMARY_CODES[errcode & 0xff] ?? `SQLITE_${errcode}`;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : undefined;
}

/** An error of the driver as contango's; other errors are given back as they are. */
export function sqliteError(error: unknown, file: string): unknown {
  const code = isContangoError(error) ? undefined : sqliteCode(error);
  if (code === undefined) return error;
  const name = Object.keys(MEANINGS).find((known) => code === known || code.startsWith(`${known}_`));
  const meaning = name === undefined ? undefined : MEANINGS[name];
  return new ContangoError(
    meaning?.code ?? "STORE_IO",
    "sqlite",
    `"${file}": ${meaning?.text ?? "the device or the database failed; nothing was changed"} (${code}: ${(error as Error).message})`,
    { details: { file, sqlite: code }, cause: error, retryable: meaning?.retryable ?? false },
  );
}
