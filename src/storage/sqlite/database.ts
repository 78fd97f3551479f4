import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { storeClosed } from "../storeErrors.js";
import type { SqliteConnection, SqliteDriver, SqliteStatement } from "./driver.js";
import { prepareSchema, storedFormat } from "./schema.js";
import { sqliteError } from "./sqliteErrors.js";

/** One open file. Everything happens within `read` or `write`, at once, without waiting. */
export interface Database {
  readonly file: string;
  readonly readOnly: boolean;
  /** Runs `work` on one unchanging view of the file. */
  read<T>(work: () => T): T;
  /** Runs `work` in a transaction that no other writer shares: all of its writes or, where it throws, none. */
  write<T>(work: () => T): T;
  /** A prepared statement, kept for the next time. */
  statement(sql: string): SqliteStatement;
  exec(sql: string): void;
  close(): void;
}

/** Waiting for another process to end its transaction, in milliseconds. */
const BUSY_TIMEOUT = 10_000;
/** What the write-ahead log is cut to after a large load. */
const LOG_BYTES = 16 * 1024 * 1024;

/**
 * Opens a file in write-ahead mode with full synchronisation: what is committed survives a loss of power. To write, the
 * folder is made where it is missing.
 *
 * @throws ContangoError `STORE_FORMAT`, `STORE_CORRUPT`, `STORE_MISSING`, `STORE_IO`, `STORE_BUSY`.
 */
export function openDatabase(driver: SqliteDriver, file: string, readOnly: boolean): Database {
  if (readOnly && file !== ":memory:" && !existsSync(file)) {
    throw new ContangoError("STORE_MISSING", "sqlite", `there is no file "${file}" to read; check the path`, {
      details: { file },
    });
  }
  const database = wrap(connect(driver, file, readOnly), file, readOnly);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
    if (!readOnly) {
      // The mode is written to the file, so only after a look at whose it is.
      storedFormat(database);
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      database.exec(`PRAGMA journal_size_limit = ${LOG_BYTES}`);
    }
    prepareSchema(database);
    return database;
  } catch (error) {
    database.close();
    throw sqliteError(error, file);
  }
}

function connect(driver: SqliteDriver, file: string, readOnly: boolean): SqliteConnection {
  try {
    if (!readOnly && file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
    return driver.open(file, { readOnly });
  } catch (error) {
    const known = sqliteError(error, file);
    if (isContangoError(known)) throw known;
    throw new ContangoError("STORE_IO", "sqlite", `cannot open "${file}": ${(error as Error).message}`, {
      details: { file },
      cause: error,
    });
  }
}

function wrap(connection: SqliteConnection, file: string, readOnly: boolean): Database {
  const statements = new Map<string, SqliteStatement>();
  let closed = false;

  const transaction = <T>(begin: string, work: () => T): T => {
    if (closed) throw storeClosed("sqlite");
    try {
      connection.exec(begin);
      try {
        const result = work();
        connection.exec("COMMIT");
        return result;
      } catch (error) {
        rollBack(connection);
        throw error;
      }
    } catch (error) {
      throw sqliteError(error, file);
    }
  };

  return {
    file,
    readOnly,
    read: (work) => transaction("BEGIN", work),
    write(work) {
      if (!readOnly || closed) return transaction("BEGIN IMMEDIATE", work);
      throw new ContangoError("STORE_READ_ONLY", "sqlite", `"${file}" was opened only for reading`, {
        details: { file },
      });
    },
    statement(sql) {
      const known = statements.get(sql) ?? connection.prepare(sql);
      statements.set(sql, known);
      return known;
    },
    exec: (sql) => connection.exec(sql),
    close() {
      if (closed) return;
      closed = true;
      statements.clear();
      connection.close();
    },
  };
}

/** Ends a failed transaction; after some errors SQLite has already done so itself. */
function rollBack(connection: SqliteConnection): void {
  try {
    connection.exec("ROLLBACK");
  } catch {
    // Nothing was open any more.
  }
}
