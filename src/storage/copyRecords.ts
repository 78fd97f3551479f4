import { createHash } from "node:crypto";
import { type CopyJob, copyMismatch } from "./copyJob.js";
import type { CopiedPart } from "./copyReport.js";
import type { Collection, RecordDocument, RecordKey, RecordPage } from "./recordStore.js";
import { recordText } from "./recordText.js";
import { keyOfChange } from "./recordValues.js";

export interface RecordsPlan {
  readonly name: string;
  readonly items: number;
  readonly collection: Collection;
  /** Keys of documents that are there and different. */
  readonly different: readonly string[];
}

const AT_ONCE = 500;

/** A document on both sides. */
interface Pair {
  readonly key: string;
  readonly source: RecordDocument;
  readonly target: RecordDocument | undefined;
}

const isEqual = ({ source, target }: Pair): boolean =>
  target !== undefined && recordText(source) === recordText(target);

/** Compares a collection on both sides. */
export async function planRecords(job: CopyJob, collection: Collection): Promise<RecordsPlan> {
  const different: string[] = [];
  let items = 0;
  for await (const page of pages(job, collection)) {
    items += page.length;
    for (const pair of page) {
      if (pair.target !== undefined && !isEqual(pair)) different.push(pair.key);
    }
  }
  return { name: collection.name, items, collection, different };
}

/** Writes what is missing or different, and reads it back. @throws ContangoError `COPY_MISMATCH`. */
export async function copyRecords(
  job: CopyJob,
  { name, items, collection }: RecordsPlan,
): Promise<CopiedPart> {
  const checksum = createHash("sha256");
  let written = 0;
  let copied = 0;
  if (items > 0) {
    for await (const page of pages(job, collection)) {
      const missing = page.filter((pair) => !isEqual(pair));
      await job.to.atomically((batch) => {
        for (const { source, target } of missing) batch.putRecord(collection, source, target ?? null);
      });
      for (const pair of missing) await checkArrived(job, collection, pair);
      for (const { key, source } of page) {
        checksum.update(recordText(source)).update("\n");
        job.onDone(name, key);
      }
      written += missing.length;
      copied += page.length;
    }
  }
  return { name, kind: "records", items: copied, rows: copied, written, checksum: checksum.digest("hex") };
}

async function checkArrived({ to }: CopyJob, collection: Collection, { key, source }: Pair): Promise<void> {
  const target = await to.records.get(collection, documentKey(collection, source));
  if (!isEqual({ key, source, target })) throw copyMismatch(collection.name, key);
}

/** Every document of the collection, in the order of the keys, with what the other side has of it. */
async function* pages(
  { from, to, signal }: CopyJob,
  collection: Collection,
): AsyncGenerator<readonly Pair[]> {
  let cursor: string | undefined;
  do {
    signal?.throwIfAborted();
    const page: RecordPage = await from.records.find(collection, {
      limit: AT_ONCE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const pairs: Pair[] = [];
    for (const source of page.documents) {
      const key = documentKey(collection, source);
      const target = await to.records.get(collection, key);
      pairs.push({ key: Object.values(key).join(", "), source, target });
    }
    if (pairs.length > 0) yield pairs;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

const documentKey = (collection: Collection, document: RecordDocument): RecordKey =>
  keyOfChange({ kind: "put", collection, document });
