import { isContangoError } from "../errors/contangoError.js";
import type { Lease } from "../storage/leases.js";
import type { Desk } from "./desk.js";
import type { ProcessDefinition } from "./process.js";

/** How long a process waits for one that excludes it, in milliseconds. */
const PATIENCE = 60_000;

/** The lease that every run of a process holds. */
export const leaseName = (process: string): string => `process/${process}`;

/** The right of a process to be at work, or why it has to wait for another time. */
export type ProcessLease =
  | { readonly status: "held"; readonly lease: Lease }
  | { readonly status: "refused"; readonly message: string };

/**
 * Takes the lease of a process, and with it those of the processes that it excludes, in the same order as all others. It is
 * refused while another of its kind or one that it excludes is at work; another that excludes one of these is waited for.
 */
export async function takeProcessLease(
  { name, excludes = [] }: Pick<ProcessDefinition<never, never>, "name" | "excludes">,
  { storage }: Pick<Desk, "storage">,
): Promise<ProcessLease> {
  const held: Lease[] = [];
  const release = async (): Promise<void> => {
    for (const lease of held.toReversed()) await lease.release();
  };
  try {
    for (const process of [name, ...excludes].sort()) held.push(await takeLease(storage, process, name));
  } catch (error) {
    await release();
    const holder = heldBy(error);
    if (holder === undefined) throw error;
    return {
      status: "refused",
      message: `another ${holder.owner} is at work${holder.where}; nothing was done`,
    };
  }
  const renew = async (): Promise<void> => {
    for (const lease of held) await lease.renew();
  };
  const own = held.find((lease) => lease.name === leaseName(name))!;
  return { status: "held", lease: { ...own, renew, release, [Symbol.asyncDispose]: release } };
}

async function takeLease(storage: Desk["storage"], process: string, owner: string): Promise<Lease> {
  try {
    // A machine that went down leaves its leases behind.
    return await storage.lease(leaseName(process), { owner, untilSign: true });
  } catch (error) {
    const holder = heldBy(error);
    if (holder === undefined || holder.owner === process || holder.owner === owner) throw error;
    return storage.lease(leaseName(process), { owner, wait: PATIENCE });
  }
}

/** Who holds a lease that was not to be had. */
function heldBy(error: unknown): { readonly owner: string; readonly where: string } | undefined {
  if (!isContangoError(error, "LEASE_HELD")) return undefined;
  const { owner, pid, host } = error.details;
  return { owner: String(owner), where: ` (process ${pid} on ${String(host).split("/")[0]})` };
}
