import type { Contract } from "../contracts/contract.js";
import { type ContractId, contractParts } from "../contracts/contractId.js";
import { dayOf, daysFromCivil } from "../time/civil.js";

/**
 * The contract of the books that a date of the broker's means. A broker may call a contract by its last day of trading where
 * the books know it by its month. Tried in turn: the same id; the contract that expires on that day; the month's contract.
 * Where none fits, the id as it is.
 *
 * @param known contracts of the instrument.
 * @example
 * bookContract("20241213", [{ instrument: "CORN", contract: "20241200", expiry: toTime("2024-12-13"), sampling: true }]); // "20241200"
 */
export function bookContract(
  contract: ContractId,
  known: readonly Pick<Contract, "contract" | "expiry">[],
): ContractId {
  if (known.some((one) => one.contract === contract)) return contract;
  const { year, month, day } = contractParts(contract);
  if (day === 0) {
    const ofMonth = known.filter((one) => one.contract.startsWith(contract.slice(0, 6)));
    return ofMonth.length === 1 ? ofMonth[0]!.contract : contract;
  }
  const expires = daysFromCivil(year, month, day);
  const expiring = known.find(({ expiry }) => dayOf(expiry) === expires);
  if (expiring !== undefined) return expiring.contract;
  const wholeMonth = `${contract.slice(0, 6)}00`;
  return known.some((one) => one.contract === wholeMonth) ? wholeMonth : contract;
}
