import { type ContractId, contractId } from "../../contracts/contractId.js";
import {
  approximateExpiry,
  carryContract,
  desiredRollDate,
  nextHeldContract,
  nextPricedContract,
  type RollParameters,
} from "../../contracts/rollParameters.js";
import { civilFromDays, dayOf } from "../../time/civil.js";

/**
 * The contracts whose prices a history from a time to now is made of, in order: priced ones from the first that expires after
 * `from` to the last that is needed today, be it the one to hold, the one to roll into, or the carry contract of either.
 *
 * @param from wall time, as is `now`.
 */
export function contractsToSeed(
  parameters: RollParameters,
  { from, now }: { readonly from: number; readonly now: number },
): readonly ContractId[] {
  const first = firstAfter(from, parameters, nextPricedContract, approximateExpiry);
  const held = firstAfter(now, parameters, nextHeldContract, desiredRollDate);
  const forward = nextHeldContract(held, parameters);
  const needed = [forward, carryContract(held, parameters), carryContract(forward, parameters)];
  const last = needed.sort().at(-1)!;
  const contracts: ContractId[] = [];
  for (let next = first; next <= last; next = nextPricedContract(next, parameters)) contracts.push(next);
  return contracts;
}

/** The first contract of a cycle of which `date` is after a time. */
function firstAfter(
  time: number,
  parameters: RollParameters,
  step: (contract: ContractId, parameters: RollParameters) => ContractId,
  date: (contract: ContractId, parameters: RollParameters) => number,
): ContractId {
  const { year, month } = civilFromDays(dayOf(time));
  let contract = contractId(`${year - 3}${String(month).padStart(2, "0")}`);
  do contract = step(contract, parameters);
  while (date(contract, parameters) <= time);
  return contract;
}
