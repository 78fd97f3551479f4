import { existsSync } from "node:fs";
import { ContangoError } from "../../errors/contangoError.js";
import type { Database } from "./database.js";

/**
 * The tables of format 1.
 *
 * Series: `contango_series` points from a symbol to its version. A version is a layout (see `layout.ts`) that names
 * blocks of values; versions and blocks are added and removed, never changed. A staged change is a version that no
 * symbol points to yet; `first_block` up to `end_block` are the blocks that it added.
 *
 * Records: `contango_record` holds each document as text under its key in sortable bytes (see `orderKey.ts`).
 * `contango_entry` has a row for each top-level field of each document, so that a query reads only what it finds;
 * `contango_field` numbers the fields of each collection.
 */
const TABLES = `
CREATE TABLE contango_format (version INTEGER NOT NULL);
INSERT INTO contango_format VALUES (1);
CREATE TABLE contango_series (
  library TEXT NOT NULL, symbol TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (library, symbol)
) WITHOUT ROWID;
CREATE TABLE contango_version (id INTEGER PRIMARY KEY AUTOINCREMENT, crc INTEGER NOT NULL, layout BLOB NOT NULL);
CREATE TABLE contango_block (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE contango_staged (
  id INTEGER PRIMARY KEY AUTOINCREMENT, library TEXT NOT NULL, symbol TEXT NOT NULL, base INTEGER, next INTEGER,
  first_block INTEGER NOT NULL, end_block INTEGER NOT NULL
);
CREATE TABLE contango_record (
  id INTEGER PRIMARY KEY, collection TEXT NOT NULL, key BLOB NOT NULL, crc INTEGER NOT NULL, document TEXT NOT NULL,
  UNIQUE (collection, key)
);
CREATE TABLE contango_field (
  id INTEGER PRIMARY KEY, collection TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (collection, name)
);
CREATE TABLE contango_entry (
  field INTEGER NOT NULL, value BLOB NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (field, value, record)
) WITHOUT ROWID;
`;

/** Statements that bring a file from one format to the next: the first from 1 to 2, and so on. */
const MIGRATIONS: readonly string[] = [];

/**
 * Makes the tables in an empty file, and brings an older file to this format after a copy of it was put beside it.
 *
 * @throws ContangoError `STORE_FORMAT` for a file of a newer contango or of another program, and for one that needs
 * a change but is opened only for reading.
 */
export function prepareSchema(database: Database, migrations: readonly string[] = MIGRATIONS): void {
  const current = migrations.length + 1;
  const found = storedFormat(database);
  if (found === current) return;
  if (found > current) {
    throw formatError(
      database,
      `it has format ${found}, and this contango knows formats up to ${current}; update contango`,
    );
  }
  if (database.readOnly) {
    throw formatError(
      database,
      `it ${found === 0 ? "is empty" : `has the older format ${found}`}; open it once for writing, which prepares it`,
    );
  }
  if (found > 0) copyAside(database, found);
  database.write(() => {
    // Another process may have come first.
    if (storedFormat(database) === 0) database.exec(TABLES);
    for (let format = storedFormat(database); format < current; format++) {
      database.exec(migrations[format - 1]!);
      database.statement("UPDATE contango_format SET version = ?").run(format + 1);
    }
  });
}

/** The format that the file records; 0 for an empty file. @throws ContangoError `STORE_FORMAT` for a foreign one. */
export function storedFormat(database: Database): number {
  const tables = database
    .statement("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => name);
  if (tables.length === 0) return 0;
  const rows = tables.includes("contango_format")
    ? database.statement("SELECT version FROM contango_format").all()
    : [];
  const version = rows[0]?.version;
  if (rows.length === 1 && typeof version === "number" && Number.isInteger(version) && version > 0)
    return version;
  throw formatError(database, "it is an SQLite file of another program; name another file");
}

function copyAside(database: Database, format: number): void {
  const name = (copy: number): string => `${database.file}.format${format}${copy === 0 ? "" : `-${copy}`}`;
  let copy = 0;
  while (existsSync(name(copy))) copy++;
  database.statement("VACUUM INTO ?").run(name(copy));
}

function formatError({ file }: Database, why: string): ContangoError {
  return new ContangoError("STORE_FORMAT", "sqlite", `cannot open "${file}": ${why}`, { details: { file } });
}
