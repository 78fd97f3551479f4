import type { ContractId } from "../../contracts/contractId.js";
import { approximateExpiry, nextPricedContract } from "../../contracts/rollParameters.js";
import type { MarketOfInstrument } from "../../testing/market.js";
import { monthBefore } from "../../testing/marketContracts.js";
import { DAY, dayOf } from "../../time/civil.js";

/** How far ahead contracts are listed before they trade, in milliseconds. */
const AHEAD = 2 * 365 * DAY;

/** Contracts that are listed at a wall time, in order of expiry: those that trade, and those of the next two years. */
export function listedContracts(about: MarketOfInstrument, wallTime: number): readonly ContractId[] {
  const { rollParameters, contracts } = about;
  const today = dayOf(wallTime) * DAY;
  const cycle: ContractId[] = [];
  for (
    let contract = nextPricedContract(monthBefore(today), rollParameters);
    approximateExpiry(contract, rollParameters) <= today + AHEAD;
    contract = nextPricedContract(contract, rollParameters)
  ) {
    cycle.push(contract);
  }
  return [...new Set([...cycle, ...contracts.keys()])]
    .map((contract) => ({ contract, expiry: expiryOf(about, contract) }))
    .filter(({ contract, expiry }) => expiry >= today && isSeen(about, contract, wallTime))
    .sort((a, b) => a.expiry - b.expiry)
    .map(({ contract }) => contract);
}

/** Midnight of a contract's last day of trading. */
export function expiryOf({ contracts, rollParameters }: MarketOfInstrument, contract: ContractId): number {
  return contracts.get(contract)?.expiry ?? approximateExpiry(contract, rollParameters);
}

/** True for a contract that is in the list. */
export function isListed(about: MarketOfInstrument, contract: ContractId, wallTime: number): boolean {
  return isKnown(about, contract, wallTime) && expiryOf(about, contract) >= dayOf(wallTime) * DAY;
}

/** True for a contract that is listed, and for one that was and has prices. */
export function isKnown(about: MarketOfInstrument, contract: ContractId, wallTime: number): boolean {
  return about.contracts.has(contract)
    ? isSeen(about, contract, wallTime)
    : listedContracts(about, wallTime).includes(contract);
}

/** True unless a contract lies too far ahead and does not trade yet. */
function isSeen(about: MarketOfInstrument, contract: ContractId, wallTime: number): boolean {
  const first = about.contracts.get(contract)?.prices.time[0] ?? Number.POSITIVE_INFINITY;
  return first <= wallTime || expiryOf(about, contract) <= dayOf(wallTime) * DAY + AHEAD;
}
