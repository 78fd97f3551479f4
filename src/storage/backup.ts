import type { Collection, RecordDocument } from "./recordStore.js";
import type { SeriesVersion, StoredFrame } from "./seriesStore.js";
import type { StorageEngine } from "./storage.js";

/** A copy of a store in files that people and other programs can read. It is whole at any moment, through a crash too. */
export interface Backup {
  /** Where it is. */
  readonly folder: string;
  /**
   * Opens it to write, for one process at a time.
   *
   * @throws ContangoError `BACKUP` where it is of a store with another time zone, or not a back-up of this form;
   * `STORE_BUSY` (retryable) where another process writes to it; `STORE_IO`.
   */
  write(options: BackupOptions): Promise<BackupWriter>;
  /** Opens it to read; undefined where nothing was ever backed up. @throws ContangoError `BACKUP`, `STORE_IO`. */
  read(): Promise<BackupReader | undefined>;
  /**
   * Makes another folder hold the same: copies the files that differ, reads them back, and sets aside what is no longer here.
   * The folder above it has to be there, so that nothing is written below the mount point of a disk that is not there.
   *
   * @throws ContangoError `BACKUP` where it is not, or a file here is damaged; `STORE_BUSY`, `STORE_IO`.
   */
  mirror(folder: string, options: BackupOptions): Promise<MirrorReport>;
}

export interface BackupOptions {
  /** The zone whose wall time the store carries. */
  readonly timezone: string;
  /** `20240328`: files of what is no longer stored are kept under `removed/20240328`. */
  readonly day: string;
}

export interface BackupWriter extends AsyncDisposable {
  /** Names this back-up, for good. */
  readonly id: string;
  /** Names the state of the store to which the versions belong that are noted; undefined where they are of no use. */
  readonly mark: string | undefined;
  /** Sets the mark, before anything else is written. */
  begin(mark: string | undefined): Promise<void>;
  /** The symbols of a library that it holds, with the versions noted for them. */
  versions(library: string): Promise<ReadonlyMap<string, SeriesVersion>>;
  /** Writes a series where its content differs, and notes its version. */
  putSeries(library: string, symbol: string, stored: StoredFrame): Promise<BackedUp>;
  /** Sets aside the file of a series that is no longer stored. */
  removeSeries(library: string, symbol: string): Promise<void>;
  /** Writes all documents of a collection; says how many files that took. */
  putRecords(
    collection: Collection,
    documents: readonly RecordDocument[],
  ): Promise<{ readonly files: number; readonly written: number; readonly removed: number }>;
  /** Makes everything durable, under a mark. Disposed of without it, the next one to write finds what was done so far. */
  end(mark: string | undefined): Promise<void>;
}

export type BackedUp = "written" | "unchanged";

export interface BackupReader {
  readonly timezone: string;
  /** False where the last process that wrote to it did not come to its end: each series is whole, but not all are of that day. */
  readonly complete: boolean;
  readonly files: number;
  readonly id: string;
  readonly mark: string | undefined;
  /** As of a writer. */
  versions(library: string): Promise<ReadonlyMap<string, SeriesVersion>>;
  /** What it holds, to be read; reading a damaged file throws `BACKUP`. */
  readonly engine: StorageEngine;
  /** Reads every file; gives what is wrong, one line each. */
  check(options?: { readonly signal?: AbortSignal }): Promise<readonly string[]>;
}

export interface MirrorReport {
  readonly folder: string;
  readonly files: number;
  readonly copied: number;
  readonly removed: number;
}
