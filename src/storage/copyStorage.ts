import { ContangoError } from "../errors/contangoError.js";
import type { CopyJob } from "./copyJob.js";
import { copyRecords, planRecords } from "./copyRecords.js";
import { type CopyReport, copyReport } from "./copyReport.js";
import { copySeries, planSeries } from "./copySeries.js";
import { COLLECTIONS, type DataKind, dataKind, LIBRARIES } from "./libraries.js";
import type { Collection } from "./recordStore.js";
import type { Storage } from "./storage.js";

/** What to copy; without any of these, every library and collection that contango knows. */
export interface CopySelection {
  /** Known libraries and collections of these kinds. */
  readonly kinds?: readonly DataKind[];
  readonly libraries?: readonly string[];
  readonly collections?: readonly Collection[];
}

export interface CopyProgress {
  /** The library or collection at hand. */
  readonly name: string;
  /** The symbol or document that came last. */
  readonly item: string;
  /** Symbols and documents done, and in all. */
  readonly done: number;
  readonly total: number;
}

export interface CopyOptions {
  /** True: data that is there and different is replaced; without it, nothing is copied where there is any. */
  readonly overwrite?: boolean;
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Ends the copy between two writes; what was copied stays, and copying again goes on from there. */
  readonly signal?: AbortSignal;
}

/**
 * Copies series and records from one storage to another, of whatever engines, and makes sure of it: everything that
 * was copied is read back, and its checksum compared. What is there and equal is left alone, so that a copy that was
 * broken off is finished by copying again. Nothing is deleted.
 *
 * @throws ContangoError `COPY_EXISTS` where other data is there already: then nothing is copied; `COPY_MISMATCH` naming
 * what did not arrive as it was sent.
 * @example
 * await copyStorage(csvStorage, sqliteStorage, { kinds: ["prices", "fx"] });
 */
export async function copyStorage(
  from: Storage,
  to: Storage,
  what: CopySelection = {},
  { overwrite = false, onProgress, signal }: CopyOptions = {},
): Promise<CopyReport> {
  let done = 0;
  let total = 0;
  const onDone = (name: string, item: string): void => {
    done++;
    onProgress?.({ name, item, done, total });
  };
  const job: CopyJob = { from, to, signal, onDone };
  const { libraries, collections } = selected(what);
  const series = [];
  for (const library of libraries) series.push(await planSeries(job, library));
  const records = [];
  for (const collection of collections) records.push(await planRecords(job, collection));
  const plans = [...series, ...records];
  const different = plans.flatMap((plan) => plan.different.map((item) => `"${item}" of "${plan.name}"`));
  if (different.length > 0 && !overwrite) throw exists(different);

  total = plans.reduce((sum, { items }) => sum + items, 0);
  const parts = [];
  for (const plan of series) parts.push(await copySeries(job, plan));
  for (const plan of records) parts.push(await copyRecords(job, plan));
  return copyReport(parts.filter(({ items }) => items > 0));
}

function selected({ kinds, libraries, collections }: CopySelection): {
  readonly libraries: readonly string[];
  readonly collections: readonly Collection[];
} {
  const all = kinds === undefined && libraries === undefined && collections === undefined;
  const wanted = (name: string): boolean => all || kinds?.includes(dataKind(name)) === true;
  const { journal, leases, ...copied } = COLLECTIONS;
  return {
    libraries: [...new Set([...Object.values(LIBRARIES).filter(wanted), ...(libraries ?? [])])],
    collections: [
      ...Object.values(copied).filter(({ name }) => wanted(name)),
      ...(collections ?? []).filter(
        ({ name }) => !wanted(name) && name !== journal.name && name !== leases.name,
      ),
    ],
  };
}

function exists(different: readonly string[]): ContangoError {
  const named = different.slice(0, 5).join(", ");
  const more = different.length > 5 ? ` and ${different.length - 5} more` : "";
  return new ContangoError(
    "COPY_EXISTS",
    "storage",
    `nothing was copied, because other data is there already: ${named}${more}; remove it, select something else, or copy with { overwrite: true }`,
    { details: { count: different.length, first: different[0] } },
  );
}
