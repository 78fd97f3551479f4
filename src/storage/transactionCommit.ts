import { isContangoError } from "../errors/contangoError.js";
import type { Fence } from "./commit.js";
import { whileFree } from "./commitHead.js";
import { pause } from "./host.js";
import { fenceChange } from "./leaseDocument.js";
import { keyOfChange, meetsExpectation } from "./recordValues.js";
import { settled } from "./recovery.js";
import type { Route } from "./routing.js";
import type { SeriesVersion } from "./seriesStore.js";
import type { Change, StorageEngine } from "./storage.js";
import { type Coordination, patienceOf } from "./turn.js";

/**
 * Commits by the engine's own transaction, which also checks that no commit over several engines holds it, and the
 * fence of a lease.
 */
export async function commitInTransaction(
  coordination: Coordination,
  { engine, head }: Route & { readonly engine: StorageEngine },
  changes: readonly Change[],
  fence: Fence | undefined,
): Promise<readonly (SeriesVersion | null)[]> {
  for (let attempt = 0; ; attempt++) {
    const checks = [whileFree(await head.id())];
    if (fence !== undefined) checks.push(await fenceChange(engine.records, fence));
    try {
      const versions = await engine.transact!([
        ...changes,
        ...checks.map((change) => ({ store: "records", change }) as const),
      ]);
      return versions.slice(0, changes.length);
    } catch (error) {
      if (!isContangoError(error, "STORE_VERSION_CONFLICT")) throw error;
      await settled(coordination, head, patienceOf(coordination));
      if (!(await allMet(engine, changes)) || attempt === ATTEMPTS) throw error;
      await pause(coordination.host, attempt);
    }
  }
}

/** More than enough: each repeat means that another commit came in between. */
const ATTEMPTS = 100;

/** Whether what the changes expect holds now: then it was a check of ours that refused, and not they. */
async function allMet({ series, records }: StorageEngine, changes: readonly Change[]): Promise<boolean> {
  for (const { store, change } of changes) {
    if (change.expected === undefined) continue;
    if (store === "series") {
      const info = await series.info(change.library, change.symbol);
      if ((info?.version ?? null) !== change.expected) return false;
    } else {
      const stored = await records.get(change.collection, keyOfChange(change));
      if (!meetsExpectation(stored, change.expected)) return false;
    }
  }
  return true;
}
