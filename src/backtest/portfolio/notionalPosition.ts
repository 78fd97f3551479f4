import { multiply } from "../../series/arithmetic.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { filledOn } from "./filledOn.js";

/**
 * The optimal position of an instrument in the portfolio, fractional, in contracts: its subsystem position times its
 * weight (as of each row), the diversification multiplier, and the scalar of a risk overlay where there is one.
 *
 * @example
 * notionalPosition(subsystem, weights.series("CORN"), 1.89);
 */
export function notionalPosition(
  subsystemPosition: Series,
  weight: Series,
  diversificationMultiplier: number | Series,
  riskScalar: number | Series = 1,
): Series {
  const weighted = multiply(subsystemPosition, asOf(weight, subsystemPosition));
  const diversified = multiply(weighted, filledOn(diversificationMultiplier, weighted));
  return multiply(diversified, filledOn(riskScalar, weighted)).named("notional position");
}
