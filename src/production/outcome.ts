import type { ErrorCode } from "../errors/codes.js";
import type { LogAttributes } from "../log/logger.js";

/** What one item of a process needs: nothing, a person who looks, or another try (a later run may succeed by itself). */
export type Severity = "ok" | "attention" | "failed";

/** What a process did for one instrument, pair, contract or strategy. */
export interface OutcomeItem {
  /** `CORN`, `GBPUSD`, `CORN/20241200`, `trend`; unique within an outcome. */
  readonly name: string;
  /** `written`, `unchanged`, `spike` …: each process says which. */
  readonly status: string;
  readonly severity: Severity;
  /** What happened, with the numbers, and what to do, in one sentence or two; tables show its first line. */
  readonly message: string;
  /** How a mail about it is called, where a person has to act; by default the process's title and the name. */
  readonly subject?: string;
  /** Labels of its log entry, for an item that is not the work of `each`. */
  readonly label?: LogAttributes;
}

/** An item that an error ended. */
export interface FailedItem extends OutcomeItem {
  readonly status: "failed";
  readonly severity: "failed";
  readonly code: ErrorCode | "UNEXPECTED";
}

/**
 * What a process did. In a REPL it prints as a short table.
 *
 * `done`: all is as it should be, and something was new; `unchanged`: nothing was new; `attention`: a person has to see to
 * something; `failed`: every item failed, or nothing could be done; `running`: another process of its kind is at work, and
 * nothing was done; `stopped`: it was told to stop before it was through.
 */
export interface Outcome<Item extends OutcomeItem = OutcomeItem> {
  readonly process: string;
  readonly status: "done" | "unchanged" | "attention" | "failed" | "running" | "stopped";
  /** Wall time of the start. */
  readonly time: number;
  readonly seconds: number;
  readonly dryRun: boolean;
  readonly items: readonly (Item | FailedItem)[];
  /** One sentence. */
  readonly message: string;
}
