import { roundHalfEven } from "../../series/rounding.js";
import { requireLength } from "./covariance.js";

/**
 * The share of the way from the held to the optimised portfolio that is traded, so that what is left undone is the
 * buffer: (e − buffer) / e, and 0 where the tracking error e between them is within it.
 *
 * @example
 * adjustmentFactor(0.1, 0.0125); // 0.875
 */
export function adjustmentFactor(trackingError: number, buffer: number): number {
  return trackingError <= 0 ? 0 : Math.max((trackingError - buffer) / trackingError, 0);
}

/** Two portfolios, with the weight of one contract of each instrument. Weights are fractions of capital. */
export interface WeightsToAdjust {
  readonly optimised: ArrayLike<number>;
  readonly prior: ArrayLike<number>;
  readonly perContract: ArrayLike<number>;
}

/**
 * The held weights, moved by a share of the way to the optimised ones, in whole contracts (ties to even).
 *
 * @throws ContangoError `OPTIMISATION` where sizes differ.
 * @example
 * adjustedWeights({ optimised: [0.25], prior: [0], perContract: [0.1] }, 1); // 0.2
 */
export function adjustedWeights(
  { optimised, prior, perContract }: WeightsToAdjust,
  factor: number,
): Float64Array {
  requireLength("the list of held weights", prior, optimised.length);
  requireLength("the list of weights per contract", perContract, optimised.length);
  return Float64Array.from(optimised, (weight, i) => {
    const contracts = roundHalfEven((factor * (weight - prior[i]!)) / perContract[i]!);
    return prior[i]! + contracts * perContract[i]!;
  });
}
