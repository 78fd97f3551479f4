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
  for (const change of records) {
    const engine = engines(change.collection.name);
    if (engine === undefined) continue;
    await keepTurn(coordination, turn);
    await applyRecord(coordination, turn, engine.records, change);
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

async function applyRecord(
  { host }: Coordination,
  turn: Turn,
  records: RecordStore,
  change: JournaledRecord,
): Promise<void> {
  const { collection, key, before, after } = change;
  if (sameDocument(before, after)) return;
  const isBefore = async (): Promise<boolean> =>
    sameDocument((await records.get(collection, key)) ?? null, before);
  if (!(await isBefore())) return;
  const write: RecordChange =
    after === null
      ? { kind: "delete", collection, key, ...(before === null ? {} : { expected: before }) }
      : { kind: "put", collection, document: after, expected: before };
  if (await records.compareAndSet(write)) return;
  // A store may compare some value otherwise than as equal text; the turn keeps every other writer away.
  if (!(await isBefore())) return;
  await renewTurn(host, turn);
  if (after === null) await records.delete(collection, key);
  else await records.put(collection, after);
}

const sameDocument = (a: RecordDocument | null, b: RecordDocument | null): boolean =>
  recordText(a) === recordText(b);
