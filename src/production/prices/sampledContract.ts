import { type Contract, isExpired, midnight } from "../../contracts/contract.js";
import type { ContractKey } from "../../contracts/contractKey.js";
import type { ContangoError } from "../../errors/contangoError.js";

/** What a broker says of a contract's expiry. */
export type ExpiryAnswer =
  | { readonly status: "known"; readonly expiry: number }
  /** The broker does not list the contract. */
  | { readonly status: "not-found" }
  /** It could not be asked, or did not say. */
  | { readonly status: "unknown"; readonly error?: ContangoError };

/** What decides whether a contract is sampled. */
export interface ContractFacts {
  readonly key: ContractKey;
  /** It is PRICE, CARRY or FORWARD in the last row of the multiple prices. */
  readonly current: boolean;
  /** It is one of those to look after. */
  readonly inChain: boolean;
  readonly answer: ExpiryAnswer;
  /** The expiry to go by as long as no broker says one. */
  readonly approximateExpiry: number;
  /** Wall time. */
  readonly now: number;
}

/**
 * A contract as it is to be kept. Its expiry is the broker's, where that says one. It is sampled while it has not expired,
 * and is current, or is in the chain and the broker lists it; what the broker did not say changes nothing.
 */
export function sampledContract(stored: Contract | undefined, facts: ContractFacts): Contract {
  const { key, answer, approximateExpiry, now } = facts;
  const expiry = answer.status === "known" ? midnight(answer.expiry) : (stored?.expiry ?? approximateExpiry);
  const { instrument, contract } = key;
  const kept: Contract = { instrument, contract, expiry, sampling: false };
  return { ...kept, sampling: !isExpired(kept, now) && isWanted(stored, facts) };
}

function isWanted(stored: Contract | undefined, { current, inChain, answer }: ContractFacts): boolean {
  if (current) return true;
  if (!inChain || answer.status === "not-found") return false;
  return answer.status === "known" || answer.error === undefined || (stored?.sampling ?? true);
}

/** True where two contracts say the same. */
export function sameContract(left: Contract | undefined, right: Contract): boolean {
  return left !== undefined && left.expiry === right.expiry && left.sampling === right.sampling;
}
