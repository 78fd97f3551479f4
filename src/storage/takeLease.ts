import { ContangoError, isContangoError } from "../errors/contangoError.js";
import { isLeaseAbandoned, isOutOfSight } from "./abandoned.js";
import { activeWork } from "./activeWork.js";
import { commit } from "./commit.js";
import { pause, processText } from "./host.js";
import { checkFence, type LeaseHolder, type LeaseState, leaseChange, readLease } from "./leaseDocument.js";
import type { Lease, LeaseOptions } from "./leases.js";
import type { Coordination } from "./turn.js";

const SECOND = 1000;
const FIVE_MINUTES = 300 * SECOND;

/**
 * Takes a named lease: where nobody holds it, or its holder is gone.
 *
 * @throws ContangoError `LEASE_HELD` (retryable) while another holds it.
 */
export async function takeLease(
  coordination: Coordination,
  name: string,
  { timeout = FIVE_MINUTES, owner = "", wait = 0, untilSign = false }: LeaseOptions = {},
): Promise<Lease> {
  const { host, router } = coordination;
  const start = host.monotonic();
  let firstSign: string | undefined;
  for (let attempt = 0; ; attempt++) {
    const lease = await readLease(router.default.engine.records, name);
    const sign = `${lease.fence} ${lease.beat}`;
    firstSign ??= sign;
    if (lease.holder === null || (await isLeaseAbandoned(coordination, lease))) {
      const token = host.newId();
      const holder = { token, process: await host.self(), owner, since: host.now(), timeout };
      const taken = { name, fence: lease.fence + 1n, beat: lease.beat + 1, holder };
      activeWork.add(token);
      if (await write(coordination, lease, taken)) return heldLease(coordination, taken, token);
      activeWork.delete(token);
    } else if (untilSign && sign === firstSign && (await isOutOfSight(coordination, lease.holder))) {
      await host.sleep(SECOND);
    } else {
      if (host.monotonic() - start >= wait) throw leaseHeld(name, lease.holder);
      await pause(host, attempt);
    }
  }
}

/** False where the lease is no longer as it was read. */
async function write(coordination: Coordination, from: LeaseState, to: LeaseState): Promise<boolean> {
  try {
    await commit(coordination, [{ store: "records", change: leaseChange(from, to) }]);
    return true;
  } catch (error) {
    if (isContangoError(error, "STORE_VERSION_CONFLICT")) return false;
    throw error;
  }
}

function heldLease(coordination: Coordination, { name, fence }: LeaseState, token: string): Lease {
  const { records } = coordination.router.default.engine;
  const rewrite = async (holder: (now: LeaseHolder | null) => LeaseHolder | null): Promise<void> => {
    for (;;) {
      const now = await checkFence(records, { name, fence });
      if (await write(coordination, now, { ...now, beat: now.beat + 1, holder: holder(now.holder) })) return;
    }
  };
  const release = async (): Promise<void> => {
    try {
      await rewrite(() => null);
    } catch (error) {
      if (!isContangoError(error, "LEASE_LOST")) throw error;
    } finally {
      activeWork.delete(token);
      coordination.leases.delete(lease);
    }
  };
  const lease: Lease = {
    name,
    fence,
    renew: () => rewrite((now) => now),
    release,
    [Symbol.asyncDispose]: release,
  };
  coordination.leases.add(lease);
  return lease;
}

function leaseHeld(name: string, { process, owner, since }: LeaseHolder): ContangoError {
  const holder = `${owner === "" ? "" : `${owner}, `}${processText(process)}`;
  return new ContangoError(
    "LEASE_HELD",
    "storage",
    `lease "${name}" is held by ${holder}, since ${since.toISOString()}; let it end, or end it, and repeat`,
    {
      retryable: true,
      details: { lease: name, owner, host: process.host, pid: process.pid, since: since.toISOString() },
    },
  );
}
