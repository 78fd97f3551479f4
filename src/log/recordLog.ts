import { COLLECTIONS } from "../storage/libraries.js";
import type { Storage } from "../storage/storage.js";
import { logDocument } from "./logDocument.js";
import type { LogLevel, LogSink } from "./logger.js";

export interface RecordLogOptions {
  /** Entries below it are not kept; default: all are. */
  readonly least?: LogLevel;
  /** How long, in milliseconds, entries are gathered to be written in one commit (default 1000). */
  readonly gather?: number;
}

/** Keeps entries in the store, from where `readLog` reads them. */
export function recordLog(
  storage: Storage,
  { least = "msg", gather = 1000 }: RecordLogOptions = {},
): LogSink {
  return {
    least,
    gather,
    write: (entries) =>
      storage.atomically((batch) => {
        for (const entry of entries) batch.putRecord(COLLECTIONS.logs, logDocument(entry));
      }),
  };
}
