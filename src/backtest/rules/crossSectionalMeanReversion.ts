import { map } from "../../series/arithmetic.js";
import { diff } from "../../series/change.js";
import { ewmMean } from "../../series/ewm.js";
import { rollingMean } from "../../series/rollingMoments.js";
import type { Series } from "../../series/series.js";
import {
  horizonAndSpan,
  outperformance,
  type RelativeArguments,
  type RelativeInputs,
} from "./outperformance.js";

/**
 * Mean reversion within the asset class: minus the mean daily gain on the asset class over the last `horizon` rows (default
 * 250; every one of them is needed), in volatility-normalised price; smoothed by an exponentially weighted mean of span
 * `span` (default a quarter of the horizon, at least 2). (Carver, Advanced Futures Trading Strategies, 2023.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function crossSectionalMeanReversion(inputs: RelativeInputs, args: RelativeArguments = {}): Series {
  const { horizon, span } = horizonAndSpan("crossSectionalMeanReversion", args);
  const gain = rollingMean(diff(outperformance(inputs)), { window: horizon });
  return map(ewmMean(gain, { span }), (value) => -value);
}
