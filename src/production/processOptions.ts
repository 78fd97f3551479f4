import { ContangoError } from "../errors/contangoError.js";
import { didYouMean, nearestName } from "../errors/nearestName.js";

/** What every process takes. */
const COMMON = ["dryRun", "signal", "progress"] as const;

/** Options that are lists of names, of which a single one is easily given without brackets. */
const LISTS: ReadonlySet<string> = new Set([
  "instruments",
  "strategies",
  "pairs",
  "regions",
  "frequencies",
  "forget",
]);

/**
 * Refuses options that a process does not have: one that is misspelt would be left out in silence, and a dry run be a real one.
 *
 * @throws ContangoError `PROCESS_OPTION`.
 */
export function checkOptions(
  { name, options: own }: { readonly name: string; readonly options?: readonly string[] },
  given: unknown,
): void {
  const refuse = (what: string): ContangoError =>
    new ContangoError("PROCESS_OPTION", "production", `${name}: ${what}`, { details: { process: name } });
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw refuse(
      `options were ${JSON.stringify(given)}; give an object, as in ${name}(desk, { dryRun: true })`,
    );
  }
  const known = [...COMMON, ...(own ?? [])];
  for (const [option, value] of Object.entries(given)) {
    if (!known.includes(option) && (own !== undefined || nearestName(option, COMMON) !== undefined)) {
      throw refuse(
        `there is no option "${option}"${didYouMean(option, known)}; it takes ${known.join(", ")}. Nothing was done`,
      );
    }
    if (option === "dryRun" && value !== undefined && typeof value !== "boolean")
      throw refuse(`dryRun was ${JSON.stringify(value)}; give true or false. Nothing was done`);
    if (LISTS.has(option) && typeof value === "string") {
      throw refuse(
        `${option} was "${value}"; give a list, as in { ${option}: ["${value}"] }. Nothing was done`,
      );
    }
  }
}
