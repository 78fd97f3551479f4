export type {
  SqliteConnection,
  SqliteDriver,
  SqliteRow,
  SqliteStatement,
  SqliteValue,
} from "./storage/sqlite/driver.js";
export { openSqlite, type SqliteOptions } from "./storage/sqlite/engine.js";
export type { SqliteDriverName } from "./storage/sqlite/loadDriver.js";
export {
  type RestoreSnapshotOptions,
  restoreSnapshot,
  type SnapshotRestored,
} from "./storage/sqlite/restoreSnapshot.js";
