import { ContangoError } from "../errors/contangoError.js";
import type { Branded } from "../instruments/codes.js";
import { type ContractId, contractId, contractParts } from "./contractId.js";

/** Letters of the delivery months, January to December, as exchanges write them. */
export const MONTH_LETTERS = "FGHJKMNQUVXZ";

/** Delivery months of a year as their letters in calendar order: `HMUZ` is March, June, September, December. */
export type RollCycle = Branded<"RollCycle">;

/**
 * Reads a roll cycle; letters may come in any order.
 *
 * @throws ContangoError `ROLL_CYCLE` for no letters, a letter that is no month, or the same letter twice.
 * @example
 * rollCycle("ZHUM"); // "HMUZ"
 */
export function rollCycle(text: string): RollCycle {
  const letters = [...text].sort();
  const strange = letters.find((letter) => !MONTH_LETTERS.includes(letter));
  const twice = letters.find((letter, at) => letter === letters[at - 1]);
  if (letters.length > 0 && strange === undefined && twice === undefined) return letters.join("");
  const wrong =
    letters.length === 0
      ? "is empty"
      : strange === undefined
        ? `has ${twice} twice`
        : `has "${strange}", which is no month`;
  throw new ContangoError(
    "ROLL_CYCLE",
    "contracts",
    `roll cycle "${text}" ${wrong}; write each delivery month once, out of ${MONTH_LETTERS}`,
    { details: { text } },
  );
}

/** The letter of a contract's delivery month: `20240300` gives `H`. @throws ContangoError `CONTRACT_ID`. */
export function monthLetter(contract: ContractId): string {
  return MONTH_LETTERS[contractParts(contractId(contract)).month - 1]!;
}

/** Year and month letter, as traders name a contract: `20240300` gives `2024H`. @throws ContangoError `CONTRACT_ID`. */
export function contractLetterName(contract: ContractId): string {
  return contract.slice(0, 4) + monthLetter(contract);
}

/**
 * The first contract of a cycle after `contract`, which need not be in the cycle itself. A contract with a day
 * keeps its day.
 *
 * @throws ContangoError `CONTRACT_ID` where `contract` is none, or the month reached has no such day.
 * @example
 * nextInCycle("20241200", rollCycle("HMUZ")); // "20250300"
 */
export function nextInCycle(contract: ContractId, cycle: RollCycle): ContractId {
  return stepInCycle(contract, cycle, 1);
}

/** The last contract of a cycle before `contract`: {@link nextInCycle} backwards. @throws ContangoError `CONTRACT_ID`. */
export function previousInCycle(contract: ContractId, cycle: RollCycle): ContractId {
  return stepInCycle(contract, cycle, -1);
}

function stepInCycle(contract: ContractId, cycle: RollCycle, step: 1 | -1): ContractId {
  const id = contractId(contract);
  const { year, month } = contractParts(id);
  const start = year * 12 + month - 1;
  for (let steps = 1; steps <= 12; steps++) {
    const months = start + step * steps;
    const letter = MONTH_LETTERS[((months % 12) + 12) % 12]!;
    if (!cycle.includes(letter)) continue;
    const reached = Math.floor(months / 12);
    return contractId(
      String(reached).padStart(4, "0") + String(months - reached * 12 + 1).padStart(2, "0") + id.slice(6),
    );
  }
  throw new ContangoError(
    "ROLL_CYCLE",
    "contracts",
    `roll cycle "${cycle}" has no month; write it as in HMUZ`,
    {
      details: { text: cycle },
    },
  );
}
