import { type ContractId, contractId } from "../contracts/contractId.js";
import { locateContract } from "../contracts/locateContract.js";
import {
  carryContract,
  desiredRollDate,
  nextHeldContract,
  type RollParameters,
} from "../contracts/rollParameters.js";
import { ContangoError } from "../errors/contangoError.js";
import type { Frame } from "../series/frame.js";
import { formatTime } from "../time/text.js";
import { type RollCalendarRow, rollCalendarFromRows } from "./rollCalendar.js";

/**
 * A roll calendar from the roll parameters and the contracts that have prices: from the first contract with a
 * carry contract, one held contract after another (those without prices are passed over), each left at its
 * desired roll date. The last contract has no row, as there is nothing to roll into.
 *
 * @throws ContangoError `ROLL_CALENDAR`, naming instrument, contract and the time of its desired roll, where no
 * contract can start the calendar, a carry contract is missing, the held contracts end before the last contract, or
 * no roll comes out; `CONTRACT_ID`, naming the instrument.
 * @example
 * approximateRollCalendar(contractPrices.keys(), parameters, { instrument: "CORN" });
 */
export function approximateRollCalendar(
  contracts: Iterable<ContractId>,
  parameters: RollParameters,
  options: { readonly instrument?: string } = {},
): Frame {
  const { instrument } = options;
  return locateContract(instrument ?? "roll calendar", { instrument }, () =>
    calendarOf(contracts, parameters, instrument),
  );
}

function calendarOf(
  contracts: Iterable<ContractId>,
  parameters: RollParameters,
  instrument: string | undefined,
): Frame {
  const available = new Set(Array.from(contracts, contractId));
  const sorted = [...available].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  const refuse = (what: string, contract?: ContractId): ContangoError =>
    new ContangoError("ROLL_CALENDAR", "rolls", `${instrument ?? "roll calendar"}: ${what}`, {
      details: {
        instrument,
        contract,
        time: contract === undefined ? undefined : formatTime(desiredRollDate(contract, parameters)),
      },
    });
  if (first === undefined || last === undefined) throw refuse("there are no contracts; load contract prices");

  const nearest = (
    from: ContractId,
    step: (contract: ContractId, parameters: RollParameters) => ContractId,
  ): ContractId | undefined => {
    let contract = step(from, parameters);
    while (contract >= first && contract <= last) {
      if (available.has(contract)) return contract;
      contract = step(contract, parameters);
    }
    return undefined;
  };

  let current: ContractId | undefined = first;
  while (current !== undefined && nearest(current, carryContract) === undefined) {
    current = nearest(current, nextHeldContract);
  }
  if (current === undefined) {
    throw refuse(
      `no contract from ${first} to ${last} has a carry contract with prices; load more contracts`,
      first,
    );
  }

  const rows: RollCalendarRow[] = [];
  while (current < last) {
    const next = nearest(current, nextHeldContract);
    if (next === undefined) {
      if (nextHeldContract(current, parameters) > last) break;
      throw refuse(
        `no held contract after ${current} has prices, though ${last} has; load what lies between`,
        current,
      );
    }
    const carry = nearest(current, carryContract);
    if (carry === undefined) {
      throw refuse(
        `no carry contract of ${current} has prices; load them or change the carry offset`,
        current,
      );
    }
    rows.push({ time: desiredRollDate(current, parameters), current, next, carry });
    current = next;
  }
  if (rows.length === 0) {
    throw refuse(`there is nothing to roll into after ${current}; load the next held contract`, current);
  }
  return rollCalendarFromRows(rows);
}
