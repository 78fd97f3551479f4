import { activeWork } from "./activeWork.js";
import type { CommittedHead, HeadStore, HeldHead } from "./commitHead.js";
import { type ProcessIdentity, sameProcess } from "./host.js";
import type { LeaseHolder, LeaseState } from "./leaseDocument.js";
import type { Coordination } from "./turn.js";

/**
 * Whether nobody is at work on a head any more: its process is gone, or has stood still for the time-out. Taking
 * a head from a process that still runs is safe, because its commit then fails.
 */
export async function isHeadAbandoned(
  coordination: Coordination,
  store: HeadStore,
  { commit, beat, owner, state }: HeldHead | CommittedHead,
): Promise<boolean> {
  const seen = await look(coordination, owner, commit);
  if (seen === "gone" || seen === "at work") return seen === "gone";
  return stoodStill(coordination, store, `${commit} ${beat} ${state}`, coordination.timeout);
}

/**
 * Whether the holder of a lease is gone. One that runs on this host never is; one on another host is, once it has
 * stood still for its time-out.
 */
export async function isLeaseAbandoned(
  coordination: Coordination,
  { name, fence, beat, holder }: LeaseState,
): Promise<boolean> {
  if (holder === null) return true;
  const seen = await look(coordination, holder.process, holder.token);
  if (seen !== "elsewhere") return seen === "gone";
  return stoodStill(coordination, name, `${fence} ${beat}`, holder.timeout);
}

/** Whether it cannot be seen from here if the holder of a lease is still there. */
export async function isOutOfSight(
  coordination: Coordination,
  { process, token }: LeaseHolder,
): Promise<boolean> {
  return (await look(coordination, process, token)) === "elsewhere";
}

/** What can be seen of a process and its work from here. */
async function look(
  { host }: Coordination,
  owner: ProcessIdentity,
  work: string,
): Promise<"at work" | "running" | "gone" | "elsewhere"> {
  const self = await host.self();
  if (!sameProcess(self, owner)) return host.look(owner);
  if (self.thread !== owner.thread) return "running";
  return activeWork.has(work) ? "at work" : "gone";
}

/** Whether the same sign of life has been seen for as long as the time-out, on this machine's own clock. */
function stoodStill(
  { host, observed }: Coordination,
  what: HeadStore | string,
  sign: string,
  timeout: number,
): boolean {
  const before = observed.get(what);
  const now = host.monotonic();
  if (before?.sign === sign) return now - before.since >= timeout;
  observed.set(what, { sign, since: now });
  return false;
}
