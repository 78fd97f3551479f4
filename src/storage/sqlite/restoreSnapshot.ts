import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { leaseChange, readLease } from "../leaseDocument.js";
import { COLLECTIONS } from "../libraries.js";
import { nodeFiles } from "../nodeFiles.js";
import { isRunning } from "../nodeHost.js";
import type { SqliteDriver } from "./driver.js";
import { openSqlite } from "./engine.js";
import { loadDriver, type SqliteDriverName } from "./loadDriver.js";
import { occupation } from "./occupation.js";
import { fileError, integrityFaults, syncFile } from "./snapshot.js";
import { sqliteError } from "./sqliteErrors.js";

export interface RestoreSnapshotOptions {
  /** The snapshot. */
  readonly file: string;
  /** The store to be: a file that is not there, or an empty store that nobody has open. */
  readonly to: string;
  /** As for `openSqlite`. */
  readonly driver?: SqliteDriverName | SqliteDriver;
}

export type SnapshotRestored =
  | { readonly status: "restored"; readonly message: string }
  /** Nothing was changed. */
  | {
      readonly status: "refused";
      readonly reason: "damaged" | "in use" | "not empty";
      readonly message: string;
    };

/**
 * Makes a store of a snapshot: checks it, and puts a copy in place in one step, so that half a store is never there. No desk
 * may be open over the store. Leases that were held when the snapshot was taken are free.
 *
 * @throws ContangoError `STORE_MISSING` where there is no such snapshot; `STORE_FORMAT` where it is of another program or a
 * newer contango; `STORE_IO`, `DEPENDENCY_MISSING`.
 * @example
 * await restoreSnapshot({ file: "data/snapshots/snapshot-20240328-230000.sqlite", to: "desk.sqlite" });
 */
export async function restoreSnapshot({
  file,
  to,
  driver,
}: RestoreSnapshotOptions): Promise<SnapshotRestored> {
  const loaded = typeof driver === "object" ? driver : await loadDriver(driver);
  if (!existsSync(file)) {
    throw new ContangoError("STORE_MISSING", "sqlite", `there is no snapshot "${file}"; check the path`, {
      details: { file },
    });
  }
  try {
    const taken = occupation(loaded, to);
    if (taken !== undefined) return { status: "refused", ...taken };
    await removeLeftovers(to);
    const partial = `${resolve(to)}${PARTIAL}${process.pid}-${randomUUID()}`;
    try {
      await copyFile(file, partial);
      const faults = damages(loaded, partial);
      if (faults.length > 0) {
        const message = `"${file}" is damaged (${faults[0]}); nothing was restored, take an older snapshot`;
        return { status: "refused", reason: "damaged", message };
      }
      await freeLeases(loaded, partial);
      await syncFile(partial);
      await rename(partial, to);
      await nodeFiles.syncFolder(dirname(resolve(to)));
    } finally {
      await removeAll(partial);
    }
    return { status: "restored", message: `"${to}" holds what "${file}" holds` };
  } catch (error) {
    throw fileError(sqliteError(error, to), to);
  }
}

/** What the name of a store that is being restored goes on with, before the process that does it. */
const PARTIAL = ".restoring-";

/** A file that SQLite cannot read at all is damaged too. */
function damages(driver: SqliteDriver, file: string): readonly string[] {
  try {
    return integrityFaults(driver, file);
  } catch (error) {
    const known = sqliteError(error, file);
    if (isContangoError(known, "STORE_CORRUPT")) return [known.message];
    throw known;
  }
}

/** Those who held a lease of the store never held one of its copy. */
async function freeLeases(driver: SqliteDriver, file: string): Promise<void> {
  const { records, series } = await openSqlite({ file, driver });
  try {
    const { documents } = await records.find(COLLECTIONS.leases);
    for (const { name } of documents) {
      const lease = await readLease(records, String(name));
      if (lease.holder === null) continue;
      const free = { ...lease, fence: lease.fence + 1n, beat: lease.beat + 1, holder: null };
      await records.compareAndSet(leaseChange(lease, free));
    }
  } finally {
    await series.close();
  }
}

/** What restores that were killed left behind. */
async function removeLeftovers(to: string): Promise<void> {
  const folder = dirname(resolve(to));
  for (const name of await readdir(folder)) {
    const [, pid] = name.startsWith(basename(to))
      ? (/^\.restoring-(\d+)-/.exec(name.slice(basename(to).length)) ?? [])
      : [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(`${folder}/${name}`, { force: true });
  }
}

/** Removes a file with all that SQLite keeps beside it. */
async function removeAll(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    if (name.startsWith(basename(file))) await rm(`${folder}/${name}`, { force: true });
  }
}
