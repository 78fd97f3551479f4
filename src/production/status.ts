import { checkSchedule, lastStart } from "../schedule/due.js";
import type { Schedule } from "../schedule/schedule.js";
import { businessDayOf } from "../time/businessDays.js";
import { dayOf, HOUR } from "../time/civil.js";
import { timeZone } from "../time/zone.js";
import { type AttentionEntry, readAttention } from "./attention.js";
import type { Desk } from "./desk.js";
import { checkOptions } from "./processOptions.js";
import { requireDesk } from "./requireDesk.js";
import { crashedText, hasCrashed, type RunRecord, readRuns } from "./runs.js";
import { withStatusText } from "./statusText.js";

/** How a process of the schedule stands. Times are epoch milliseconds UTC. */
export interface ProcessStatus {
  readonly process: string;
  readonly lastStart: number | undefined;
  readonly lastEnd: number | undefined;
  /**
   * `crashed`: it began, never ended, and its process is gone, or has shown no sign of life for five minutes where that cannot be
   * seen; `never`: it has not run yet.
   */
  readonly status: RunRecord["status"] | "crashed" | "never";
  readonly message: string;
  /** It ought to have started since, more than the grace ago; a run that was broken off does not count. */
  readonly overdue: boolean;
}

/** An instrument whose prices end too long ago. */
export interface StalePrices {
  readonly instrument: string;
  /** Wall time of the last adjusted price. */
  readonly last: number;
  readonly businessDays: number;
}

/** How a desk stands. In a REPL it prints as a page of text. */
export interface DeskStatus {
  /** Wall time. */
  readonly time: number;
  readonly processes: readonly ProcessStatus[];
  /** Everything that waits for a person: spikes, breaks, rolls … */
  readonly attention: readonly AttentionEntry[];
  readonly stalePrices: readonly StalePrices[];
  /** Mails that wait to be sent. */
  readonly keptMails: number;
}

export interface StatusOptions {
  /** What ought to run when (default: the desk's). */
  readonly schedule?: Schedule;
  /** How late a start may be before it is overdue, in hours (default 2). */
  readonly graceHours?: number;
  /** Prices that end more business days ago are stale (default 3: one holiday, and daily bars that come a day later). */
  readonly staleAfter?: number;
}

/** The names of {@link StatusOptions}. */
export const STATUS_OPTIONS = [
  "schedule",
  "graceHours",
  "staleAfter",
] as const satisfies (keyof StatusOptions)[];

/**
 * How a desk stands: the last run of each process and whether one is overdue or has crashed, what waits for a person, stale
 * prices. It writes nothing.
 *
 * @throws ContangoError `SCHEDULE`, `TIME_ZONE` for a schedule that is wrong; `PROCESS_OPTION` for an option that it does not
 * have, or where there is no desk.
 * @example
 * console.log(String(await status(desk)));
 */
export async function status(desk: Desk, options: StatusOptions = {}): Promise<DeskStatus> {
  requireDesk(desk, "status");
  checkOptions({ name: "status", takes: STATUS_OPTIONS }, options);
  const { schedule = desk.schedule, graceHours = 2, staleAfter = 3 } = options;
  const [processes, attention, stalePrices, kept] = await Promise.all([
    processStatuses(desk, schedule, graceHours * HOUR),
    readAttention(desk.storage),
    findStalePrices(desk, staleAfter),
    desk.mail.kept(),
  ]);
  return withStatusText(
    { time: desk.now(), processes, attention, stalePrices, keptMails: kept.length },
    desk,
  );
}

async function processStatuses(
  desk: Desk,
  schedule: Schedule,
  grace: number,
): Promise<readonly ProcessStatus[]> {
  const zone = timeZone(schedule.timezone ?? desk.timezone);
  const now = desk.clock.now();
  const due = new Map<string, number>();
  for (const entry of checkSchedule(schedule)) {
    const start = lastStart(entry, zone.wallTime(now - grace));
    const before = due.get(entry.process);
    if (start === undefined) due.set(entry.process, before ?? Number.NEGATIVE_INFINITY);
    else due.set(entry.process, Math.max(before ?? Number.NEGATIVE_INFINITY, zone.instant(start)));
  }
  return Promise.all([...due].map(([process, dueAt]) => processStatus(desk, process, dueAt)));
}

/** So many runs that were broken off one after the other are looked past for one that ended. */
const LOOKED_PAST = 20;

/** True for a run that was told to stop, or that was found to have been killed. */
const isBrokenOff = ({ status, ended }: RunRecord): boolean =>
  status === "stopped" || (ended === undefined && status !== "running");

async function processStatus(desk: Desk, process: string, dueAt: number): Promise<ProcessStatus> {
  const { storage, clock, wallTime } = desk;
  const [run] = await readRuns(storage, { process, last: 1 });
  if (run === undefined) {
    const nothing = { lastStart: undefined, lastEnd: undefined, message: "it has not run yet" };
    return { process, status: "never", ...nothing, overdue: Number.isFinite(dueAt) };
  }
  const crashed = await hasCrashed(run, clock.now());
  const { started, ended } = run;
  // One that was broken off is as if it had not been.
  const brokenOff = crashed || isBrokenOff(run);
  const counted = brokenOff
    ? (await readRuns(storage, { process, last: LOOKED_PAST })).find(
        (one) => one.status !== "running" && !isBrokenOff(one),
      )
    : run;
  return {
    process,
    lastStart: started,
    lastEnd: ended,
    status: crashed ? "crashed" : run.status,
    message: crashed ? crashedText(run, wallTime) : run.message,
    overdue: (counted?.started ?? Number.NEGATIVE_INFINITY) < dueAt,
  };
}

async function findStalePrices(desk: Desk, staleAfter: number): Promise<readonly StalePrices[]> {
  const stale = new Set(desk.config.get("stale_instruments"));
  const instruments = (await desk.data.adjustedPrices.list()).filter((code) => !stale.has(code));
  const now = desk.now();
  const found = await Promise.all(
    instruments.map(async (instrument) => {
      const last = (await desk.data.adjustedPrices.info(instrument))?.last ?? Number.NaN;
      return { instrument, last, businessDays: businessDayOf(dayOf(now)) - businessDayOf(dayOf(last)) };
    }),
  );
  return found.filter(({ businessDays }) => !(businessDays <= staleAfter)).sort((a, b) => a.last - b.last);
}
