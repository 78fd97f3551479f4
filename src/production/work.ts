import type { LogAttributes, Logger } from "../log/logger.js";
import type { Batch } from "../storage/storage.js";
import type { Desk } from "./desk.js";
import type { FailedItem, OutcomeItem } from "./outcome.js";

export interface EachOptions<Name extends string> {
  /** Labels of the log entries of an item. */
  readonly label?: (name: Name) => LogAttributes;
  /** How many items are worked on at once (default 1). */
  readonly concurrency?: number;
}

/** What a process works with. */
export interface Work {
  /** The desk, its log labelled with the process; on a dry run nothing that is written to its storage stays. */
  readonly desk: Desk;
  readonly log: Logger;
  /** Wall time of the start: what a row is stamped with that has no snapshot's time. */
  readonly time: number;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  /**
   * Works on each name in turn. An error ends that item only, and is one of the outcomes; a commit that met a newer version
   * is tried again from the start. Where the process is told to stop, the names that are left are not begun.
   */
  each<Name extends string, Item extends OutcomeItem>(
    names: Iterable<Name>,
    item: (name: Name, log: Logger) => Promise<Item>,
    options?: EachOptions<Name>,
  ): Promise<readonly (Item | FailedItem)[]>;
  /** All the writes of `fn` or none, as long as this process holds its lease. */
  commit<T>(fn: (batch: Batch) => T | Promise<T>): Promise<T>;
}
