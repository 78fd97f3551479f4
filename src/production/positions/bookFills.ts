import { type ContractKey, contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { Fill } from "../../positions/fill.js";
import { applyFills, type PositionChange } from "../../positions/positionHistory.js";
import type { StrategyInstrument } from "../../storage/repositories/keys.js";
import type { Batch } from "../../storage/storage.js";
import type { Desk } from "../desk.js";
import type { PreparedFill } from "./prepareFill.js";

type Books = Pick<Desk, "data" | "wallTime">;

/** As {@link bookFills}, with the contracts that the books do not know yet. */
export async function bookPrepared(
  desk: Books,
  prepared: readonly PreparedFill[],
  batch: Batch,
): Promise<void> {
  const contracts = prepared.flatMap(({ contract }) => (contract === undefined ? [] : [contract]));
  const byKey = new Map(contracts.map((one) => [contractKey(one.instrument, one.contract), one]));
  for (const [key, contract] of byKey)
    await desk.data.contracts.update(key, (known) => known ?? contract, batch);
  await bookFills(
    desk,
    prepared.map(({ fill }) => fill),
    batch,
  );
}

/**
 * Collects the writes that take new fills into the books: the fills themselves, and the positions of their contracts and
 * strategies.
 *
 * @throws ContangoError `STORE_VERSION_CONFLICT` (retryable) where one of them has been recorded meanwhile;
 * `POSITION_HISTORY`.
 */
export async function bookFills(desk: Books, fills: readonly Fill[], batch: Batch): Promise<void> {
  for (const fill of fills) {
    await desk.data.fills.update(
      fill.id,
      (stored) => (stored === undefined ? fill : changedMeanwhile(fill)),
      batch,
    );
  }
  for (const [key, changes] of grouped(desk, fills, contractOf)) {
    await desk.data.contractPositions.update(key, (stored) => applyFills(stored, changes), batch);
  }
  await moveStrategies(desk, fills, batch);
}

/** Collects the writes that move positions of strategies by fills; those that are attributed to none move none. */
export async function moveStrategies(desk: Books, fills: readonly MovingFill[], batch: Batch): Promise<void> {
  for (const [key, changes] of grouped(desk, fills, strategyOf)) {
    await desk.data.strategyPositions.update(key, (stored) => applyFills(stored, changes), batch);
  }
}

/** What of a fill moves positions. */
export type MovingFill = Pick<Fill, "instrument" | "contract" | "strategy" | "quantity" | "time">;

const contractOf = ({ instrument, contract }: MovingFill): ContractKey => ({ instrument, contract });

const strategyOf = ({ strategy, instrument }: MovingFill): StrategyInstrument | undefined =>
  strategy === undefined ? undefined : { strategy, instrument };

/** Changes of positions in wall time, by key. */
function grouped<Key extends object>(
  { wallTime }: Books,
  fills: readonly MovingFill[],
  keyOf: (fill: MovingFill) => Key | undefined,
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
export function changedMeanwhile({ id }: Pick<Fill, "id">): never {
  throw new ContangoError(
    "STORE_VERSION_CONFLICT",
    "positions",
    `fill ${id} has been recorded or changed by another process meanwhile; repeat this`,
    { details: { fill: id }, retryable: true },
  );
}
