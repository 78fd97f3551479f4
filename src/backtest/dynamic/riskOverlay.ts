import type { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import type { RiskOverlay } from "../config/settings.js";
import { optimisationError } from "./optimisationError.js";

/**
 * What positions are multiplied with so that no measure of {@link riskMeasures} passes its limit: the least of limit /
 * measure, at most 1, a missing measure counting as none. Limits of risk are multiples of the volatility target; the
 * limit of leverage stands for itself.
 *
 * @param percentageVolatilityTarget annual, in percent of capital.
 * @throws ContangoError `OPTIMISATION` where a limit or the target is not above 0; `COLUMN_MISSING`.
 * @example
 * riskOverlayScalar(riskMeasures(portfolio), settings.riskOverlay, 20);
 */
export function riskOverlayScalar(
  measures: Frame,
  limits: RiskOverlay,
  percentageVolatilityTarget: number,
): Series {
  const target = percentageVolatilityTarget / 100;
  requirePositive("percentageVolatilityTarget", percentageVolatilityTarget);
  for (const [name, limit] of Object.entries(limits)) requirePositive(name, limit);
  const limited = [
    [measures.floats("risk"), limits.maxRiskNormal * target],
    [measures.floats("shockedRisk"), limits.maxRiskShocked * target],
    [measures.floats("sumAbsoluteRisk"), limits.maxSumAbsoluteRisk * target],
    [measures.floats("leverage"), limits.maxLeverage],
  ] as const;
  const scalar = new Float64Array(measures.length).fill(1);
  for (const [values, limit] of limited) {
    for (let row = 0; row < scalar.length; row++) {
      if (values[row]! > limit) scalar[row] = Math.min(scalar[row]!, limit / values[row]!);
    }
  }
  return new Series(measures.time, scalar, "riskScalar");
}

function requirePositive(name: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw optimisationError(`${name} of the risk overlay is ${value}; give a number above 0`, { name });
}
