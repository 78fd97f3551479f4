import { map } from "../../series/arithmetic.js";
import type { Series } from "../../series/series.js";
import { numbersOf } from "./arguments.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

/** The average forecast, always: long the market. @throws ContangoError `RULE_ARGUMENT` for any argument. */
export function longBias(
  { dailyPrice }: Pick<RuleInputs, "dailyPrice">,
  args: NamedArguments<never> = {},
): Series {
  numbersOf("longBias", args, {});
  return map(dailyPrice, () => 10);
}

/** Minus the average forecast, always: short the market. @throws ContangoError `RULE_ARGUMENT` for any argument. */
export function shortBias(
  { dailyPrice }: Pick<RuleInputs, "dailyPrice">,
  args: NamedArguments<never> = {},
): Series {
  numbersOf("shortBias", args, {});
  return map(dailyPrice, () => -10);
}
