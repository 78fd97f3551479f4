import type { Series } from "../../series/series.js";
import { numbersOf, requireFastBelowSlow } from "./arguments.js";
import { crossover } from "./crossover.js";
import { levelVolatility } from "./levelVolatility.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

const SPAN = { least: 1 };

/**
 * Exponentially weighted moving average crossover: the fast mean of the price less the slow one, over daily volatility.
 * Spans in business days. (Carver, Systematic Trading, 2015, appendix B.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 * @example
 * ewmac({ dailyPrice, volatility }, { fast: 16, slow: 64 });
 */
export function ewmac(
  { dailyPrice, volatility }: Pick<RuleInputs, "dailyPrice" | "volatility">,
  args: NamedArguments<"fast" | "slow">,
): Series {
  const { fast, slow } = numbersOf("ewmac", args, { fast: SPAN, slow: SPAN });
  requireFastBelowSlow("ewmac", fast, slow);
  return crossover(dailyPrice, volatility, fast, slow);
}

/**
 * {@link ewmac} over the robust deviation of the level of the price itself, not of its changes: for prices that are
 * already in units of risk, as `normalisedPrice` or `assetClassNormalisedPrice` are.
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function ewmacOwnVolatility(
  { dailyPrice }: Pick<RuleInputs, "dailyPrice">,
  args: NamedArguments<"fast" | "slow" | "volatilityDays">,
): Series {
  const wanted = { fast: SPAN, slow: SPAN, volatilityDays: { least: 1, otherwise: 35 } };
  const { fast, slow, volatilityDays } = numbersOf("ewmacOwnVolatility", args, wanted);
  requireFastBelowSlow("ewmacOwnVolatility", fast, slow);
  return crossover(dailyPrice, levelVolatility(dailyPrice, volatilityDays), fast, slow);
}
