import { roundHalfEven } from "../../series/rounding.js";
import { adjustedWeights, adjustmentFactor } from "./adjustment.js";
import type { Decision, OptimisationDiagnostics } from "./decision.js";
import { type GreedyProblem, greedyOptimise } from "./greedy.js";
import type { OptimiserSettings } from "./optimiserSettings.js";
import { differenceVariance } from "./trackingError.js";
import type { WeightBounds } from "./weightBounds.js";

/** A {@link GreedyProblem} with whole contracts in place of held weights; its costs are not yet times the shadow cost. */
export interface ContractsProblem extends Omit<GreedyProblem, "prior"> {
  /** Held, in contracts. */
  readonly previous: ArrayLike<number>;
}

export interface OptimisedContracts {
  /** To hold, in whole contracts, within the bounds. */
  readonly positions: Float64Array;
  readonly diagnostics: OptimisationDiagnostics;
  /** The instrument, by position, that kept the search from being made; -1 where it was made, or none is to blame. */
  readonly failedAt: number;
}

/**
 * The positions to hold. What is held is kept where its tracking error from the optimum is below the buffer; else the
 * portfolio is searched for ({@link greedyOptimise}) and traded towards until the buffer is left ({@link adjustmentFactor}).
 * A held position outside its bounds is brought to the nearest contract within them in every case.
 *
 * @throws ContangoError `OPTIMISATION`, as {@link greedyOptimise}.
 */
export function optimiseContracts(
  problem: ContractsProblem,
  settings: Required<OptimiserSettings>,
): OptimisedContracts {
  const { optimum, previous, perContract, covariance, bounds } = problem;
  const n = optimum.length;
  const prior = Float64Array.from(previous, (contracts, i) => contracts * perContract[i]!);
  const finish = (
    decision: Decision,
    weights: Float64Array,
    { failedAt = -1, before = Number.NaN, distance = Number.NaN, factor = Number.NaN, steps = 0 } = {},
  ): OptimisedContracts => {
    const positions = Float64Array.from(weights, (weight, i) =>
      withinBounds(roundHalfEven(weight / perContract[i]!), bounds[i]!, perContract[i]!),
    );
    const held = positions.map((contracts, i) => contracts * perContract[i]!);
    const after = Math.sqrt(differenceVariance(held, optimum, covariance));
    const diagnostics: OptimisationDiagnostics = {
      decision,
      trackingErrorOfPrevious: before,
      trackingErrorOfOptimised: after,
      distanceToOptimised: distance,
      adjustmentFactor: factor,
      steps,
    };
    return { positions, diagnostics, failedAt };
  };

  for (let k = 0; k < covariance.length; k++) {
    if (Number.isNaN(covariance[k]))
      return finish("missing-correlation", prior, { failedAt: Math.floor(k / n) });
  }
  const gap = differenceVariance(prior, optimum, covariance);
  if (gap < 0) return finish("negative-variance", prior);
  const before = Math.sqrt(gap);
  if (before < settings.trackingErrorBuffer) return finish("within-buffer", prior, { before });

  const shadow = settings.shadowCost * settings.costMultiplier;
  const costs = Float64Array.from(problem.costs, (cost) => Math.abs(cost) * shadow);
  const found = greedyOptimise({ optimum, prior, perContract, covariance, costs, bounds });
  if (found.kind !== "optimised") return finish(found.kind, prior, { before, failedAt: found.at });
  const { weights, steps } = found;
  if (settings.allZero === "keep" && weights.every((weight) => weight === 0)) {
    return finish("all-zero", prior, { before, steps });
  }
  const way = differenceVariance(prior, weights, covariance);
  if (way < 0) return finish("negative-variance", prior, { before, steps });
  const distance = Math.sqrt(way);
  const factor = adjustmentFactor(distance, settings.trackingErrorBuffer);
  if (factor <= 0) return finish("close-enough", prior, { before, distance, factor, steps });
  const adjusted = adjustedWeights({ optimised: weights, prior, perContract }, factor);
  return finish("optimised", adjusted, { before, distance, factor, steps });
}

/** The nearest whole contract within bounds of weight; the position itself where the bounds hold none. */
function withinBounds(contracts: number, { minimum, maximum }: WeightBounds, perContract: number): number {
  const least = Math.ceil(minimum / perContract - 1e-9);
  const most = Math.floor(maximum / perContract + 1e-9);
  return least > most ? contracts : Math.min(Math.max(contracts, least), most) + 0;
}
