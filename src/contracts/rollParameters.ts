import { ContangoError } from "../errors/contangoError.js";
import { DAY, daysFromCivil } from "../time/civil.js";
import { type ContractId, contractId, contractParts } from "./contractId.js";
import { nextInCycle, previousInCycle, type RollCycle, rollCycle } from "./rollCycle.js";

/** How one instrument is rolled. */
export interface RollParameters {
  /** Months that we hold. */
  readonly holdCycle: RollCycle;
  /** Months that trade, and so have prices. */
  readonly pricedCycle: RollCycle;
  /** Calendar days from expiry to the day we would like to roll; usually negative. */
  readonly rollOffsetDays: number;
  /** Carry is measured against the priced contract after (1) or before (-1) the one we hold. */
  readonly carryOffset: 1 | -1;
  /** Calendar days from the first of the contract month (or the contract's own day) to expiry. */
  readonly approximateExpiryOffset: number;
}

/** {@link RollParameters} as a user writes them. */
export interface RollParametersInput {
  readonly holdCycle: string;
  readonly pricedCycle: string;
  /** Default 0. */
  readonly rollOffsetDays?: number;
  /** Default -1. */
  readonly carryOffset?: number;
  /** Default 0. */
  readonly approximateExpiryOffset?: number;
}

/**
 * Checks roll parameters and fills in defaults.
 *
 * @throws ContangoError `ROLL_CYCLE`; `ROLL_PARAMETERS` for an offset that is not a whole number of days, or a
 * carry offset other than 1 and -1.
 * @example
 * rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ", rollOffsetDays: -60, approximateExpiryOffset: 14 });
 */
export function rollParameters(input: RollParametersInput): RollParameters {
  const { carryOffset = -1 } = input;
  if (carryOffset !== 1 && carryOffset !== -1) {
    throw new ContangoError(
      "ROLL_PARAMETERS",
      "contracts",
      `the carry offset was ${carryOffset}; write 1 (the next priced contract) or -1 (the one before)`,
      { details: { carryOffset } },
    );
  }
  return {
    holdCycle: rollCycle(input.holdCycle),
    pricedCycle: rollCycle(input.pricedCycle),
    rollOffsetDays: wholeDays("rollOffsetDays", input.rollOffsetDays),
    carryOffset,
    approximateExpiryOffset: wholeDays("approximateExpiryOffset", input.approximateExpiryOffset),
  };
}

function wholeDays(name: string, days = 0): number {
  if (Number.isInteger(days)) return days;
  throw new ContangoError(
    "ROLL_PARAMETERS",
    "contracts",
    `${name} was ${days}; write a whole number of days`,
    {
      details: { name, days },
    },
  );
}

/** True where two sets of roll parameters say the same. */
export function sameRollParameters(left: RollParameters, right: RollParameters): boolean {
  return (
    left.holdCycle === right.holdCycle &&
    left.pricedCycle === right.pricedCycle &&
    left.rollOffsetDays === right.rollOffsetDays &&
    left.carryOffset === right.carryOffset &&
    left.approximateExpiryOffset === right.approximateExpiryOffset
  );
}

/** The first contract after this one that we hold. @throws ContangoError `CONTRACT_ID`. */
export function nextHeldContract(contract: ContractId, parameters: RollParameters): ContractId {
  return nextInCycle(contract, parameters.holdCycle);
}

/** The last contract before this one that we hold. @throws ContangoError `CONTRACT_ID`. */
export function previousHeldContract(contract: ContractId, parameters: RollParameters): ContractId {
  return previousInCycle(contract, parameters.holdCycle);
}

/** The first contract after this one that has prices. @throws ContangoError `CONTRACT_ID`. */
export function nextPricedContract(contract: ContractId, parameters: RollParameters): ContractId {
  return nextInCycle(contract, parameters.pricedCycle);
}

/** The last contract before this one that has prices. @throws ContangoError `CONTRACT_ID`. */
export function previousPricedContract(contract: ContractId, parameters: RollParameters): ContractId {
  return previousInCycle(contract, parameters.pricedCycle);
}

/** The contract that carry is measured against while we hold this one. @throws ContangoError `CONTRACT_ID`. */
export function carryContract(contract: ContractId, parameters: RollParameters): ContractId {
  return parameters.carryOffset === 1
    ? nextPricedContract(contract, parameters)
    : previousPricedContract(contract, parameters);
}

/**
 * Expiry as midnight in epoch milliseconds: the first of the month, or the contract's own day, plus the offset.
 *
 * @throws ContangoError `CONTRACT_ID`.
 */
export function approximateExpiry(contract: ContractId, parameters: RollParameters): number {
  const { year, month, day } = contractParts(contractId(contract));
  return (daysFromCivil(year, month, day === 0 ? 1 : day) + parameters.approximateExpiryOffset) * DAY;
}

/**
 * The day, as midnight in epoch milliseconds, on which we would like to leave this contract for the next.
 *
 * @throws ContangoError `CONTRACT_ID`.
 */
export function desiredRollDate(contract: ContractId, parameters: RollParameters): number {
  return approximateExpiry(contract, parameters) + parameters.rollOffsetDays * DAY;
}
