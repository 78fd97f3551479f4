import type { Contract } from "../../contracts/contract.js";
import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { Fill } from "../../positions/fill.js";
import { applyFills, type PositionChange } from "../../positions/positionHistory.js";
import type { StrategyInstrument } from "../../storage/repositories/keys.js";
import type { Batch } from "../../storage/storage.js";
import type { Desk } from "../desk.js";

type Books = Pick<Desk, "data" | "wallTime">;

/** What is taken into the books at once. */
export interface Booking {
  /** Fills that are new. */
  readonly added: readonly Fill[];
  /** Fills that are in the books, of which it becomes known whose they are, or that they are the same as another. */
  readonly changed?: readonly FillChange[];
  /** Contracts that may be new in the books. */
  readonly contracts?: readonly Contract[];
}

export interface FillChange {
  readonly before: Fill;
  readonly after: Fill;
}

/**
 * Collects the writes that take fills into the books: the fills themselves, and the positions of their contracts and strategies.
 * Those that are attributed to no strategy move only the position of their contract.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT` (retryable) where one of them has been recorded or changed meanwhile;
 * `POSITION_HISTORY`.
 */
export async function bookFills(
  desk: Books,
  { added, changed = [], contracts = [] }: Booking,
  batch: Batch,
): Promise<void> {
  const { data } = desk;
  const byKey = new Map(contracts.map((one) => [contractKey(one.instrument, one.contract), one]));
  for (const [key, contract] of byKey) await data.contracts.update(key, (known) => known ?? contract, batch);
  for (const fill of added) {
    await data.fills.update(fill.id, (now) => (now === undefined ? fill : changedMeanwhile(fill.id)), batch);
  }
  for (const { before, after } of changed) {
    const unlessOther = (now: Fill | undefined): Fill =>
      now?.strategy === before.strategy && now?.execution === before.execution
        ? after
        : changedMeanwhile(before.id);
    await data.fills.update(before.id, unlessOther, batch);
  }
  for (const [key, changes] of grouped(desk, added, contractOf)) {
    await data.contractPositions.update(key, (stored) => applyFills(stored, changes), batch);
  }
  const moved = changed
    .filter(({ before, after }) => before.strategy !== after.strategy)
    .flatMap(({ before, after }) => [{ ...before, quantity: -before.quantity }, after]);
  for (const [key, changes] of grouped(desk, [...added, ...moved], strategyOf)) {
    await data.strategyPositions.update(key, (stored) => applyFills(stored, changes), batch);
  }
}

const contractOf = ({ instrument, contract }: Fill): ContractKey => ({ instrument, contract });

const strategyOf = ({ strategy, instrument }: Fill): StrategyInstrument | undefined =>
  strategy === undefined ? undefined : { strategy, instrument };

/** Changes of positions in wall time, by key. */
function grouped<Key extends object>(
  { wallTime }: Books,
  fills: readonly Fill[],
  keyOf: (fill: Fill) => Key | undefined,
): Iterable<readonly [Key, readonly PositionChange[]]> {
  const groups = new Map<string, [Key, PositionChange[]]>();
  for (const fill of fills) {
    const key = keyOf(fill);
    if (key === undefined) continue;
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? [key, []];
    group[1].push({ time: wallTime(fill.time), quantity: fill.quantity });
    groups.set(name, group);
  }
  return groups.values();
}

/** @throws ContangoError `STORE_VERSION_CONFLICT` (retryable). */
export function changedMeanwhile(what: string): never {
  throw new ContangoError(
    "STORE_VERSION_CONFLICT",
    "positions",
    `${what} has been booked or changed by another process meanwhile; repeat this`,
    { details: { fill: what }, retryable: true },
  );
}
