import { entryLine } from "../log/entryLine.js";
import { labelledLogger } from "../log/labelledLogger.js";
import type { Log, LogAttributes, LogEntry } from "../log/logger.js";
import { entryMaker } from "../log/makeEntry.js";

export interface CaptureLogOptions {
  /** Epoch milliseconds UTC; default: always 0. */
  readonly clock?: { now(): number };
  /** Labels of every entry. */
  readonly attributes?: LogAttributes;
  /** What is masked. */
  readonly secrets?: readonly string[];
}

/** A log that keeps every entry at once. */
export interface CapturedLog extends Log {
  /** In the order in which they were written. */
  readonly entries: readonly LogEntry[];
  /** One line an entry. */
  lines(): readonly string[];
  /** Forgets the entries. */
  clear(): void;
}

/**
 * A log for tests: nothing is printed, stored or collapsed.
 *
 * @example
 * const log = captureLog();
 * log.warn("no bars", { instrument_code: "CORN" });
 * log.entries[0].text; // "no bars"
 */
export function captureLog(options: CaptureLogOptions = {}): CapturedLog {
  const { clock = { now: () => 0 }, attributes, secrets } = options;
  const makeEntry = entryMaker(clock, secrets);
  const entries: LogEntry[] = [];
  return {
    ...labelledLogger((level, text, labels) => entries.push(makeEntry(level, text, labels)), attributes),
    entries,
    lines: () => entries.map((entry) => entryLine(entry)),
    clear() {
      entries.length = 0;
    },
    flush: async () => {},
    close: async () => {},
  };
}
