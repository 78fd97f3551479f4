import { openBatch } from "./batch.js";
import type { Batch, Change, Storage } from "./storage.js";

/** `atomically` of a storage, with each commit's changes shown to `see` before they are made: one for a symbol or a document. */
export function seenCommits(
  storage: Storage,
  see: (changes: readonly Change[]) => void | Promise<void>,
): Storage["atomically"] {
  return (fn, options) =>
    storage.atomically(async (batch) => {
      const { batch: collecting, end } = openBatch();
      const result = await fn(collecting);
      const changes = end();
      await see(changes);
      for (const change of changes) addChange(batch, change);
      return result;
    }, options);
}

function addChange(batch: Batch, { store, change }: Change): void {
  if (store === "records") {
    if (change.kind === "put") batch.putRecord(change.collection, change.document, change.expected);
    else batch.deleteRecord(change.collection, change.key, change.expected);
    return;
  }
  const { library, symbol, expected } = change;
  if (change.kind === "delete") batch.deleteSeries(library, symbol, expected);
  else if (change.kind === "write") batch.writeSeries(library, symbol, change.frame, expected);
  else batch.appendSeries(library, symbol, change.frame, expected);
}
