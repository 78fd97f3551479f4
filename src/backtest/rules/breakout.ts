import { ewmMean } from "../../series/ewm.js";
import { Series } from "../../series/series.js";
import { argumentError, numbersOf } from "./arguments.js";
import { rollingRange } from "./range.js";
import type { NamedArguments, RuleInputs } from "./rule.js";

/**
 * Breakout: where the price lies in its range of the last `lookback` rows (default 10), from −20 at the low to +20 at the
 * high, smoothed by an exponentially weighted mean of span `smooth` (default a quarter of the lookback, at least 1; below
 * the lookback). A range needs prices in half of its rows. (Carver, Advanced Futures Trading Strategies, 2023.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 * @example
 * breakout({ dailyPrice }, { lookback: 80 });
 */
export function breakout(
  { dailyPrice }: Pick<RuleInputs, "dailyPrice">,
  args: NamedArguments<"lookback" | "smooth"> = {},
): Series {
  const { lookback, smooth: given } = numbersOf("breakout", args, {
    lookback: { least: 2, whole: true, otherwise: 10 },
    smooth: { least: 1, otherwise: Number.NaN },
  });
  const smooth = Number.isNaN(given) ? Math.max(Math.floor(lookback / 4), 1) : given;
  if (smooth >= lookback) {
    const problem = `has smooth ${smooth} and lookback ${lookback}; give a smoothing span below the lookback`;
    throw argumentError("breakout", "smooth", problem);
  }
  const { low, high } = rollingRange(dailyPrice.values, lookback, Math.ceil(lookback / 2));
  const place = new Float64Array(dailyPrice.length);
  for (let row = 0; row < place.length; row++) {
    const middle = (high[row]! + low[row]!) / 2;
    place[row] = (40 * (dailyPrice.values[row]! - middle)) / (high[row]! - low[row]!);
  }
  return ewmMean(new Series(dailyPrice.time, place, dailyPrice.name), {
    span: smooth,
    minPeriods: Math.ceil(smooth / 2),
  });
}
