import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { Series } from "../../series/series.js";
import type { RuleArguments, RuleInputs, TradingRule } from "./rule.js";

/**
 * The forecast of a rule under its name; exact zeros and infinite values are missing (so that they repeat the forecast before
 * them).
 *
 * @param instrument on which the rule runs, for errors.
 * @throws ContangoError `RULE_OUTPUT` where the rule fails or gives anything but a series; `RULE_ARGUMENT` where it refuses
 * its arguments; as the inputs that it reads.
 */
export function applyRule(
  rule: TradingRule,
  inputs: RuleInputs,
  args: RuleArguments,
  name: string,
  instrument?: InstrumentCode,
): Series {
  const refuse = (problem: string, cause?: unknown): ContangoError => {
    const where = instrument === undefined ? "" : ` on ${instrument}`;
    return new ContangoError("RULE_OUTPUT", "backtest", `rule ${name}${where} ${problem}`, {
      details: { rule: name, ...(instrument === undefined ? {} : { instrument }) },
      cause,
    });
  };
  const forecast = run(rule, inputs, args, refuse);
  if (!(forecast instanceof Series)) {
    throw refuse(`gave ${kindOf(forecast)}; a rule returns a Series, its forecast by time`);
  }
  return new Series(forecast.time, usable(forecast.values), name);
}

/** What already says which rule or which data is wrong. */
const PLAIN: ReadonlySet<string> = new Set([
  "RULE_ARGUMENT",
  "PRICES_EMPTY",
  "INSTRUMENT_MISSING",
  "CONTRACT_LABELS",
  "BACKTEST_DATA",
]);

function run(
  rule: TradingRule,
  inputs: RuleInputs,
  args: RuleArguments,
  refuse: (problem: string, cause: unknown) => ContangoError,
): unknown {
  try {
    return rule(inputs, args);
  } catch (error) {
    if (isContangoError(error) && PLAIN.has(error.code)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(`failed: ${reason}; correct the rule`, error);
  }
}

function usable(values: Float64Array): Float64Array {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: missing } = Number;
  if (![0, POSITIVE_INFINITY, NEGATIVE_INFINITY].some((value) => values.includes(value))) return values;
  return values.map((value) => (value === 0 || !Number.isFinite(value) ? missing : value));
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== "object") return value === undefined ? "nothing" : String(value);
  const { name } = value.constructor ?? { name: "object" };
  return name === "Promise" ? "a Promise (rules are synchronous)" : `a value of type ${name}`;
}
