import type { LogListing } from "../../log/logListing.js";
import { type ReadLogOptions, readLog } from "../../log/readLog.js";
import type { Desk } from "../../production/desk.js";
import { timeZone } from "../../time/zone.js";

/** Which entries of the log to show; by default those of the last day. */
export type RecentLogOptions = Omit<ReadLogOptions, "now" | "zone">;

/**
 * Entries of the desk's log, oldest first, in the desk's wall time. In {@link RecentLogOptions} texts are wall time too.
 *
 * @throws ContangoError as `readLog`.
 * @example
 * await recentLog(desk, { attributes: { instrument_code: "CORN" }, least: "warn", lookBackDays: 7 });
 */
export async function recentLog(desk: Desk, options: RecentLogOptions = {}): Promise<LogListing> {
  await desk.log.flush();
  return readLog(desk.storage, { ...options, now: desk.clock.now(), zone: timeZone(desk.timezone) });
}
