import type { ContractId } from "../contracts/contractId.js";
import { approximateExpiry, nextHeldContract, type RollParameters } from "../contracts/rollParameters.js";
import { DAY } from "../time/civil.js";
import type { CurrentContracts } from "./currentContracts.js";

/** What tells when contracts expire and are to be left. */
export interface RollDates {
  readonly rollParameters: RollParameters;
  /** Midnight of the last day of trading of the contracts for which it is known; others expire about when they usually do. */
  readonly expiries?: ReadonlyMap<ContractId, number>;
}

/**
 * Whole days from `now` to a midnight, rounded down: from the midnight before it on 0, after it below zero. Until a day of
 * expiry it is 0 on the eve, and -1 on the day itself.
 */
export const wholeDaysUntil = (midnight: number, now: number): number => Math.floor((midnight - now) / DAY);

/** Midnight of a contract's last day of trading. @throws ContangoError `CONTRACT_ID`. */
export function expiryOf(contract: ContractId, { rollParameters, expiries }: RollDates): number {
  return expiries?.get(contract) ?? approximateExpiry(contract, rollParameters);
}

/** Midnight of the day on which we would like to leave a contract for the next. @throws ContangoError `CONTRACT_ID`. */
export function rollDateOf(contract: ContractId, dates: RollDates): number {
  return expiryOf(contract, dates) + dates.rollParameters.rollOffsetDays * DAY;
}

/**
 * How many rolls lead to the contract that should be held now, the first whose roll date is still to come: 0 while there is
 * time, 1 where it is time to roll, more where rolls were missed.
 *
 * @throws ContangoError `CONTRACT_ID`.
 * @example
 * rollsBehind(currentContracts(multiple), desk.now(), { rollParameters });
 */
export function rollsBehind(contracts: CurrentContracts, now: number, dates: RollDates): number {
  let rolls = 0;
  for (
    let contract = contracts.priced;
    rollDateOf(contract, dates) <= now;
    contract = rolls === 1 ? contracts.forward : nextHeldContract(contract, dates.rollParameters)
  ) {
    rolls++;
  }
  return rolls;
}
