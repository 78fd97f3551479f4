import { rollingStandardDeviation } from "../../series/rollingMoments.js";
import { Series } from "../../series/series.js";
import { numbersOf } from "./arguments.js";
import { crossover } from "./crossover.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

/** Rows of the rolling deviation, and how many deviations make an extreme. */
const WINDOW = { window: 5000, minPeriods: 3 };
const EXTREME = 3;

/**
 * Mean reversion in the wings: minus the crossover of spans `fast` and 4 · `fast` (by default 4 and 16) where it lies three
 * or more of its own rolling standard deviations from zero, and 0 elsewhere. As zeros of a forecast count as missing, the
 * last extreme is held until the next.
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function meanReversionWings(
  { dailyPrice, volatility }: Pick<RuleInputs, "dailyPrice" | "volatility">,
  args: NamedArguments<"fast"> = {},
): Series {
  const { fast } = numbersOf("meanReversionWings", args, { fast: { least: 1, otherwise: 4 } });
  const trend = crossover(dailyPrice, volatility, fast, 4 * fast);
  const deviation = rollingStandardDeviation(trend, WINDOW).values;
  const out = new Float64Array(trend.length);
  for (let row = 0; row < out.length; row++) {
    const value = trend.values[row]!;
    out[row] = Math.abs(value) < EXTREME * deviation[row]! ? 0 : -value;
  }
  return new Series(trend.time, out, trend.name);
}
