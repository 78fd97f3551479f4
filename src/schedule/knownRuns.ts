import type { Desk } from "../production/desk.js";
import type { Outcome } from "../production/outcome.js";
import { readRuns } from "../production/runs.js";
import type { Zone } from "../time/zone.js";
import type { KnownRun } from "./nextRun.js";

/** Whether what waits for a run may go on; what failed in part was told of. */
export const endsWell = (status: Outcome["status"] | undefined): boolean =>
  status === "done" || status === "unchanged" || status === "attention";

const NEVER = Number.NEGATIVE_INFINITY;

/** So many runs that were broken off one after the other are not begun anew. */
const MOST_BROKEN_OFF = 3;

/**
 * The last run of a process, and the last one that ended well, whoever started it, among those of about a day. One that was
 * killed or stopped before it was through is to be begun anew; if it is still at work somewhere, the next one is refused.
 */
export async function storedRun(desk: Desk, process: string, zone: Zone): Promise<KnownRun | undefined> {
  const runs = await readRuns(desk.storage, { process, last: 50 });
  const begun = runs.find(
    ({ status, ended }, place) =>
      (status !== "stopped" && ended !== undefined) || place === MOST_BROKEN_OFF - 1,
  );
  if (begun === undefined) return undefined;
  const wallTime = (instant: number | undefined): number | undefined =>
    instant === undefined ? undefined : zone.wallTime(instant);
  return {
    started: zone.wallTime(begun.started),
    endedWell: wallTime(runs.find(({ status, ended }) => ended !== undefined && endsWell(status))?.ended),
    failed: begun.status === "failed" ? wallTime(begun.ended) : undefined,
  };
}

/** The later of what is known from here and from the store, which does not tell what kept items from being done. */
export function later(here: KnownRun | undefined, stored: KnownRun | undefined): KnownRun | undefined {
  if (here === undefined || stored === undefined) return here ?? stored;
  const ends = [here, stored].flatMap(({ endedWell }) => (endedWell === undefined ? [] : [endedWell]));
  return {
    started: Math.max(here.started ?? NEVER, stored.started ?? NEVER),
    endedWell: ends.length === 0 ? undefined : Math.max(...ends),
    refused: here.refused,
    failed:
      here.failed !== undefined && (stored.started ?? NEVER) <= here.failed ? here.failed : stored.failed,
  };
}
