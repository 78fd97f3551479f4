import { ContangoError } from "../../errors/contangoError.js";
import type { RuleArguments } from "./rule.js";

/** What a rule accepts as one of its numbers. */
export interface NumberArgument {
  /** The lowest number allowed. */
  readonly least: number;
  readonly whole?: boolean;
  /** Taken where the argument is not given; without one it has to be. NaN stands for a default that the rule works out. */
  readonly otherwise?: number;
}

/**
 * The arguments of a rule as numbers.
 *
 * @throws ContangoError `RULE_ARGUMENT` where one is missing, not a number, out of range, or has a name that the rule does not know.
 * @example
 * const { lookback } = numbersOf("breakout", args, { lookback: { least: 2, whole: true, otherwise: 10 } });
 */
export function numbersOf<Names extends string>(
  rule: string,
  args: RuleArguments,
  wanted: Readonly<Record<Names, NumberArgument>>,
): Record<Names, number> {
  const known = Object.keys(wanted) as Names[];
  for (const name of Object.keys(args)) {
    if (Object.hasOwn(wanted, name) || args[name] === undefined) continue;
    const takes = known.length === 0 ? "no arguments" : known.join(", ");
    throw argumentError(rule, name, `has no argument "${name}"; it takes ${takes}`);
  }
  const numbers = {} as Record<Names, number>;
  for (const name of known) numbers[name] = numberOf(rule, name, args[name], wanted[name]);
  return numbers;
}

function numberOf(
  rule: string,
  name: string,
  given: unknown,
  { least, whole, otherwise }: NumberArgument,
): number {
  const allowed = `a ${whole ? "whole number" : "number"} of at least ${least}`;
  if (given === undefined || given === null) {
    if (otherwise !== undefined) return otherwise;
    throw argumentError(rule, name, `needs the argument ${name}; give ${allowed}`);
  }
  const fits = typeof given === "number" && given >= least && given < Number.POSITIVE_INFINITY;
  if (fits && (!whole || Number.isSafeInteger(given))) return given;
  throw argumentError(
    rule,
    name,
    `has ${name} ${typeof given === "string" ? `"${given}"` : String(given)}; give ${allowed}`,
  );
}

/** Refuses a fast span that is not below the slow one. @throws ContangoError `RULE_ARGUMENT`. */
export function requireFastBelowSlow(rule: string, fast: number, slow: number): void {
  if (fast < slow) return;
  throw argumentError(rule, "fast", `has fast ${fast} and slow ${slow}; give a fast span below the slow one`);
}

/** The error of a rule that cannot use an argument. */
export function argumentError(rule: string, argument: string, problem: string): ContangoError {
  return new ContangoError("RULE_ARGUMENT", "backtest", `rule ${rule} ${problem}`, {
    details: { rule, argument },
  });
}
