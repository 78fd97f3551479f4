/** What can be bound to a statement or read from a row. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

export interface SqliteRow {
  readonly [column: string]: SqliteValue;
}

/** A prepared statement; parameters are bound by position. */
export interface SqliteStatement {
  run(...parameters: SqliteValue[]): { readonly lastInsertRowid: number | bigint };
  get(...parameters: SqliteValue[]): SqliteRow | undefined;
  all(...parameters: SqliteValue[]): readonly SqliteRow[];
}

/** An open database: the part that `node:sqlite` and `better-sqlite3` have in common. */
export interface SqliteConnection {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

/**
 * A synchronous SQLite library. Give your own to `openSqlite` to use another build, or to watch and fail single
 * statements in a test.
 */
export interface SqliteDriver {
  /** `node:sqlite`, `better-sqlite3` …, for messages. */
  readonly name: string;
  /** Opens a file (or `:memory:`), creating it unless it is to be read only. */
  open(file: string, options: { readonly readOnly: boolean }): SqliteConnection;
}
