import { COLLECTIONS } from "../storage/libraries.js";
import { nodeHost } from "../storage/nodeHost.js";
import type { RecordDocument } from "../storage/recordStore.js";
import type { Storage } from "../storage/storage.js";
import { formatTime } from "../time/text.js";
import type { Outcome } from "./outcome.js";

/** One run of a process, as it is recorded. */
export interface RunRecord {
  readonly id: string;
  readonly process: string;
  /** Epoch milliseconds UTC. */
  readonly started: number;
  /** Undefined while it runs, and for ever where it was killed. */
  readonly ended?: number;
  /** When it last showed that it was at work, as one that takes longer does every half a minute. */
  readonly seen?: number;
  /** `running` until it ends; `failed` also where it threw. */
  readonly status: Outcome["status"];
  readonly message: string;
  /** How many items there were, and how many a person has to see to or could not be done. */
  readonly items: number;
  readonly attention: number;
  readonly failed: number;
  readonly host: string;
  readonly pid: number;
  /** What tells the process from another that had its id. */
  readonly processStart: string;
}

export function runDocument({ started, ended, seen, ...run }: RunRecord): RecordDocument {
  return {
    ...run,
    started: new Date(started),
    ended: ended === undefined ? null : new Date(ended),
    ...(seen === undefined ? {} : { seen: new Date(seen) }),
  };
}

export function runOf(document: RecordDocument): RunRecord {
  const { ended, seen } = document;
  return {
    id: String(document.id),
    process: String(document.process),
    started: (document.started as Date).getTime(),
    ...(ended instanceof Date ? { ended: ended.getTime() } : {}),
    ...(seen instanceof Date ? { seen: seen.getTime() } : {}),
    status: document.status as RunRecord["status"],
    message: String(document.message),
    items: Number(document.items),
    attention: Number(document.attention),
    failed: Number(document.failed),
    host: String(document.host),
    pid: Number(document.pid),
    processStart: String(document.processStart),
  };
}

/** After so long without a sign of life a run on another machine counts as broken off, in milliseconds: as its lease does. */
const OUT_OF_SIGHT = 300_000;

/**
 * Whether a run that never ended is no longer at work: its process on this machine is gone; or, where that cannot be seen (it
 * is on another machine, or this one was started anew), it has shown no sign of life for five minutes.
 *
 * @param now epoch milliseconds UTC.
 */
export async function hasCrashed(
  { status, started, seen = started, host, pid, processStart }: RunRecord,
  now: number,
): Promise<boolean> {
  if (status !== "running") return false;
  const found = await nodeHost.look({ host, pid, start: processStart, thread: 0 });
  return found === "gone" || (found === "elsewhere" && now - seen >= OUT_OF_SIGHT);
}

/** What a run that crashed is said to have come to. */
export const crashedText = (
  { started, seen = started }: RunRecord,
  wallTime: (instant: number) => number,
): string =>
  `it never ended, and was last seen at ${formatTime(wallTime(seen)).slice(0, 16)}; the next run takes up where it was`;

/** The latest runs of a process, or of all, the last one first. */
export async function readRuns(
  storage: Storage,
  { process, last = 20 }: { readonly process?: string; readonly last?: number } = {},
): Promise<readonly RunRecord[]> {
  const { documents } = await storage.records.find(COLLECTIONS.runs, {
    ...(process === undefined ? {} : { equals: { process } }),
    sort: { field: "started", descending: true },
    limit: last,
  });
  return documents.map(runOf);
}
