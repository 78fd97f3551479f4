import { printsAs } from "../series/printsAs.js";
import type { Zone } from "../time/zone.js";
import { entryLine } from "./entryLine.js";
import type { LogEntry } from "./logger.js";

/** Entries that were looked up, oldest first. Printed, it is one line an entry. */
export interface LogListing extends Iterable<LogEntry> {
  readonly entries: readonly LogEntry[];
  /** True where older ones were left out because there were too many. */
  readonly cut: boolean;
  /** One line an entry. */
  lines(): readonly string[];
  toString(): string;
}

/** Entries as a listing whose lines show the wall time of a zone. */
export function logListing(entries: readonly LogEntry[], cut: boolean, zone: Zone): LogListing {
  const lines = (): readonly string[] => entries.map((entry) => entryLine(entry, zone));
  const allLines = (): string => {
    if (entries.length === 0) return "no entries";
    const head = cut ? [`(only the latest ${entries.length}; ask for less, or raise limit)`] : [];
    return [...head, ...lines()].join("\n");
  };
  return printsAs({ entries, cut, lines, [Symbol.iterator]: () => entries[Symbol.iterator]() }, allLines);
}
