import { isDeepStrictEqual } from "node:util";
import { dataNameOf, HOUSEKEEPING } from "../../src/production/dataNames.js";
import { frameChecksum } from "../../src/storage/checksum.js";
import type { RecordDocument } from "../../src/storage/recordStore.js";
import { seenCommits } from "../../src/storage/seenCommits.js";
import type { Change, Storage } from "../../src/storage/storage.js";

/** A storage of which is known what was written. */
export interface WatchedStorage {
  readonly storage: Storage;
  /** Symbols that were written since it was last emptied, by library. */
  readonly touched: Map<string, Set<string>>;
  /** What `work` changed of what the desk knows: one line for each series or document that is not as it was before. */
  changesOf(work: () => Promise<unknown>): Promise<readonly string[]>;
}

/** What a run writes about itself. */
const BESIDE: ReadonlySet<string> = new Set(HOUSEKEEPING.filter((name) => name !== "attention"));

export function watchedStorage(storage: Storage): WatchedStorage {
  const touched = new Map<string, Set<string>>();
  let before: Map<string, { readonly change: Change; readonly content: unknown }> | undefined;
  const watch = async (change: Change): Promise<void> => {
    if (change.store === "series") {
      const { library, symbol } = change.change;
      const symbols = touched.get(library) ?? new Set();
      touched.set(library, symbols.add(symbol));
    }
    const name = nameOf(change);
    if (before === undefined || before.has(name) || isBeside(change)) return;
    before.set(name, { change, content: await contentOf(storage, change) });
  };
  const watched: Storage = {
    ...storage,
    records: {
      ...storage.records,
      put: async (collection, document) => {
        await watch({ store: "records", change: { kind: "put", collection, document } });
        return storage.records.put(collection, document);
      },
    },
    atomically: seenCommits(storage, async (changes) => {
      for (const change of changes) await watch(change);
    }),
  };
  return {
    storage: watched,
    touched,
    async changesOf(work) {
      const earlier = new Map<string, { readonly change: Change; readonly content: unknown }>();
      before = earlier;
      try {
        await work();
      } finally {
        before = undefined;
      }
      const changes: string[] = [];
      for (const [name, { change, content }] of earlier) {
        if (!isDeepStrictEqual(content, await contentOf(storage, change))) changes.push(name);
      }
      return changes;
    },
  };
}

function isBeside(change: Change): boolean {
  const stored = change.store === "series" ? change.change.library : change.change.collection.name;
  return BESIDE.has(dataNameOf(stored) ?? stored);
}

function nameOf(change: Change): string {
  if (change.store === "series") return `${change.change.library} ${change.change.symbol}`;
  return `${change.change.collection.name} ${JSON.stringify(keyOf(change))}`;
}

function keyOf({ change }: Extract<Change, { readonly store: "records" }>): Record<string, string> {
  const holder: RecordDocument = change.kind === "put" ? change.document : change.key;
  return Object.fromEntries(change.collection.key.map((field) => [field, String(holder[field])]));
}

async function contentOf({ series, records }: Storage, change: Change): Promise<unknown> {
  if (change.store === "records") return records.get(change.change.collection, keyOf(change));
  const stored = await series.read(change.change.library, change.change.symbol);
  return stored === undefined ? undefined : frameChecksum(stored.frame);
}
