import { isContangoError } from "../errors/contangoError.js";
import { isHeadAbandoned } from "./abandoned.js";
import { activeWork } from "./activeWork.js";
import type { CommittedHead, Head, HeadStore, HeldHead } from "./commitHead.js";
import { pause } from "./host.js";
import { headById, rollForward } from "./rollForward.js";
import { type Coordination, endTurn, patienceOf, renewTurn, storageBusy, type Turn } from "./turn.js";

/**
 * Finishes or clears away what an abandoned commit left at a head. Gives the head when that is done: free, or held
 * by a process that is at work on it.
 *
 * @throws ContangoError `STORE_UNFINISHED` where an engine that takes part is not routed here.
 */
export async function settle(coordination: Coordination, store: HeadStore): Promise<Head> {
  for (;;) {
    const head = await store.read();
    if (head.state === "free" || !(await isHeadAbandoned(coordination, store, head))) return head;
    if (head.state === "committed") await finish(coordination, store, head);
    else if (await isUndecided(coordination, head)) return head;
    else await clear(coordination, store, head);
  }
}

/** Takes over a decided commit and shows it. */
async function finish(coordination: Coordination, store: HeadStore, head: CommittedHead): Promise<void> {
  await takeOver(coordination, store, head, head, (turn) => rollForward(coordination, turn, true));
}

/** Takes over a head whose commit can never be decided, and removes what it had staged. */
async function clear(coordination: Coordination, store: HeadStore, head: HeldHead): Promise<void> {
  const { router, host } = coordination;
  const commit = host.newId();
  await takeOver(coordination, store, head, { ...head, commit, home: head.id }, async (turn) => {
    const own = router.routes.filter((route) => route.head === store);
    const found = [];
    for (const { engine } of own) found.push({ engine, staged: await engine.series.leftovers() });
    // Only while the turn was kept was nobody else staging: then all that was found is left over.
    await renewTurn(host, turn);
    for (const { engine, staged } of found) {
      for (const each of staged) await engine.series.discard(each);
    }
    await endTurn(turn);
  });
}

/** Does some work in the turn of a head that is taken over; where another takes over in turn, the work is theirs. */
async function takeOver<State extends HeldHead | CommittedHead>(
  { host }: Coordination,
  store: HeadStore,
  from: Head,
  to: State,
  work: (turn: Turn<State>) => Promise<void>,
): Promise<void> {
  const head = { ...to, owner: await host.self(), beat: to.beat + 1 };
  const shown = host.monotonic();
  activeWork.add(head.commit);
  try {
    if (await store.swap(from, head)) await work({ store, head, shown, left: false });
  } catch (error) {
    if (!isContangoError(error, "STORE_BUSY")) throw error;
  } finally {
    activeWork.delete(head.commit);
  }
}

/**
 * Whether a held head may still become part of a decided commit: its home is held by that commit, and somebody is at
 * work there. What was decided is finished here.
 */
async function isUndecided(coordination: Coordination, head: HeldHead): Promise<boolean> {
  if (head.home === head.id) return false;
  const home = await headById(coordination, head.home);
  const now = await home.read();
  if (now.state === "free" || now.commit !== head.commit) return false;
  const after = await settle(coordination, home);
  return after.state !== "free" && after.commit === head.commit;
}

/**
 * Settles a head and waits until it is free, or until `enough` says so.
 *
 * @throws ContangoError `STORE_BUSY` where that takes longer than `patience` milliseconds.
 */
export async function settled(
  coordination: Coordination,
  store: HeadStore,
  patience: number,
  enough: (head: Head) => boolean = (head) => head.state === "free",
): Promise<Head> {
  const { host } = coordination;
  const start = host.monotonic();
  for (let attempt = 0; ; attempt++) {
    const head = await settle(coordination, store);
    if (head.state === "free" || enough(head)) return head;
    if (host.monotonic() - start >= patience) throw storageBusy(head);
    await pause(host, attempt);
  }
}

/** Finishes what earlier processes decided and left, so that nothing is read half shown. */
export async function recover(coordination: Coordination): Promise<void> {
  for (const store of coordination.router.heads) {
    const found = await store.peek();
    if (found?.state === "committed") {
      const shown = (head: Head): boolean => head.state !== "committed" || head.commit !== found.commit;
      await settled(coordination, store, patienceOf(coordination), shown);
    } else if (found?.state === "held") {
      await settle(coordination, store).catch(mayWait);
    }
  }
}

/** What nobody decided stops nobody from reading, where only another storage, or one that can write, may clear it. */
function mayWait(error: unknown): void {
  if (!isContangoError(error, "STORE_UNFINISHED") && !isContangoError(error, "STORE_READ_ONLY")) throw error;
}
