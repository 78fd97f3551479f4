import { ContangoError } from "../errors/contangoError.js";
import type { Branded } from "../instruments/codes.js";
import { daysInMonth } from "../time/civil.js";

/** A contract date: `YYYYMM00` (a month) or `YYYYMMDD` (a day). Text order is date order. */
export type ContractId = Branded<"ContractId">;

/**
 * Reads a contract date of six or eight digits; six mean the month, `YYYYMM00`.
 *
 * @throws ContangoError `CONTRACT_ID` for another length, a month outside 01–12 or a day the month does not have.
 * @example
 * contractId("202403"); // "20240300"
 */
export function contractId(text: string): ContractId {
  const id = /^\d{6}$/.test(text) ? `${text}00` : text;
  if (typeof id === "string" && /^\d{8}$/.test(id)) {
    const { year, month, day } = contractParts(id);
    if (month >= 1 && month <= 12 && day <= daysInMonth(year, month)) return id;
  }
  throw new ContangoError(
    "CONTRACT_ID",
    "contracts",
    `${JSON.stringify(text)} is not a contract date; write the text YYYYMM or YYYYMMDD, as in "20240300"`,
    { details: { text } },
  );
}

/** Year, month (1–12) and day (0 = the month as a whole) of a contract date. */
export function contractParts(contract: ContractId): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
} {
  return {
    year: Number(contract.slice(0, 4)),
    month: Number(contract.slice(4, 6)),
    day: Number(contract.slice(6, 8)),
  };
}
