import { type ContractId, contractParts } from "../../contracts/contractId.js";
import {
  nextPricedContract,
  previousPricedContract,
  type RollParameters,
} from "../../contracts/rollParameters.js";
import { DAY, daysFromCivil } from "../../time/civil.js";

/** How long a contract is still looked after, counted from the first of its month. */
const RECENT = 100 * DAY;

/**
 * The contracts to look after: from the priced contract after the last of the current ones back to those whose month began
 * at most 100 days ago, and the current ones themselves; in order.
 *
 * @throws ContangoError `ROLL_CYCLE`, `CONTRACT_ID`.
 */
export function contractChain(
  current: readonly ContractId[],
  parameters: RollParameters,
  now: number,
): readonly ContractId[] {
  const last = [...current].sort().at(-1)!;
  const chain = new Set(current);
  for (
    let contract = nextPricedContract(last, parameters);
    firstDay(contract) >= now - RECENT;
    contract = previousPricedContract(contract, parameters)
  ) {
    chain.add(contract);
  }
  return [...chain].sort();
}

/** Midnight of the first day of a contract's month, or of its own day. */
function firstDay(contract: ContractId): number {
  const { year, month, day } = contractParts(contract);
  return daysFromCivil(year, month, day === 0 ? 1 : day) * DAY;
}
