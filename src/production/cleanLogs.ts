import { deleteLogsBefore } from "../log/deleteLogsBefore.js";
import { requireWhole } from "../series/parameters.js";
import { DAY } from "../time/civil.js";
import { formatTime } from "../time/text.js";
import { timeZone } from "../time/zone.js";
import { deleteRunsBefore } from "./housekeeping/deleteRunsBefore.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";

export interface CleanLogsOptions extends ProcessOptions {
  /** Entries of the last so many days are kept; default 365. */
  readonly days?: number;
  /** True: also those of the log that pysystemtrade kept in the same store. */
  readonly legacy?: boolean;
}

export interface CleanLogsItem extends OutcomeItem {
  readonly status: "deleted" | "unchanged";
  readonly deleted: number;
}

/** For how many days log entries are kept, unless told otherwise. */
export const DAYS_TO_KEEP_LOGS = 365;

/**
 * Deletes old log entries and run records, but never the last run of a process.
 *
 * @throws ContangoError `SERIES_PARAMETER` for `days`.
 * @example
 * await cleanLogs(desk, { days: 90 });
 */
export const cleanLogs = defineProcess<CleanLogsItem, CleanLogsOptions>({
  name: "cleanLogs",
  title: "Old log entries",
  options: ["days", "legacy"],
  reads: ["logs", "runs"],
  writes: ["logs", "runs"],
  run: async (work, { days = DAYS_TO_KEEP_LOGS, legacy = false }) => {
    requireWhole("days", days, 1);
    const { storage, timezone, instant } = work.desk;
    const before = work.time - days * DAY;
    const item = (name: string, deleted: number): CleanLogsItem => ({
      name,
      status: deleted > 0 ? "deleted" : "unchanged",
      severity: "ok",
      message: `${deleted} from before ${formatTime(before).slice(0, 10)} deleted`,
      deleted,
    });
    const { signal, commit } = work;
    const logs = await deleteLogsBefore(storage, instant(before), {
      legacy,
      zone: timeZone(timezone),
      signal,
      commit,
    });
    const runs = await deleteRunsBefore(work, instant(before));
    return { items: [item("logs", logs), item("runs", runs)], complete: true };
  },
});
