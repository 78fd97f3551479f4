import { existsSync, statSync } from "node:fs";
import { isContangoError } from "../../errors/contangoError.js";
import { COLLECTIONS } from "../libraries.js";
import type { SqliteConnection, SqliteDriver } from "./driver.js";
import { sqliteError } from "./sqliteErrors.js";

/** Collections that every desk writes to as soon as it is opened. */
const EMPTY_DESK: readonly string[] = [
  COLLECTIONS.desk,
  COLLECTIONS.leases,
  COLLECTIONS.journal,
  COLLECTIONS.runs,
  COLLECTIONS.attention,
  COLLECTIONS.logs,
  COLLECTIONS.mails,
  COLLECTIONS.mailControl,
].map(({ name }) => name);

/** Why a store may not be put in the place of a file; undefined where it may: nothing is there, or an empty store. */
export function occupation(
  driver: SqliteDriver,
  file: string,
): { readonly reason: "in use" | "not empty"; readonly message: string } | undefined {
  if (!existsSync(file)) {
    const beside = [`${file}-wal`, `${file}-journal`].find(existsSync);
    if (beside === undefined) return undefined;
    const message = `"${beside}" belongs to a store that is not beside it; put the two together again, or remove it`;
    return { reason: "not empty", message };
  }
  if (statSync(file).size === 0) return undefined;
  const connection = driver.open(file, { readOnly: false });
  try {
    if (!isEmpty(connection)) {
      const message = `"${file}" is not empty; move it away, or restore to another file`;
      return { reason: "not empty", message };
    }
    // Only who is alone with a file can leave the mode of a log beside it, which it then has no more.
    const mode = connection.prepare("PRAGMA journal_mode = DELETE").get()?.journal_mode;
    return mode === "delete" ? undefined : inUse(file);
  } catch (error) {
    if (isContangoError(sqliteError(error, file), "STORE_BUSY")) return inUse(file);
    throw error;
  } finally {
    connection.close();
  }
}

const inUse = (file: string): { readonly reason: "in use"; readonly message: string } => ({
  reason: "in use",
  message: `"${file}" is open in another process; end it first`,
});

function isEmpty(connection: SqliteConnection): boolean {
  const tables = connection
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => name);
  if (tables.length === 0) return true;
  if (!tables.includes("contango_format")) return false;
  if (connection.prepare("SELECT 1 FROM contango_series LIMIT 1").get() !== undefined) return false;
  const collections = connection.prepare("SELECT DISTINCT collection FROM contango_record").all();
  return collections.every(({ collection }) => EMPTY_DESK.includes(String(collection)));
}
