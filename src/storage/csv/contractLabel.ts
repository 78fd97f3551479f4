import { contractParts } from "../../contracts/contractId.js";

/**
 * A contract date as a file may write it: `20241200`, `202412`, or as a float, `20241200.0`. Gives its digits;
 * `undefined` for anything else.
 */
export function contractLabel(text: string): string | undefined {
  const digits = /^(\d{6}(?:\d\d)?)(?:\.0)?$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const { month, day } = contractParts(digits);
  return month >= 1 && month <= 12 && day <= 31 ? digits : undefined;
}
