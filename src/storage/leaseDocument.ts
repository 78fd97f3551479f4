import { ContangoError } from "../errors/contangoError.js";
import type { Fence } from "./commit.js";
import type { ProcessIdentity } from "./host.js";
import { COLLECTIONS } from "./libraries.js";
import type { RecordChange, RecordDocument, RecordStore } from "./recordStore.js";

export interface LeaseHolder {
  /** Names this taking of the lease. */
  readonly token: string;
  readonly process: ProcessIdentity;
  /** Who asked, for messages. */
  readonly owner: string;
  readonly since: Date;
  /** How long the holder may stand still before another host takes over, in milliseconds. */
  readonly timeout: number;
}

/** A lease as it is stored. The document is never deleted, so that its fence never falls. */
export interface LeaseState {
  readonly name: string;
  readonly fence: bigint;
  /** Rises with every write: a sign of life. */
  readonly beat: number;
  readonly holder: LeaseHolder | null;
}

const COLLECTION = COLLECTIONS.leases;

/** The stored lease of a name; one that nobody ever took has fence 0. */
export async function readLease(records: RecordStore, name: string): Promise<LeaseState> {
  const document = await records.get(COLLECTION, { name });
  if (document === undefined) return { name, fence: 0n, beat: 0, holder: null };
  const state = document as unknown as LeaseState;
  return { ...state, fence: BigInt(state.fence), beat: Number(state.beat) };
}

/** Writes a lease where it still is as it was read. */
export function leaseChange(from: LeaseState, to: LeaseState): RecordChange {
  const holder = to.holder && { ...to.holder, process: { ...to.holder.process } };
  const document: RecordDocument = { name: to.name, fence: to.fence, beat: to.beat, holder };
  const expected = from.fence === 0n ? null : { fence: from.fence, beat: from.beat };
  return { kind: "put", collection: COLLECTION, document, expected };
}

/** The stored lease, where the fence is the current one. @throws ContangoError `LEASE_LOST`. */
export async function checkFence(records: RecordStore, { name, fence }: Fence): Promise<LeaseState> {
  const lease = await readLease(records, name);
  if (lease.fence === fence && lease.holder !== null) return lease;
  const why =
    lease.fence === fence
      ? "it was given back"
      : `its fence is ${lease.fence} now and this holder's is ${fence}: another took over`;
  throw new ContangoError(
    "LEASE_LOST",
    "storage",
    `lease "${name}" is lost, ${why}; stop, and take it again`,
    {
      details: { lease: name },
    },
  );
}

/** A change that succeeds only while a fence is the current one, and changes nothing. @throws ContangoError `LEASE_LOST`. */
export async function fenceChange(records: RecordStore, fence: Fence): Promise<RecordChange> {
  const lease = await checkFence(records, fence);
  return leaseChange(lease, lease);
}
