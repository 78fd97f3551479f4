import { COLLECTIONS } from "../storage/libraries.js";
import type { RecordDocument } from "../storage/recordStore.js";
import type { Storage } from "../storage/storage.js";
import type { Outcome } from "./outcome.js";

/** One run of a process, as it is recorded. */
export interface RunRecord {
  readonly id: string;
  readonly process: string;
  /** Epoch milliseconds UTC. */
  readonly started: number;
  /** Undefined while it runs, and for ever where it was killed. */
  readonly ended?: number;
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

export function runDocument({ started, ended, ...run }: RunRecord): RecordDocument {
  return { ...run, started: new Date(started), ended: ended === undefined ? null : new Date(ended) };
}

export function runOf(document: RecordDocument): RunRecord {
  const { ended } = document;
  return {
    id: String(document.id),
    process: String(document.process),
    started: (document.started as Date).getTime(),
    ...(ended instanceof Date ? { ended: ended.getTime() } : {}),
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
