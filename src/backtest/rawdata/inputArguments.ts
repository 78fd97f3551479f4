import { ContangoError } from "../../errors/contangoError.js";
import { RAW_DATA, type RawDataEntry, type RawDataName } from "./names.js";

/** Arguments of a raw-data series, as a rule's inputs may give them; `null` and `undefined` stand for the default. */
export type InputArguments = Readonly<Record<string, number | string | boolean | null | undefined>>;

/** Arguments checked and completed with defaults. */
export type CompleteArguments = Readonly<Record<string, number | string>>;

/**
 * The arguments of a raw-data series, every one of them.
 *
 * @throws ContangoError `RULE_ARGUMENT` where one is unknown, or not what {@link RAW_DATA} lists.
 */
export function completeArguments(name: RawDataName, given: InputArguments): CompleteArguments {
  const { args }: RawDataEntry = RAW_DATA[name];
  for (const argument of Object.keys(given)) {
    if (Object.hasOwn(args, argument) || given[argument] === undefined) continue;
    const takes = Object.keys(args).join(", ") || "none";
    throw inputError(name, argument, `takes no argument "${argument}"; its arguments: ${takes}`);
  }
  return Object.fromEntries(
    Object.entries(args).map(([argument, allowed]) => [
      argument,
      complete(name, argument, given[argument], allowed),
    ]),
  );
}

function complete(
  name: string,
  argument: string,
  given: unknown,
  allowed: number | readonly string[],
): number | string {
  const text = typeof given === "string" ? `"${given}"` : String(given);
  if (typeof allowed === "number") {
    if (given === undefined || given === null) return allowed;
    if (typeof given === "number" && given >= 1 && given < Number.POSITIVE_INFINITY) return given;
    throw inputError(name, argument, `has ${argument} ${text}; give a number of at least 1`);
  }
  if (given === undefined || given === null) return allowed[0]!;
  if (typeof given === "string" && allowed.includes(given)) return given;
  throw inputError(name, argument, `has ${argument} ${text}; give one of ${allowed.join(", ")}`);
}

const inputError = (input: string, argument: string, problem: string): ContangoError =>
  new ContangoError("RULE_ARGUMENT", "backtest", `the series ${input} ${problem}`, {
    details: { input, argument },
  });
