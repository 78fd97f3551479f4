import { ContangoError, isContangoError } from "../../errors/contangoError.js";
import { Series } from "../../series/series.js";
import type { RuleArguments, RuleInputs, TradingRule } from "./rule.js";

/**
 * The forecast of a rule under its name, exact zeros missing (so that they repeat the forecast before them).
 *
 * @throws ContangoError `RULE_OUTPUT` where the rule fails or gives anything but a series; what the rule itself refuses.
 */
export function applyRule(rule: TradingRule, inputs: RuleInputs, args: RuleArguments, name: string): Series {
  const forecast = run(rule, inputs, args, name);
  if (!(forecast instanceof Series)) {
    throw outputError(name, `gave ${kindOf(forecast)}; a rule returns a Series, its forecast by time`);
  }
  return new Series(forecast.time, withoutZeros(forecast.values), name);
}

function run(rule: TradingRule, inputs: RuleInputs, args: RuleArguments, name: string): unknown {
  try {
    return rule(inputs, args);
  } catch (error) {
    if (isContangoError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw outputError(name, `failed: ${reason}; correct the rule`, error);
  }
}

function withoutZeros(values: Float64Array): Float64Array {
  return values.includes(0) ? values.map((value) => (value === 0 ? Number.NaN : value)) : values;
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== "object") return value === undefined ? "nothing" : String(value);
  const { name } = value.constructor ?? { name: "object" };
  return name === "Promise" ? "a Promise (rules are synchronous)" : `a value of type ${name}`;
}

const outputError = (rule: string, problem: string, cause?: unknown): ContangoError =>
  new ContangoError("RULE_OUTPUT", "backtest", `rule ${rule} ${problem}`, { details: { rule }, cause });
