import { ContangoError } from "../errors/contangoError.js";
import { didYouMean } from "../errors/nearestName.js";
import { COLLECTIONS } from "../storage/libraries.js";
import type { Storage } from "../storage/storage.js";
import { DAY } from "../time/civil.js";
import { toLongDate } from "../time/longDate.js";
import { type TimeLike, toTime, toTimeEnd } from "../time/text.js";
import { UTC, type Zone } from "../time/zone.js";
import { latestEntries } from "./latestEntries.js";
import { LEGACY_LOGS, LEGACY_TIME, legacyEntry } from "./legacyLog.js";
import { logEntry } from "./logDocument.js";
import { LOG_LEVELS, type LogAttributes, type LogLevel } from "./logger.js";
import { type LogListing, logListing } from "./logListing.js";

export interface LogFilter {
  /** Only entries with all of these labels. */
  readonly attributes?: LogAttributes;
  /** Only entries of this level or a graver one. */
  readonly least?: LogLevel;
  /** Only entries whose text holds this, in capitals or not. */
  readonly text?: string;
}

export interface ReadLogOptions extends LogFilter {
  /** The moment, epoch milliseconds UTC. */
  readonly now: number;
  /** How many days back to look (default 1), where `from` is not given. */
  readonly lookBackDays?: number;
  /** First moment: an instant as a number or `Date`, wall time of `zone` as text. */
  readonly from?: TimeLike;
  /** Last moment; a text that names a day means all of it. Default: no end. */
  readonly to?: TimeLike;
  /** How many entries at most, the latest ones (default 10,000). */
  readonly limit?: number;
  /** True: the log that pysystemtrade kept in the store, too. */
  readonly legacy?: boolean;
  /** Whose wall time is read and shown; default: UTC. */
  readonly zone?: Zone;
}

/**
 * Entries of the log in the store, oldest first: by default those of the last day.
 *
 * @throws ContangoError `LOG_ATTRIBUTE` for a label that is not known; `LOG_QUERY` for another wrong option; `TIME_TEXT`,
 * `TIME_VALUE`.
 * @example
 * console.log(await readLog(storage, { now: Date.now(), attributes: { instrument_code: "CORN" }, lookBackDays: 7 }));
 */
export async function readLog(storage: Storage, options: ReadLogOptions): Promise<LogListing> {
  const { limit = 10_000, legacy = false, zone = UTC } = options;
  requireSensible(options, limit);
  const { from, to } = timesOf(options, zone);
  const read = { limit: limit + 1, filter: options };
  const own = await latestEntries(storage, COLLECTIONS.logs, logEntry, {
    ...read,
    range: { field: "time", from: new Date(from), ...(to === undefined ? {} : { to: new Date(to) }) },
  });
  const long = (instant: number): number => toLongDate(zone.wallTime(instant));
  const older = legacy
    ? await latestEntries(storage, LEGACY_LOGS, (document) => legacyEntry(document, zone), {
        ...read,
        range: { field: LEGACY_TIME, from: long(from), ...(to === undefined ? {} : { to: long(to) }) },
      })
    : [];
  const entries = [...own, ...older].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  return logListing(entries.slice(-limit), entries.length > limit, zone);
}

const OPTIONS: Readonly<Record<keyof ReadLogOptions, true>> = {
  now: true,
  attributes: true,
  least: true,
  text: true,
  lookBackDays: true,
  from: true,
  to: true,
  limit: true,
  legacy: true,
  zone: true,
};

function timesOf(
  { now, lookBackDays = 1, from, to }: ReadLogOptions,
  zone: Zone,
): { readonly from: number; readonly to: number | undefined } {
  if (!(lookBackDays >= 0 && Number.isFinite(lookBackDays))) {
    throw refused(`lookBackDays is ${lookBackDays}; give a number of days`);
  }
  return {
    from:
      typeof from === "string"
        ? zone.instant(toTime(from))
        : toTime(from ?? toTime(now) - lookBackDays * DAY),
    to: to === undefined ? undefined : typeof to === "string" ? zone.instant(toTimeEnd(to)) : toTime(to),
  };
}

function requireSensible(options: ReadLogOptions, limit: number): void {
  const known = Object.keys(OPTIONS);
  const unknown = Object.keys(options).find((option) => !known.includes(option));
  if (unknown !== undefined) {
    throw refused(`there is no option "${unknown}"${didYouMean(unknown, known)}; give ${known.join(", ")}`);
  }
  const { least = "msg" } = options;
  if (!LOG_LEVELS.includes(least)) throw refused(`least is "${least}"; give one of ${LOG_LEVELS.join(", ")}`);
  if (!(Number.isInteger(limit) && limit > 0))
    throw refused(`limit is ${limit}; give a whole number above 0`);
}

const refused = (problem: string): ContangoError => new ContangoError("LOG_QUERY", "log", problem);
