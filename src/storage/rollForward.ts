import { ContangoError, isContangoError } from "../errors/contangoError.js";
import type { CommittedHead, Head, HeadStore } from "./commitHead.js";
import type { JournaledRecord } from "./journal.js";
import type { RecordChange, RecordDocument, RecordStore } from "./recordStore.js";
import { recordText } from "./recordText.js";
import type { SeriesStore, StagedSeries } from "./seriesStore.js";
import type { StorageEngine } from "./storage.js";
import { type Coordination, endTurn, keepTurn, renewTurn, type Turn } from "./turn.js";

/**
 * Shows what a commit decided and ends its turn. Doing any part of it again does nothing, so that it can be
 * finished by anyone, from anywhere. Whoever `recovers` a commit of another process also makes sure that what it had
 * staged was there.
 *
 * @throws ContangoError `STORE_BUSY` where another took the turn over; `STORE_UNFINISHED` where an engine that takes
 * part is not routed here; `STORE_CORRUPT` where staged data is gone.
 */
export async function rollForward(
  coordination: Coordination,
  turn: Turn<CommittedHead>,
  recovers: boolean,
): Promise<void> {
  const { series, records } = turn.head.entry;
  const engines = await concernedEngines(coordination, turn);
  for (const staged of series) {
    const engine = engines(staged.library);
    if (engine === undefined) continue;
    await keepTurn(coordination, turn);
    await show(coordination, turn, engine.series, staged, recovers);
  }
  for (const [store, changes] of byStore(records, (name) => engines(name)?.records)) {
    for (let at = 0; at < changes.length; at += AT_ONCE)
      await applyRecords(coordination, turn, store, changes.slice(at, at + AT_ONCE));
  }
  for (const id of turn.head.entry.participants) {
    const store = await headById(coordination, id);
    const head = await store.read();
    if (isHeldBy(head, turn)) await store.swap(head, { state: "free", id });
  }
  await endTurn(turn);
}

const isHeldBy = (head: Head, turn: Turn): boolean =>
  head.state === "held" && head.commit === turn.head.commit;

/**
 * The engine of a library or collection of the entry, or `undefined` where its head was freed: then all of its part
 * is shown, and may have been changed by others since.
 */
async function concernedEngines(
  coordination: Coordination,
  turn: Turn<CommittedHead>,
): Promise<(name: string) => StorageEngine | undefined> {
  const held = new Map<HeadStore, boolean>([[turn.store, true]]);
  for (const id of turn.head.entry.participants) {
    const store = await headById(coordination, id);
    held.set(store, isHeldBy(await store.read(), turn));
  }
  return (name) => {
    const { engine, head } = coordination.router.of(name);
    const isHeld = held.get(head);
    if (isHeld === undefined) throw notRouted(name);
    return isHeld ? engine : undefined;
  };
}

/** The head of an id among the routed engines. @throws ContangoError `STORE_UNFINISHED`. */
export async function headById({ router }: Coordination, id: string): Promise<HeadStore> {
  for (const store of router.heads) if ((await store.id()) === id) return store;
  throw notRouted(id);
}

function notRouted(what: string): ContangoError {
  return new ContangoError(
    "STORE_UNFINISHED",
    "storage",
    `a commit over several engines is unfinished, and the one of ${what} is not the one that is open here; open once with the routes it was made with`,
    { details: { what }, retryable: true },
  );
}

async function show(
  { host }: Coordination,
  turn: Turn,
  series: SeriesStore,
  staged: StagedSeries,
  recovers: boolean,
): Promise<void> {
  const { library, symbol } = staged;
  try {
    await series.publish(staged);
  } catch (error) {
    if (!isContangoError(error, "STORE_VERSION_CONFLICT")) throw error;
    // A program that takes no turns wrote here after the commit was decided: what it wrote stands.
    await renewTurn(host, turn);
    await series.discard(staged);
    return;
  }
  if (!recovers || ((await series.info(library, symbol))?.version ?? null) === staged.next) return;
  await renewTurn(host, turn);
  throw new ContangoError(
    "STORE_CORRUPT",
    "storage",
    `"${symbol}" of "${library}" has a decided commit whose staged data is gone; restore it, open the engine it was written to, or give the commit up by deleting the document "head" of contango_journal`,
    { details: { library, symbol } },
  );
}

/** How many records are written at once, between two signs of life. */
const AT_ONCE = 500;

function byStore(
  records: readonly JournaledRecord[],
  storeOf: (collection: string) => RecordStore | undefined,
): ReadonlyMap<RecordStore, readonly JournaledRecord[]> {
  const stores = new Map<RecordStore, JournaledRecord[]>();
  for (const record of records) {
    const store = sameDocument(record.before, record.after) ? undefined : storeOf(record.collection.name);
    if (store === undefined) continue;
    const those = stores.get(store);
    if (those === undefined) stores.set(store, [record]);
    else those.push(record);
  }
  return stores;
}

/** Writes records that still are as they were. */
async function applyRecords(
  coordination: Coordination,
  turn: Turn,
  store: RecordStore,
  records: readonly JournaledRecord[],
): Promise<void> {
  const due: JournaledRecord[] = [];
  for (const record of records) {
    await keepTurn(coordination, turn);
    // That there was none is told by the swap itself.
    if (record.before === null || (await isBefore(store, record))) due.push(record);
  }
  const done = await compareAndSetAll(coordination, turn, store, due.map(changeOf));
  for (const [place, record] of due.entries()) {
    // A store may compare some value otherwise than as equal text; the turn keeps every other writer away.
    if (done[place] === true || !(await isBefore(store, record))) continue;
    await renewTurn(coordination.host, turn);
    const { collection, key, after } = record;
    if (after === null) await store.delete(collection, key);
    else await store.put(collection, after);
  }
}

async function compareAndSetAll(
  coordination: Coordination,
  turn: Turn,
  store: RecordStore,
  changes: readonly RecordChange[],
): Promise<readonly boolean[]> {
  if (changes.length === 0) return [];
  if (store.compareAndSetAll !== undefined) return store.compareAndSetAll(changes);
  const done: boolean[] = [];
  for (const change of changes) {
    await keepTurn(coordination, turn);
    done.push(await store.compareAndSet(change));
  }
  return done;
}

async function isBefore(store: RecordStore, { collection, key, before }: JournaledRecord): Promise<boolean> {
  return sameDocument((await store.get(collection, key)) ?? null, before);
}

function changeOf({ collection, key, before, after }: JournaledRecord): RecordChange {
  return after === null
    ? { kind: "delete", collection, key, ...(before === null ? {} : { expected: before }) }
    : { kind: "put", collection, document: after, expected: before };
}

const sameDocument = (a: RecordDocument | null, b: RecordDocument | null): boolean =>
  recordText(a) === recordText(b);
