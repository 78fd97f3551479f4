import { checkSchedule, lastStart } from "../schedule/due.js";
import type { Schedule } from "../schedule/schedule.js";
import { nodeHost } from "../storage/nodeHost.js";
import { businessDayOf } from "../time/businessDays.js";
import { dayOf, HOUR } from "../time/civil.js";
import { timeZone } from "../time/zone.js";
import { type AttentionEntry, readAttention } from "./attention.js";
import type { Desk } from "./desk.js";
import { type RunRecord, readRuns } from "./runs.js";
import { withStatusText } from "./statusText.js";

/** How a process of the schedule stands. Times are epoch milliseconds UTC. */
export interface ProcessStatus {
  readonly process: string;
  readonly lastStart: number | undefined;
  readonly lastEnd: number | undefined;
  /** `crashed`: it began, never ended, and its process is gone; `never`: it has not run yet. */
  readonly status: RunRecord["status"] | "crashed" | "never";
  readonly message: string;
  /** It ought to have started since, more than the grace ago. */
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
  /** Prices that end more business days ago are stale (default 2). */
  readonly staleAfter?: number;
}

/**
 * How a desk stands: the last run of each process and whether one is overdue or has crashed, what waits for a person, stale
 * prices. It writes nothing.
 *
 * @example
 * console.log(String(await status(desk)));
 */
export async function status(desk: Desk, options: StatusOptions = {}): Promise<DeskStatus> {
  const { schedule = desk.schedule, graceHours = 2, staleAfter = 2 } = options;
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
  return Promise.all(
    [...due].map(async ([process, dueAt]) => {
      const [run] = await readRuns(desk.storage, { process, last: 1 });
      return processStatus(process, run, dueAt, run !== undefined && (await isGone(run)));
    }),
  );
}

function processStatus(
  process: string,
  run: RunRecord | undefined,
  dueAt: number,
  gone: boolean,
): ProcessStatus {
  if (run === undefined) {
    const nothing = { lastStart: undefined, lastEnd: undefined, message: "it has not run yet" };
    return { process, status: "never", ...nothing, overdue: Number.isFinite(dueAt) };
  }
  const crashed = run.status === "running" && gone;
  return {
    process,
    lastStart: run.started,
    lastEnd: run.ended,
    status: crashed ? "crashed" : run.status,
    message: crashed ? "it began and never ended; the next run takes up where it was" : run.message,
    overdue: run.started < dueAt,
  };
}

/** True where a run's process no longer exists; one of another machine counts as being there. */
async function isGone({ host, pid, processStart }: RunRecord): Promise<boolean> {
  return (await nodeHost.look({ host, pid, start: processStart, thread: 0 })) === "gone";
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
