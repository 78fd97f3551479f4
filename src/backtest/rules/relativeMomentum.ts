import { divide, map } from "../../series/arithmetic.js";
import { diff } from "../../series/change.js";
import { ewmMean } from "../../series/ewm.js";
import type { Series } from "../../series/series.js";
import {
  horizonAndSpan,
  outperformance,
  type RelativeArguments,
  type RelativeInputs,
} from "./outperformance.js";

/**
 * Relative momentum: by how much a day, over the last `horizon` rows (default 250), the instrument has outrun its asset class
 * in volatility-normalised price; smoothed by an exponentially weighted mean of span `span` (default a quarter of the
 * horizon, at least 2). (Carver, Advanced Futures Trading Strategies, 2023.)
 *
 * @throws ContangoError `RULE_ARGUMENT`.
 */
export function relativeMomentum(inputs: RelativeInputs, args: RelativeArguments = {}): Series {
  const { horizon, span } = horizonAndSpan("relativeMomentum", args);
  const better = map(outperformance(inputs), (value) => (value === 0 ? Number.NaN : value));
  return ewmMean(divide(diff(better, horizon), horizon), { span });
}
