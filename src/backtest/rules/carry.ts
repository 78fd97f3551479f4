import { subtract } from "../../series/arithmetic.js";
import type { Series } from "../../series/series.js";
import { smoothedCarry } from "../rawdata/carry.js";
import { numbersOf } from "./arguments.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

/**
 * Carry: the annualised roll over annualised volatility, in an exponentially weighted mean whose centre of mass, not its
 * span, is `smoothDays` (default 90). (Carver, Systematic Trading, 2015, appendix B.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function carry(
  { rawCarry }: Pick<RuleInputs, "rawCarry">,
  args: NamedArguments<"smoothDays"> = {},
): Series {
  const { smoothDays } = numbersOf("carry", args, { smoothDays: { least: 1, otherwise: 90 } });
  return smoothedCarry(rawCarry, smoothDays);
}

/**
 * Relative carry: smoothed carry less the median of the instrument's asset class. (Carver, Advanced Futures Trading
 * Strategies, 2023.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function relativeCarry(
  { smoothedCarry, assetClassCarry }: Pick<RuleInputs, "smoothedCarry" | "assetClassCarry">,
  args: NamedArguments<never> = {},
): Series {
  numbersOf("relativeCarry", args, {});
  return subtract(smoothedCarry, assetClassCarry);
}
