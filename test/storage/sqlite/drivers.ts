import { isContangoError } from "../../../src/errors/contangoError.js";
import type { SqliteConnection, SqliteDriver, SqliteStatement } from "../../../src/sqlite.js";
import { loadDriver } from "../../../src/storage/sqlite/loadDriver.js";

/** The drivers that this Node can load: at least one, else the tests fail. */
export async function availableDrivers(): Promise<SqliteDriver[]> {
  const drivers: SqliteDriver[] = [];
  for (const name of ["node:sqlite", "better-sqlite3"] as const) {
    try {
      drivers.push(await loadDriver(name));
    } catch (error) {
      if (!isContangoError(error, "DEPENDENCY_MISSING")) throw error;
    }
  }
  if (drivers.length === 0) throw new Error("neither node:sqlite nor better-sqlite3 can be loaded");
  return drivers;
}

export interface WatchedDriver extends SqliteDriver {
  /** Statements that can write, run so far. */
  readonly writes: number;
  /** The write that fails, counted from 1 after this call; undefined = none. */
  failAt(write: number | undefined): void;
  /** The connection opened last, for statements of the test's own. */
  readonly connection: SqliteConnection;
}

/** What a watched driver throws in place of a write: looks like a failing device. */
export const deviceError = (): Error =>
  Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_WRITE" });

/** The default driver, watched: its writes can be counted and made to fail, its settings changed. */
export async function watchedDriver(setting: (sql: string) => string = (sql) => sql): Promise<WatchedDriver> {
  const driver = await loadDriver();
  let writes = 0;
  let failing: number | undefined;
  let last: SqliteConnection | undefined;
  const step = (): void => {
    writes++;
    if (failing !== undefined && --failing === 0) throw deviceError();
  };
  return {
    name: driver.name,
    get writes() {
      return writes;
    },
    get connection() {
      if (last === undefined) throw new Error("nothing is open yet");
      return last;
    },
    failAt(write) {
      failing = write;
    },
    open(file, options) {
      const connection = driver.open(file, options);
      last = connection;
      return {
        exec(sql) {
          if (sql !== "BEGIN" && sql !== "ROLLBACK") step();
          connection.exec(setting(sql));
        },
        prepare(sql): SqliteStatement {
          const statement = connection.prepare(sql);
          return {
            run(...parameters) {
              step();
              return statement.run(...parameters);
            },
            get: (...parameters) => statement.get(...parameters),
            all: (...parameters) => statement.all(...parameters),
          };
        },
        close: () => connection.close(),
      };
    },
  };
}
