import type { Frame } from "../series/frame.js";
import type { Lease, LeaseOptions } from "./leases.js";
import type { Collection, RecordChange, RecordDocument, RecordKey, RecordStore } from "./recordStore.js";
import type { ExpectedVersion, SeriesChange, SeriesStore, SeriesVersion } from "./seriesStore.js";

/**
 * A pair of stores. Where both are one database that can write to both in one transaction of its own, `transact`
 * does so; elsewhere `Storage` keeps a journal in the record store.
 */
export interface StorageEngine {
  /** `memory`, `sqlite`, `csv` …, for messages. */
  readonly name: string;
  readonly series: SeriesStore;
  readonly records: RecordStore;
  /**
   * All changes or none, each symbol and document at most once; durable when it resolves. Conflicts throw
   * `STORE_VERSION_CONFLICT` and change nothing. Gives, change by change, the new version of a series, and `null` for
   * a deletion or a record.
   */
  transact?(changes: readonly Change[]): Promise<readonly (SeriesVersion | null)[]>;
  /**
   * Writes everything, as of one moment, to a new file: whole and checked when it has its name. Others may write meanwhile.
   *
   * @throws ContangoError `SNAPSHOT` where the file is there already, or does not pass its check; `STORE_IO`.
   */
  snapshot?(file: string): Promise<void>;
}

/** A change to either kind of store. */
export type Change =
  | { readonly store: "series"; readonly change: SeriesChange }
  | { readonly store: "records"; readonly change: RecordChange };

/**
 * Collects the writes of one atomic step. Nothing happens until the function that uses it has returned. Several
 * writes to one symbol or document do what they do in turn; only the first may say what it expects.
 *
 * Errors: `STORE_BATCH` where a later one does, or where a write comes after the end; `STORE_APPEND`, `RECORD_KEY` and
 * `RECORD_VALUE` as in the stores.
 */
export interface Batch {
  writeSeries(library: string, symbol: string, frame: Frame, expected?: ExpectedVersion): void;
  appendSeries(library: string, symbol: string, frame: Frame, expected?: ExpectedVersion): void;
  deleteSeries(library: string, symbol: string, expected?: ExpectedVersion): void;
  /** `expected`: fields the stored document must have; `null` = it must be absent. */
  putRecord(collection: Collection, document: RecordDocument, expected?: RecordDocument | null): void;
  deleteRecord(collection: Collection, key: RecordKey, expected?: RecordDocument): void;
}

/**
 * Everything a desk keeps: series and records, each kind of data routed to the engine that holds it. Single writes
 * through `series` and `records` are commits of one change.
 */
export interface Storage {
  readonly series: SeriesStore;
  readonly records: RecordStore;
  /**
   * Runs `fn` to collect writes, then does all of them or none, through a crash too. Resolves when all are durable
   * and visible; while it runs, who reads several of them may see some before others.
   *
   * @throws ContangoError `STORE_VERSION_CONFLICT` (retryable: read again and repeat) where an expected version or
   * field no longer holds; `LEASE_LOST` where the lease is no longer held; `STORE_BUSY` (retryable) where other
   * processes do not end in time; `STORE_UNFINISHED` where all is decided, but a device failed before it was shown:
   * the next commit, or opening the storage, finishes it.
   */
  atomically<T>(fn: (batch: Batch) => T | Promise<T>, options?: { readonly lease?: Lease }): Promise<T>;
  /** Takes a named lease. @throws ContangoError `LEASE_HELD` (retryable) while another holds it. */
  lease(name: string, options?: LeaseOptions): Promise<Lease>;
  /** As of an engine; only where there is one engine, and it can. */
  snapshot?(file: string): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
