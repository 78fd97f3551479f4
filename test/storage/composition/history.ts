import assert from "node:assert/strict";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import type { Collection, RecordDocument } from "../../../src/storage/recordStore.js";
import type { Batch, Storage } from "../../../src/storage/storage.js";

/** A symbol or document that keeps the ids of the batches that wrote to it, in order. */
export type Place =
  | { readonly kind: "series"; readonly library: string; readonly symbol: string }
  | { readonly kind: "record"; readonly collection: Collection; readonly name: string };

export const series = (library: string, symbol: string): Place => ({ kind: "series", library, symbol });
export const record = (name: string, key: string): Place => ({
  kind: "record",
  collection: { name, key: ["instrument_code"] },
  name: key,
});

export interface Attempt {
  readonly id: number;
  readonly places: readonly Place[];
  readonly outcome: "done" | "refused" | "unknown";
}

interface Seen {
  readonly ids: readonly number[];
  readonly version: string | null;
  readonly document: RecordDocument | undefined;
}

async function look(storage: Storage, place: Place): Promise<Seen> {
  if (place.kind === "series") {
    const stored = await storage.series.read(place.library, place.symbol);
    if (stored === undefined) return { ids: [], version: null, document: undefined };
    return { ids: [...stored.frame.floats("id")], version: stored.version, document: undefined };
  }
  const document = await storage.records.get(place.collection, { instrument_code: place.name });
  return { ids: (document?.ids as readonly number[] | undefined) ?? [], version: null, document };
}

/** Adds an id to the end of a place, where it still is as it was seen. */
function add(batch: Batch, place: Place, seen: Seen, id: number): void {
  if (place.kind === "record") {
    const document = { instrument_code: place.name, ids: [...seen.ids, id], count: seen.ids.length + 1 };
    const expected = seen.document === undefined ? null : { count: seen.ids.length };
    batch.putRecord(place.collection, document, expected);
    return;
  }
  const { library, symbol } = place;
  const ids = [...seen.ids, id];
  const whole = new Frame(Float64Array.from(ids.keys()), { id: floatColumn(Float64Array.from(ids)) });
  if (seen.ids.length % 2 === 0) batch.writeSeries(library, symbol, whole, seen.version);
  else batch.appendSeries(library, symbol, whole.rows(-1), seen.version);
}

/** Reads some places and adds an id to all of them, in one batch. */
export async function attempt(
  storage: Storage,
  id: number,
  places: readonly Place[],
  lossy: boolean,
): Promise<Attempt> {
  try {
    await storage.atomically(async (batch) => {
      for (const place of places) add(batch, place, await look(storage, place), id);
    });
    return { id, places, outcome: "done" };
  } catch (error) {
    if (isContangoError(error, "STORE_UNFINISHED")) return { id, places, outcome: "unknown" };
    const device = error instanceof Error && error.message.startsWith("EIO");
    if (device && lossy) return { id, places, outcome: "unknown" };
    if (device || isContangoError(error, "STORE_VERSION_CONFLICT") || isContangoError(error, "STORE_BUSY")) {
      return { id, places, outcome: "refused" };
    }
    throw error;
  }
}

const nameOf = (place: Place): string =>
  place.kind === "series" ? `${place.library}/${place.symbol}` : `${place.collection.name}/${place.name}`;

/**
 * Passes where every batch was done in all of its places or in none, what was acknowledged is there, what was
 * refused is not, and one order of the batches explains every place.
 */
export async function checkHistory(
  storageOf: (place: Place) => Storage,
  places: readonly Place[],
  attempts: readonly Attempt[],
): Promise<void> {
  const found = new Map<string, readonly number[]>();
  for (const place of places) found.set(nameOf(place), (await look(storageOf(place), place)).ids);
  for (const { id, places: written, outcome } of attempts) {
    const present = written.map((place) => found.get(nameOf(place))!.filter((each) => each === id).length);
    const text = `batch ${id} (${outcome}) in ${written.map(nameOf).join(", ")}: ${present.join(", ")}`;
    assert.ok(
      present.every((count) => count === present[0] && count <= 1),
      `torn: ${text}`,
    );
    if (outcome === "done") assert.equal(present[0], 1, `lost: ${text}`);
    if (outcome === "refused") assert.equal(present[0], 0, `refused and yet there: ${text}`);
  }
  const known = new Set(attempts.map(({ id }) => id));
  for (const [name, ids] of found) {
    for (const id of ids) assert.ok(known.has(id), `${name} holds ${id}, which nobody wrote`);
  }
  assertOneOrder([...found.values()]);
}

/** Passes where the lists can be merged into one order: no id stands before and after another. */
function assertOneOrder(lists: readonly (readonly number[])[]): void {
  const left = lists.map((list) => [...list]);
  for (;;) {
    const heads = left.filter((list) => list.length > 0).map((list) => list[0]!);
    if (heads.length === 0) return;
    const next = heads.find((id) => left.every((list) => list.indexOf(id) <= 0));
    assert.ok(next !== undefined, `no one order explains ${JSON.stringify(lists)}`);
    for (const list of left) if (list[0] === next) list.shift();
  }
}
