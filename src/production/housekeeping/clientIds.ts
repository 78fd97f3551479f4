import { nextClientId } from "../../broker/clientIds.js";
import { isContangoError } from "../../errors/contangoError.js";
import { processText } from "../../storage/host.js";
import { readLease } from "../../storage/leaseDocument.js";
import type { Lease } from "../../storage/leases.js";
import { COLLECTIONS } from "../../storage/libraries.js";
import { nodeHost } from "../../storage/nodeHost.js";
import type { Storage } from "../../storage/storage.js";
import type { Desk } from "../desk.js";

/** An id under which this process, and no other, is connected to the broker. */
export interface ClientId extends AsyncDisposable {
  readonly id: number;
  /** Gives it back, when the connection has ended. */
  release(): Promise<void>;
}

const leaseOf = (id: number): string => `broker client ${id}`;

/**
 * Takes a free client id, and notes it where the reference does (`IBClientTracker`). Two that ask at once get two ids.
 *
 * @param wanted is taken if it is free.
 */
export async function takeClientId(
  { storage, config }: Pick<Desk, "storage" | "config">,
  wanted?: number,
): Promise<ClientId> {
  const held = new Set<number>();
  for (;;) {
    const used = await usedClientIds(storage);
    const id = nextClientId([...used, ...held], config.get("ib_idoffset"), wanted);
    const lease = await leaseIfFree(storage, id);
    if (lease === undefined) {
      held.add(id);
      continue;
    }
    if (await note(storage, id)) return clientId(storage, id, lease);
    await lease.release();
  }
}

/** Ids that are noted as used, going up. */
export async function usedClientIds(storage: Storage): Promise<readonly number[]> {
  const { documents } = await storage.records.find(COLLECTIONS.clientIds);
  return documents.map((document) => Number(document.client_id)).sort((a, b) => a - b);
}

/** Who is connected under an id: a process that runs, one on another machine, or nobody that could be found. */
export async function clientIdHolder(
  storage: Storage,
  id: number,
): Promise<{ readonly seen: "running" | "elsewhere"; readonly text: string } | undefined> {
  const { holder } = await readLease(storage.records, leaseOf(id));
  if (holder === null) return undefined;
  const seen = await nodeHost.look(holder.process);
  return seen === "gone" ? undefined : { seen, text: processText(holder.process) };
}

async function leaseIfFree(storage: Storage, id: number): Promise<Lease | undefined> {
  try {
    return await storage.lease(leaseOf(id), { owner: "broker" });
  } catch (error) {
    if (isContangoError(error, "LEASE_HELD")) return undefined;
    throw error;
  }
}

const note = (storage: Storage, id: number): Promise<boolean> =>
  storage.records.compareAndSet({
    kind: "put",
    collection: COLLECTIONS.clientIds,
    document: { client_id: id },
    expected: null,
  });

function clientId(storage: Storage, id: number, lease: Lease): ClientId {
  const release = async (): Promise<void> => {
    await storage.records.delete(COLLECTIONS.clientIds, { client_id: id });
    await lease.release();
  };
  return { id, release, [Symbol.asyncDispose]: release };
}
