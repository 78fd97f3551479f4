import { isContangoError } from "../errors/contangoError.js";
import { activeWork } from "./activeWork.js";
import type { HeadStore, HeldHead } from "./commitHead.js";
import { pause } from "./host.js";
import { settle, settled } from "./recovery.js";
import type { Route } from "./routing.js";
import { type Coordination, endTurn, patienceOf, type Turn } from "./turn.js";

/** The heads of one commit: the home, where it is decided, and those of the other engines concerned. */
export interface Turns {
  readonly home: Turn;
  readonly participants: readonly Turn[];
}

/**
 * Holds the heads of some engines while `work` runs, and frees them unless it leaves them.
 *
 * @throws ContangoError `STORE_BUSY` where others do not end in time; `STORE_UNFINISHED`.
 */
export function inTurn<T>(
  coordination: Coordination,
  routes: Iterable<Route>,
  work: (turns: Turns) => Promise<T>,
): Promise<T> {
  const heads = [...new Set([...routes].map(({ head }) => head))];
  const home = heads.length === 1 ? heads[0]! : coordination.router.default.head;
  return coordination.queue(async () => {
    const others = await sortedById(heads.filter((head) => head !== home));
    const start = coordination.host.monotonic();
    for (let attempt = 0; ; attempt++) {
      const commit = coordination.host.newId();
      activeWork.add(commit);
      const taken: Turn[] = [];
      try {
        taken.push(await take(coordination, home, home, commit, patienceOf(coordination)));
        // Holding one and waiting for another, two may wait for each other: so not for long.
        for (const head of others) taken.push(await take(coordination, head, home, commit, SHORT));
      } catch (error) {
        await release(taken, commit);
        const isBusy = isContangoError(error, "STORE_BUSY");
        if (!isBusy) await settleAll(coordination, [home, ...others]);
        if (!isBusy || coordination.host.monotonic() - start >= patienceOf(coordination)) throw error;
        await pause(coordination.host, attempt + 3);
        continue;
      }
      const [first, ...participants] = taken;
      let failed = true;
      try {
        const result = await work({ home: first!, participants });
        failed = false;
        return result;
      } finally {
        if (!first!.left) await release(taken, commit);
        activeWork.delete(commit);
        if (failed && first!.left) await settleAll(coordination, [home, ...others]);
      }
    }
  });
}

/** Tries to put in order what a failing device left, so that others need not wait for it. */
async function settleAll(coordination: Coordination, heads: readonly HeadStore[]): Promise<void> {
  for (const head of heads) await settle(coordination, head).catch(() => undefined);
}

/** Milliseconds that a holder waits for a further head. */
const SHORT = 250;

async function sortedById(heads: readonly HeadStore[]): Promise<readonly HeadStore[]> {
  const named = [];
  for (const head of heads) named.push({ head, id: await head.id() });
  return named.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ head }) => head);
}

async function take(
  coordination: Coordination,
  store: HeadStore,
  home: HeadStore,
  commit: string,
  patience: number,
): Promise<Turn> {
  const { host } = coordination;
  const start = host.monotonic();
  for (;;) {
    const free = await settled(coordination, store, patience - (host.monotonic() - start));
    const shown = host.monotonic();
    const head: HeldHead = {
      state: "held",
      id: free.id,
      commit,
      home: await home.id(),
      owner: await host.self(),
      beat: 0,
    };
    if (await store.swap(free, head)) return { store, head, shown, left: false };
  }
}

/** Frees what is still held; what cannot be freed now is abandoned, and whoever comes next settles it. */
async function release(taken: readonly Turn[], commit: string): Promise<void> {
  for (const turn of [...taken].reverse()) await endTurn(turn).catch(() => false);
  activeWork.delete(commit);
}
