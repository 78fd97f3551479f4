import { ContangoError, isContangoError } from "../errors/contangoError.js";
import type { Fence } from "./commit.js";
import type { CommittedHead, Head } from "./commitHead.js";
import type { JournaledRecord } from "./journal.js";
import { checkFence } from "./leaseDocument.js";
import { copyValue, keyOfChange, meetsExpectation } from "./recordValues.js";
import { settled } from "./recovery.js";
import { rollForward } from "./rollForward.js";
import type { Route } from "./routing.js";
import type { SeriesChange, SeriesVersion, StagedSeries } from "./seriesStore.js";
import type { Change } from "./storage.js";
import { recordConflict } from "./storeErrors.js";
import { inTurn, type Turns } from "./takeTurn.js";
import { type Coordination, keepTurn, patienceOf, type Turn, turnLost } from "./turn.js";

/** Commits by the journal: take, check, decide, show, as `commit.ts` tells. */
export function commitByJournal(
  coordination: Coordination,
  routes: Iterable<Route>,
  changes: readonly Change[],
  fence: Fence | undefined,
): Promise<readonly (SeriesVersion | null)[]> {
  const { router } = coordination;
  return inTurn(coordination, routes, async (turns) => {
    const staged = new Map<Change, StagedSeries>();
    try {
      if (fence !== undefined) await checkFence(router.default.engine.records, fence);
      const records = await noteRecords(coordination, changes);
      for (const change of changes) {
        if (change.store !== "series") continue;
        await keepTurn(coordination, turns.home);
        staged.set(change, await stage(router.ofChange(change), change.change, turns.home));
      }
      await show(coordination, await decide(turns, [...staged.values()], records));
    } catch (error) {
      if (!turns.home.left) await discardAll(coordination, turns.home, staged.values());
      throw error;
    }
    return changes.map((change) => staged.get(change)?.next ?? null);
  });
}

async function stage({ engine }: Route, change: SeriesChange, home: Turn): Promise<StagedSeries> {
  try {
    return await engine.series.stage(change);
  } catch (error) {
    // A refusal has staged nothing. Whatever else failed may have, and whoever settles the head removes it.
    home.left = !(isContangoError(error, "STORE_VERSION_CONFLICT") || isContangoError(error, "STORE_APPEND"));
    throw error;
  }
}

/** The record changes with the documents they replace. @throws ContangoError `STORE_VERSION_CONFLICT`. */
async function noteRecords(
  { router }: Coordination,
  changes: readonly Change[],
): Promise<readonly JournaledRecord[]> {
  const noted: JournaledRecord[] = [];
  for (const each of changes) {
    if (each.store !== "records") continue;
    const { change } = each;
    const { collection } = change;
    const key = keyOfChange(change);
    const before = await router.ofChange(each).engine.records.get(collection, key);
    if (!meetsExpectation(before, change.expected)) throw recordConflict(change);
    const after = change.kind === "put" ? copyValue(change.document, collection.name) : null;
    noted.push({ collection, key, before: before ?? null, after });
  }
  return noted;
}

/** Swaps the home head from held to committed: with that one write the commit is decided. */
async function decide(
  { home, participants }: Turns,
  series: readonly StagedSeries[],
  records: readonly JournaledRecord[],
): Promise<Turn<CommittedHead>> {
  const held = home.head;
  const { id, commit, owner, beat } = held;
  const entry = { series, records, participants: participants.map(({ head }) => head.id) };
  const head: CommittedHead = { state: "committed", id, commit, owner, beat, entry };
  home.left = true;
  const outcome = await home.store.swap(held, head).catch((error: unknown) => withdraw(home, error));
  if (outcome) return Object.assign(home, { head });
  home.left = false;
  throw turnLost();
}

/**
 * Finds out what the head holds after a device failed while the entry was written: true where the entry stands. One
 * that may still arrive is kept out by freeing the head first.
 */
async function withdraw(home: Turn, cause: unknown): Promise<boolean> {
  const { store, head } = home;
  try {
    const withdrawn = await store.swap(head, { state: "free", id: head.id });
    const now = await store.read();
    if (!withdrawn && now.state === "committed" && now.commit === head.commit) return true;
    home.left = !withdrawn;
  } catch {
    // The device still fails: what the head holds stays unknown.
  }
  throw home.left ? unfinished("may or may not have been decided, and", cause) : cause;
}

async function discardAll(
  { router }: Coordination,
  home: Turn,
  staged: Iterable<StagedSeries>,
): Promise<void> {
  try {
    for (const each of staged) await router.of(each.library).engine.series.discard(each);
  } catch {
    // Whoever settles the head removes what is staged.
    home.left = true;
  }
}

/** Shows what is decided, or waits for whoever took that over. @throws ContangoError `STORE_UNFINISHED`. */
async function show(coordination: Coordination, turn: Turn<CommittedHead>): Promise<void> {
  const { commit } = turn.head;
  const isShown = (head: Head): boolean => head.state === "free" || head.commit !== commit;
  try {
    await rollForward(coordination, turn, false).catch(async (error: unknown) => {
      if (!isContangoError(error, "STORE_BUSY")) throw error;
      await settled(coordination, turn.store, patienceOf(coordination), isShown);
    });
  } catch (error) {
    throw unfinished("is decided and durable, but", error);
  }
}

function unfinished(what: string, cause: unknown): ContangoError {
  return new ContangoError(
    "STORE_UNFINISHED",
    "storage",
    `this commit ${what} could not be finished; the next commit, or opening the storage, finishes it: read again before you repeat it`,
    { cause, retryable: true },
  );
}
