import { contractKey } from "../../contracts/contractKey.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import type { ContractPositions } from "../../positions/positionBreaks.js";
import { lastPosition } from "../../positions/positionHistory.js";
import type { Repositories } from "../../storage/repositories/repositories.js";

/** Contracts that are held now by contract key, without those of which none is. */
export async function readContractPositions({
  contractPositions,
}: Pick<Repositories, "contractPositions">): Promise<ContractPositions> {
  const held = new Map<string, number>();
  for (const key of await contractPositions.list()) {
    const position = lastPosition(await contractPositions.read(key, { last: 1 }));
    if (position !== 0) held.set(contractKey(key.instrument, key.contract), position);
  }
  return held;
}

/** What each strategy holds now by instrument, without what it does not hold. */
export async function readStrategyPositions({
  strategyPositions,
}: Pick<Repositories, "strategyPositions">): Promise<
  ReadonlyMap<StrategyName, ReadonlyMap<InstrumentCode, number>>
> {
  const held = new Map<StrategyName, Map<InstrumentCode, number>>();
  for (const key of await strategyPositions.list()) {
    const position = lastPosition(await strategyPositions.read(key, { last: 1 }));
    if (position === 0) continue;
    const own = held.get(key.strategy) ?? new Map();
    held.set(key.strategy, own.set(key.instrument, position));
  }
  return held;
}
