import { existsSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ContangoError } from "../../errors/contangoError.js";
import { nodeFiles } from "../nodeFiles.js";
import type { Database } from "./database.js";
import type { SqliteDriver } from "./driver.js";
import { sqliteError } from "./sqliteErrors.js";

/**
 * Writes one unchanging view of the file to a new one, compact and checked. It is called so only when it is whole.
 *
 * @throws ContangoError `SNAPSHOT` where the new file is there already, or is not sound; `STORE_IO`.
 */
export async function snapshotDatabase(
  driver: SqliteDriver,
  database: Database,
  file: string,
): Promise<void> {
  if (existsSync(file)) throw snapshotError(`"${file}" is there already; name another file`, file);
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  try {
    database.statement("VACUUM INTO ?").run(partial);
    await syncFile(partial);
    const faults = integrityFaults(driver, partial);
    if (faults.length > 0) {
      const what = `the snapshot of "${database.file}" is not sound (${faults[0]}), so it was removed; check the file itself`;
      throw snapshotError(what, file);
    }
    await rename(partial, file);
    await nodeFiles.syncFolder(dirname(resolve(file)));
  } catch (error) {
    await rm(partial, { force: true });
    throw fileError(sqliteError(error, file), file);
  }
}

/** What SQLite finds wrong with a file; nothing where it is sound. */
export function integrityFaults(driver: SqliteDriver, file: string): readonly string[] {
  const connection = driver.open(file, { readOnly: true });
  try {
    const rows = connection.prepare("PRAGMA integrity_check").all();
    return rows.map((row) => String(row.integrity_check)).filter((text) => text !== "ok");
  } finally {
    connection.close();
  }
}

/** Resolves when the bytes of a file are on the device. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const snapshotError = (message: string, file: string): ContangoError =>
  new ContangoError("SNAPSHOT", "sqlite", message, { details: { file } });

/** A failure of the file system as contango's. */
export function fileError(error: unknown, file: string): unknown {
  if (error instanceof ContangoError || !(error instanceof Error && "code" in error)) return error;
  return new ContangoError("STORE_IO", "sqlite", `"${file}": ${error.message}; see to the disk and repeat`, {
    details: { file },
    cause: error,
  });
}
