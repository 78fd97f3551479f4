import { COLLECTIONS } from "../storage/libraries.js";
import { nodeHost } from "../storage/nodeHost.js";
import type { RecordDocument } from "../storage/recordStore.js";
import type { Batch, Storage } from "../storage/storage.js";

/** A decision of a person, or one that stands for it, and what it changed. */
export interface AuditEntry {
  readonly id: string;
  /** The instant, epoch milliseconds UTC. */
  readonly time: number;
  /** The tool or process: `rollInstrument`. */
  readonly tool: string;
  /** What was done: `roll`. */
  readonly action: string;
  /** What it was done to: an instrument, a contract, `capital`. */
  readonly item: string;
  /** One sentence, with the numbers. */
  readonly message: string;
  /** What is needed to understand it, or to take it back. */
  readonly details: RecordDocument;
}

/** Adds an entry to a batch, so that it is there if and only if the change is. */
export function putAudit(batch: Batch, { time, ...entry }: Omit<AuditEntry, "id">): void {
  const id = `${new Date(time).toISOString()} ${entry.tool} ${nodeHost.newId()}`;
  batch.putRecord(COLLECTIONS.audit, { id, time: new Date(time), ...entry }, null);
}

export interface AuditQuery {
  readonly tool?: string;
  readonly action?: string;
  readonly item?: string;
  /** At most so many, the last ones (default 20). */
  readonly last?: number;
}

/** What was decided, the last first. */
export async function readAudit(
  storage: Storage,
  { last = 20, ...equals }: AuditQuery = {},
): Promise<readonly AuditEntry[]> {
  const { documents } = await storage.records.find(COLLECTIONS.audit, {
    equals: equals as RecordDocument,
    sort: { field: "time", descending: true },
    limit: last,
  });
  return documents.map(auditOf);
}

function auditOf(document: RecordDocument): AuditEntry {
  return {
    id: String(document.id),
    time: (document.time as Date).getTime(),
    tool: String(document.tool),
    action: String(document.action),
    item: String(document.item),
    message: String(document.message),
    details: document.details as RecordDocument,
  };
}
