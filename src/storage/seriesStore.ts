import type { ColumnKind } from "../series/column.js";
import type { Frame, FrameMeta } from "../series/frame.js";

/** A version of one stored frame. Opaque; equal texts mean that nothing was written in between. */
export type SeriesVersion = string;

/** The frame that must be there for a change to happen: a version, `null` = none, absent = whatever is there. */
export type ExpectedVersion = SeriesVersion | null | undefined;

export interface SeriesInfo {
  readonly library: string;
  readonly symbol: string;
  readonly version: SeriesVersion;
  readonly rows: number;
  /** Times of the first and last row; NaN where there is none. */
  readonly first: number;
  readonly last: number;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
  readonly meta: FrameMeta;
}

export interface StoredFrame {
  readonly frame: Frame;
  readonly version: SeriesVersion;
}

/** Which rows and columns to read; without any of these, all. A column that is not there: `COLUMN_MISSING`. */
export interface ReadOptions {
  /** Rows at or after this time. */
  readonly from?: number;
  /** Rows at or before this time. */
  readonly to?: number;
  /** Only the last so many rows (of those in the range). */
  readonly last?: number;
  readonly columns?: readonly string[];
}

/**
 * One change to one symbol. An append adds rows that are later than every stored one, of the same columns (in any
 * order), and leaves the stored metadata; appending to an absent symbol is a write.
 */
export type SeriesChange =
  | {
      readonly kind: "write" | "append";
      readonly library: string;
      readonly symbol: string;
      readonly frame: Frame;
      readonly expected?: ExpectedVersion;
    }
  | {
      readonly kind: "delete";
      readonly library: string;
      readonly symbol: string;
      readonly expected?: ExpectedVersion;
    };

/** A change that is durable but invisible. Plain data, so that a journal can hold it. */
export interface StagedSeries {
  readonly library: string;
  readonly symbol: string;
  /** The version that publishing replaces; `null` where the symbol was absent. */
  readonly base: SeriesVersion | null;
  /** The version after publishing; `null` where the change is a deletion. */
  readonly next: SeriesVersion | null;
  /** Names the staged data within its store. */
  readonly token: string;
}

/**
 * Frames by library and symbol. Reads see whole versions only: a reader that started before a write ends with
 * the old one. Every write is durable when its promise resolves.
 *
 * Errors: `STORE_VERSION_CONFLICT` where the expected version is not the stored one; `STORE_APPEND` where rows
 * to append are not later than the stored ones, or their columns differ; `STORE_CORRUPT` for bytes that cannot be read;
 * `STORE_IO` for a failing device, after which the old version still stands; `STORE_CLOSED`.
 */
export interface SeriesStore {
  /** Symbols of a library, sorted by code unit; an unknown library has none. */
  list(library: string): Promise<readonly string[]>;
  info(library: string, symbol: string): Promise<SeriesInfo | undefined>;
  read(library: string, symbol: string, options?: ReadOptions): Promise<StoredFrame | undefined>;
  /** Stages and publishes one change. Gives the new version, `null` for a deletion. Deleting what is absent does nothing. */
  apply(change: SeriesChange): Promise<SeriesVersion | null>;
  /** Makes a change durable without showing it; checks the expected version. */
  stage(change: SeriesChange): Promise<StagedSeries>;
  /**
   * Shows a staged change: one pointer flips. Publishing again what is already published does nothing, so that
   * recovery may repeat it; it never brings back a version that another has replaced.
   *
   * @throws ContangoError `STORE_VERSION_CONFLICT` where another change came between staging and publishing.
   */
  publish(staged: StagedSeries): Promise<void>;
  /** Forgets a staged change that will not be published. */
  discard(staged: StagedSeries): Promise<void>;
  /** Tokens of staged changes that were neither published nor discarded: what a crash left. */
  leftovers(): Promise<readonly StagedSeries[]>;
  close(): Promise<void>;
}
