import type { Desk } from "../../production/desk.js";
import { checkOptions } from "../../production/processOptions.js";
import { crashedText, hasCrashed, type RunRecord, readRuns } from "../../production/runs.js";
import { formatTime } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";

/** A run, also one that was killed. */
export type RecentRun = Omit<RunRecord, "status"> & {
  /** `crashed`: it began, never ended, and is no longer at work. */
  readonly status: RunRecord["status"] | "crashed";
};

export interface RecentRunsOptions {
  readonly process?: string;
  /** At most so many (default 20). */
  readonly last?: number;
}

/**
 * The last runs of a process, or of all, the last one first.
 *
 * @throws ContangoError `PROCESS_OPTION` for an option that it does not have.
 * @example
 * await recentRuns(desk, { process: "updateFxPrices", last: 5 });
 */
export async function recentRuns(
  { storage, clock, wallTime }: Desk,
  options: RecentRunsOptions = {},
): Promise<Listing<RecentRun>> {
  checkOptions({ name: "recentRuns", takes: ["process", "last"] }, options);
  const runs = await Promise.all(
    (await readRuns(storage, options)).map(async (run): Promise<RecentRun> => {
      if (!(await hasCrashed(run, clock.now()))) return run;
      return { ...run, status: "crashed", message: crashedText(run, wallTime) };
    }),
  );
  return listing("runs", runs, [
    { name: "started", text: ({ started }) => formatTime(Math.floor(wallTime(started) / 1000) * 1000) },
    { name: "process", text: ({ process }) => process },
    { name: "status", text: ({ status }) => status },
    { name: "seconds", text: ({ started, ended }) => durationText(started, ended), right: true },
    { name: "items", text: ({ items }) => String(items), right: true },
    { name: "attention", text: ({ attention }) => String(attention), right: true },
    { name: "failed", text: ({ failed }) => String(failed), right: true },
    { name: "message", text: ({ message }) => message },
  ]);
}

const durationText = (started: number, ended: number | undefined): string =>
  ended === undefined ? "" : ((ended - started) / 1000).toFixed(1);
