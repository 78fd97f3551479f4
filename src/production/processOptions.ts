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

/** What a function on a desk takes as its options. */
export interface TakenOptions {
  /** The function, as it is called: `adjustForFlow`. */
  readonly name: string;
  /** Where this is not said, only what is nearly an option of every process is refused. */
  readonly takes?: readonly string[] | undefined;
  /** Those that it cannot do without. */
  readonly needs?: readonly string[] | undefined;
}

/** What a process takes: what all do, and its own options, if it says which. */
export const processOptions = ({
  name,
  options,
}: {
  readonly name: string;
  readonly options?: readonly string[];
}): TakenOptions => ({ name, takes: options && [...COMMON, ...options] });

/**
 * Refuses options that a function does not take: one that is misspelt would be left out in silence, and a dry run be a real one.
 * Says what is missing where it needs some. Undefined is as good as an empty object.
 *
 * @throws ContangoError `PROCESS_OPTION`.
 */
export function checkOptions({ name, takes, needs = [] }: TakenOptions, given: unknown = {}): void {
  const refuse = (what: string): ContangoError =>
    new ContangoError("PROCESS_OPTION", "production", `${name}: ${what}`, { details: { process: name } });
  const known = takes ?? COMMON;
  const usual = known.includes("dryRun") ? "dryRun: true" : known[0];
  const call = `${name}(desk, { ${needs.length > 0 ? needs.join(", ") : usual} })`;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw refuse(`options were ${JSON.stringify(given)}; give an object, as in ${call}`);
  }
  for (const [option, value] of Object.entries(given)) {
    if (!known.includes(option) && (takes !== undefined || nearestName(option, COMMON) !== undefined)) {
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
  const missing = needs.filter((option) => (given as Record<string, unknown>)[option] === undefined);
  if (missing.length > 0) {
    throw refuse(`it needs ${missing.join(", ")}; call it as ${call}. Nothing was done`);
  }
}
