import { COLLECTIONS } from "../storage/libraries.js";
import type { RecordDocument } from "../storage/recordStore.js";
import type { Batch, Storage } from "../storage/storage.js";
import type { OutcomeItem, Severity } from "./outcome.js";

/** Something that a person has to see to, or that could not be done, until a run finds it settled. */
export interface AttentionEntry {
  readonly process: string;
  readonly item: string;
  readonly severity: Exclude<Severity, "ok">;
  readonly status: string;
  readonly message: string;
  /** The instant at which it was first found, epoch milliseconds UTC. */
  readonly since: number;
}

/** What is open, of one process or of all, oldest first. */
export async function readAttention(storage: Storage, process?: string): Promise<readonly AttentionEntry[]> {
  const { documents } = await storage.records.find(
    COLLECTIONS.attention,
    process === undefined ? {} : { equals: { process } },
  );
  return documents.map(entryOf).sort((a, b) => a.since - b.since);
}

/** What a run changes in the list of its process. */
export interface AttentionChange {
  readonly put: readonly AttentionEntry[];
  readonly settled: readonly AttentionEntry[];
}

/**
 * Compares what is open with what a run found. An item that is fine again is settled; one of the same status and message
 * stays as it is; where the run covered everything there is, what it did not come across is settled too.
 */
export function attentionChange(
  process: string,
  open: readonly AttentionEntry[],
  items: readonly OutcomeItem[],
  options: { readonly now: number; readonly complete: boolean },
): AttentionChange {
  const before = new Map(open.map((entry) => [entry.item, entry]));
  const found = new Set(items.map(({ name }) => name));
  const trouble = new Map(
    items.flatMap(({ name: item, severity, status, message }) =>
      severity === "ok" ? [] : [[item, { process, item, severity, status, message }] as const],
    ),
  );
  const put = [...trouble.values()].flatMap((now): AttentionEntry[] => {
    const entry = before.get(now.item);
    const isSame =
      entry?.status === now.status && entry.message === now.message && entry.severity === now.severity;
    return isSame ? [] : [{ ...now, since: entry?.since ?? options.now }];
  });
  const settled = open.filter(({ item }) => !trouble.has(item) && (found.has(item) || options.complete));
  return { put, settled };
}

/** Writes a change of the list. */
export function writeAttention(batch: Batch, { put, settled }: AttentionChange): void {
  for (const { since, ...entry } of put) {
    batch.putRecord(COLLECTIONS.attention, { ...entry, since: new Date(since) });
  }
  for (const { process, item } of settled) batch.deleteRecord(COLLECTIONS.attention, { process, item });
}

const entryOf = (document: RecordDocument): AttentionEntry => ({
  process: String(document.process),
  item: String(document.item),
  severity: document.severity as AttentionEntry["severity"],
  status: String(document.status),
  message: String(document.message),
  since: (document.since as Date).getTime(),
});
