import { ContangoError } from "../errors/contangoError.js";
import type { Desk } from "./desk.js";

/**
 * The desk that a function was given.
 *
 * @throws ContangoError `PROCESS_OPTION` where it was given something else.
 */
export function requireDesk(given: unknown, name: string): Desk {
  const desk = given as Partial<Desk> | null | undefined;
  if (desk?.data !== undefined && desk.storage !== undefined && desk.clock !== undefined) return desk as Desk;
  const what =
    given instanceof Promise ? "a promise of one: await it" : `${kindOf(given)}: open one with openDesk`;
  throw new ContangoError(
    "PROCESS_OPTION",
    "production",
    `${name} works on an open desk, and was given ${what}. Nothing was done`,
    { details: { function: name } },
  );
}

function kindOf(given: unknown): string {
  if (given === undefined || given === null) return String(given);
  if (typeof given === "function") return "a function that was not called";
  return typeof given === "object" ? "another object" : `a ${typeof given}`;
}
