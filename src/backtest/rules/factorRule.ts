import { divide, map, multiply } from "../../series/arithmetic.js";
import { ewmMean } from "../../series/ewm.js";
import { forwardFill } from "../../series/fill.js";
import { reindex } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { argumentError, numbersOf } from "./arguments.js";
import { levelVolatility } from "./levelVolatility.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

const SMOOTH = { smooth: { least: 1, otherwise: 90 } };

/**
 * Factor: a demeaned factor such as skew over the robust deviation of its level, in an exponentially weighted mean of span
 * `smooth` (default 90). (Carver, Advanced Futures Trading Strategies, 2023.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function factorRule(
  { demeanedFactor }: Pick<RuleInputs, "demeanedFactor">,
  args: NamedArguments<"smooth"> = {},
): Series {
  const { smooth } = numbersOf("factor", args, SMOOTH);
  return ewmMean(normalised(demeanedFactor), { span: smooth });
}

/** What {@link conditionedFactor} reads: `condition` has no default, name the series that it stands for. */
export type ConditionedInputs = Pick<RuleInputs, "demeanedFactor"> & { readonly condition?: Series };

/**
 * {@link factorRule} with its sign turned where the `condition` series, such as another demeaned factor, is below zero.
 *
 * @throws ContangoError `RULE_ARGUMENT`, also where there is no `condition`.
 * @example
 * conditionedFactor({ demeanedFactor: kurtosis, condition: skew });
 */
export function conditionedFactor(
  { demeanedFactor, condition }: ConditionedInputs,
  args: NamedArguments<"smooth"> = {},
): Series {
  const { smooth } = numbersOf("conditionedFactor", args, SMOOTH);
  if (condition === undefined) {
    const problem = `reads a series "condition", which there is none of; name in its inputs what to use, such as demeanedFactor`;
    throw argumentError("conditionedFactor", "condition", problem);
  }
  const sign = forwardFill(reindex(map(condition, Math.sign), demeanedFactor));
  return ewmMean(multiply(normalised(demeanedFactor), sign), { span: smooth });
}

const normalised = (factor: Series): Series => divide(factor, levelVolatility(factor));
