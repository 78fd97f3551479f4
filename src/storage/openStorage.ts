import { openBatch } from "./batch.js";
import { commit } from "./commit.js";
import type { StorePair } from "./compose.js";
import type { Host } from "./host.js";
import { nodeHost } from "./nodeHost.js";
import { recover } from "./recovery.js";
import { routedRecords } from "./routedRecords.js";
import { routedSeries } from "./routedSeries.js";
import { openRoutes, type StorageRoutes } from "./routing.js";
import type { Storage, StorageEngine } from "./storage.js";
import { takeLease } from "./takeLease.js";
import type { Coordination } from "./turn.js";

export interface StorageOptions {
  /**
   * How long another process may stand still in the middle of a commit before its turn is taken over, in
   * milliseconds. The same for all that share the storage.
   */
  readonly timeout?: number;
  /** The machine: clocks and processes. Tests give their own. */
  readonly host?: Host;
}

const HALF_A_MINUTE = 30_000;

/**
 * Opens an engine, a pair of stores, or engines by kind of data as one storage, and finishes what a process that
 * was killed had decided to write. Closing the storage closes its engines.
 *
 * @throws ContangoError `STORE_ROUTE` for a route of no known kind; `STORE_BUSY` (retryable) where another process is
 * in the middle of a commit and does not end in time; `STORE_UNFINISHED`, `STORE_FORMAT`, `STORE_IO`.
 * @example
 * const storage = await openStorage(await openSqlite("desk.sqlite"));
 * @example
 * const storage = await openStorage({ default: desk, prices: shared });
 */
export async function openStorage(
  engines: StorageEngine | StorePair | StorageRoutes,
  { timeout = HALF_A_MINUTE, host = nodeHost }: StorageOptions = {},
): Promise<Storage> {
  const coordination: Coordination = {
    router: openRoutes(engines, host),
    host,
    timeout,
    observed: new Map(),
    leases: new Set(),
    queue: oneAfterTheOther(),
  };
  await recover(coordination);

  let closing: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    // One that cannot be given back is taken over when this process has ended.
    for (const lease of coordination.leases) await lease.release().catch(() => undefined);
    await coordination.queue(async () => undefined);
    for (const { engine } of coordination.router.routes) {
      await engine.series.close();
      await engine.records.close();
    }
  };
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  const [only, ...others] = coordination.router.routes;
  const snapshot = others.length === 0 ? only?.engine.snapshot : undefined;
  return {
    series: routedSeries(coordination, close),
    records: routedRecords(coordination, close),
    async atomically(fn, { lease } = {}) {
      const { batch, end } = openBatch();
      const result = await fn(batch);
      await commit(coordination, end(), lease);
      return result;
    },
    lease: (name, options) => takeLease(coordination, name, options),
    ...(snapshot === undefined ? {} : { snapshot }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Runs tasks in the order in which they are given, each after the one before has ended. */
function oneAfterTheOther(): Coordination["queue"] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
