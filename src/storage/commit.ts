/**
 * How several writes become one.
 *
 * A commit whose changes all go to one engine with a transaction of its own (`transact`) is that transaction; the
 * transaction also rewrites the head of the engine, unchanged and expected to be free.
 *
 * Every other commit takes turns by the head, one document in the record store of each engine (`commitHead.ts`):
 *   1. take    the home head (the default engine's, or that of the only engine concerned) from free to held, then
 *              those of the other engines concerned, with an id that is never used again;
 *   2. check   lease and expected fields, note the documents that will be replaced, stage the series;
 *   3. decide  swap the home head from held to committed: it now is the journal entry;
 *   4. show    publish the series, write the records, free the other heads, then the home head.
 *
 * What holds:
 *   - A head changes only by a compare-and-set on what was read, so at most one commit holds an engine, and two
 *     commits never check against the same state and both succeed.
 *   - A commit is decided by one write to one document. Before it nothing is visible; after it everything will be.
 *   - Whoever is refused a head asks whether its holder is gone (same host) or has stood still for the time-out. If
 *     so: a decided commit is shown to its end, by the entry alone; an undecided one is replaced by a commit of
 *     another id, so that its owner, should it wake up, fails at step 3, and what it staged is removed.
 *   - A head held for another home is never taken while that home is held by the same commit.
 *   - Showing can be repeated: a published series is not published again, a record is written only where the
 *     replaced document still stands, and what is kept at a head that was freed is left alone. A process that was taken over stops at its next sign of life; all it could
 *     still do is one write that was under way for three quarters of the time-out.
 *   - Leases change hands by commits, and a commit checks its lease while it holds the head: a fence that is
 *     current in step 2 is current in step 3.
 */

import { commitByJournal } from "./journalCommit.js";
import type { Lease } from "./leases.js";
import type { SeriesVersion } from "./seriesStore.js";
import type { Change } from "./storage.js";
import { commitInTransaction } from "./transactionCommit.js";
import type { Coordination } from "./turn.js";

/** The part of a lease that a commit checks. */
export type Fence = Pick<Lease, "name" | "fence">;

/**
 * Does all changes or none; at most one to each symbol and document. Gives the new version of each changed series,
 * `null` for a deletion or a record.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT`, `LEASE_LOST`, `STORE_BUSY`; `STORE_UNFINISHED` where all is decided
 * and durable but could not be shown.
 */
export async function commit(
  coordination: Coordination,
  changes: readonly Change[],
  fence?: Fence,
): Promise<readonly (SeriesVersion | null)[]> {
  if (changes.length === 0) return [];
  const { router } = coordination;
  const routes = new Set(changes.map(router.ofChange));
  if (fence !== undefined && !routes.has(router.default)) routes.add(router.default);
  const [only] = routes;
  return routes.size === 1 && only?.engine.transact !== undefined
    ? commitInTransaction(coordination, only, changes, fence)
    : commitByJournal(coordination, routes, changes, fence);
}
