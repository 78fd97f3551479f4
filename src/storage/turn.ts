import { ContangoError } from "../errors/contangoError.js";
import type { CommittedHead, HeadStore, HeldHead } from "./commitHead.js";
import { type Host, processText } from "./host.js";
import type { Lease } from "./leases.js";
import type { Router } from "./routing.js";

/** What the processes that share a storage go by to take turns. */
export interface Coordination {
  readonly router: Router;
  readonly host: Host;
  /** How long a holder may stand still before it is taken over, in milliseconds. */
  readonly timeout: number;
  /** Since when (monotonic) a head, or the lease of a name, has shown the same sign of life. */
  readonly observed: Map<HeadStore | string, { readonly sign: string; readonly since: number }>;
  /** Leases that this storage holds. */
  readonly leases: Set<Lease>;
  /** Runs what needs a turn one after the other within this process. */
  queue<T>(work: () => Promise<T>): Promise<T>;
}

/** How long to wait for others, in milliseconds: longer than it takes to find that several stand still. */
export const patienceOf = ({ timeout }: Coordination): number => 4 * timeout;

/** A head that this process holds. */
export interface Turn<State extends HeldHead | CommittedHead = HeldHead | CommittedHead> {
  readonly store: HeadStore;
  head: State;
  /** When the last sign of life was given, on the monotonic clock. */
  shown: number;
  /** True where the head is not to be freed: a commit was decided, or something is left for whoever settles it. */
  left: boolean;
}

/** Another process took the turn away: nothing more may be done in it. */
export function turnLost(): ContangoError {
  return new ContangoError(
    "STORE_BUSY",
    "storage",
    "another process took this commit over, because nothing was heard of it; repeat it",
    { retryable: true },
  );
}

export function storageBusy(head: HeldHead | CommittedHead): ContangoError {
  const holder = processText(head.owner);
  return new ContangoError(
    "STORE_BUSY",
    "storage",
    `${holder} is committing and did not end in time; repeat, or see what it is doing`,
    { retryable: true, details: { holder } },
  );
}

/** Gives a sign of life where the last one is growing old. @throws ContangoError `STORE_BUSY` where the turn is lost. */
export async function keepTurn({ host, timeout }: Coordination, turn: Turn): Promise<void> {
  if (host.monotonic() - turn.shown >= timeout / 4) await renewTurn(host, turn);
}

export async function renewTurn(host: Host, turn: Turn): Promise<void> {
  const shown = host.monotonic();
  await moveTurn(turn, { ...turn.head, beat: turn.head.beat + 1 });
  turn.shown = shown;
}

/** Writes the head of one's own turn. @throws ContangoError `STORE_BUSY` where the turn is lost. */
export async function moveTurn<State extends HeldHead | CommittedHead>(
  turn: Turn<State>,
  head: State,
): Promise<void> {
  if (!(await turn.store.swap(turn.head, head))) throw turnLost();
  turn.head = head;
}

export async function endTurn(turn: Turn): Promise<boolean> {
  return turn.store.swap(turn.head, { state: "free", id: turn.head.id });
}
