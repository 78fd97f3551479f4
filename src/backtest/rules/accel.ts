import { subtract } from "../../series/arithmetic.js";
import { shift } from "../../series/change.js";
import type { Series } from "../../series/series.js";
import { numbersOf } from "./arguments.js";
import { crossover } from "./crossover.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

/**
 * Acceleration: the change over `fast` rows of the crossover of spans `fast` and 4 · `fast`; `fast` is whole, by default 4.
 * (Carver, Advanced Futures Trading Strategies, 2023.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function accel(
  { dailyPrice, volatility }: Pick<RuleInputs, "dailyPrice" | "volatility">,
  args: NamedArguments<"fast"> = {},
): Series {
  const { fast } = numbersOf("accel", args, { fast: { least: 1, whole: true, otherwise: 4 } });
  const trend = crossover(dailyPrice, volatility, fast, 4 * fast);
  return subtract(trend, shift(trend, fast));
}
