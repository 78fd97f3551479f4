import { ContangoError } from "../../errors/contangoError.js";
import type { SeriesVersion } from "../seriesStore.js";
import type { Change, StorageEngine } from "../storage.js";
import { recordConflict } from "../storeErrors.js";
import { type Database, openDatabase } from "./database.js";
import type { SqliteDriver } from "./driver.js";
import { loadDriver, type SqliteDriverName } from "./loadDriver.js";
import { changeRecord, sqliteRecordStore } from "./recordStore.js";
import { changeSeries, sqliteSeriesStore } from "./seriesStore.js";
import { snapshotDatabase } from "./snapshot.js";

export interface SqliteOptions {
  /** Path of the file, made with its folder where there is none; `:memory:` for a store that goes with the process. */
  readonly file: string;
  /** The library that opens it; without it `node:sqlite` where Node has it, else `better-sqlite3`. */
  readonly driver?: SqliteDriverName | SqliteDriver;
  /** True: nothing can be written (`STORE_READ_ONLY`), and the file must be there. */
  readonly readOnly?: boolean;
}

/**
 * Opens an SQLite file as a storage engine: series and records in one file, which several processes may use at
 * once, and one transaction over both. Write-ahead log, full synchronisation: what is acknowledged survives a loss
 * of power. Closing either of its stores closes the file.
 *
 * @throws ContangoError `DEPENDENCY_MISSING` where no SQLite library is there; `STORE_FORMAT` for a file of a newer
 * contango or of another program; `STORE_CORRUPT`; `STORE_MISSING` for a file to read that is not there; `STORE_IO`.
 * @example
 * const storage = await openStorage(await openSqlite("contango.db"));
 */
export async function openSqlite(options: string | SqliteOptions): Promise<Required<StorageEngine>> {
  const { file, driver, readOnly = false } = typeof options === "string" ? { file: options } : options;
  if (file.trim() === "") {
    throw new ContangoError("CONFIG_VALUE", "sqlite", 'the file name is empty; give a path or ":memory:"');
  }
  const loaded = typeof driver === "object" ? driver : await loadDriver(driver);
  const database = openDatabase(loaded, file, readOnly);
  return {
    name: "sqlite",
    series: sqliteSeriesStore(database),
    records: sqliteRecordStore(database),
    transact: async (changes) => database.write(() => changes.map((change) => applyChange(database, change))),
    snapshot: (target) => snapshotDatabase(loaded, database, target),
  };
}

function applyChange(database: Database, { store, change }: Change): SeriesVersion | null {
  if (store === "series") return changeSeries(database, change);
  if (changeRecord(database, change).held) return null;
  throw recordConflict(change);
}
