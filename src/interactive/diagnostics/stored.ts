import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";

/** How many rows are shown where nobody says. */
export const ROWS = 10;

/** What was read, if it was there. @throws ContangoError `STORE_MISSING` with the nearest name there is. */
export async function stored<Value>(
  value: Value | undefined,
  what: string,
  name: string,
  known: () => Promise<readonly string[]>,
): Promise<Value> {
  if (value !== undefined) return value;
  throw new ContangoError(
    "STORE_MISSING",
    "interactive",
    `there are no ${what} of ${name}${didYouMean(name, await known())}`,
    { details: { what, name } },
  );
}
