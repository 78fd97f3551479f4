import { requireLength } from "./covariance.js";
import type { OptimisationFailure } from "./decision.js";
import { optimisationError } from "./optimisationError.js";
import type { WeightBounds } from "./weightBounds.js";

/** How much lower, relative, an objective has to be to count as lower: differences below it are rounding, that is ties. */
const TIE = 1e-12;

/** More contracts of one instrument come only from a wrong capital or price, and a search one by one would not end. */
const MOST_CONTRACTS = 100_000;

/** A portfolio to build contract by contract: one entry an instrument, weights as fractions of capital. */
export interface GreedyProblem {
  /** The fractional weights to come close to. */
  readonly optimum: ArrayLike<number>;
  /** The weights that are held, from which trades cost. */
  readonly prior: ArrayLike<number>;
  /** The weight of one contract, above 0. */
  readonly perContract: ArrayLike<number>;
  /** Row by row. */
  readonly covariance: ArrayLike<number>;
  /** What trading a weight of 1 counts for beside the tracking error: its cost times the shadow cost. */
  readonly costs: ArrayLike<number>;
  readonly bounds: readonly WeightBounds[];
}

/** What the search found, or the first instrument, by position, that it failed on (-1: the portfolio that it starts at). */
export type GreedyOutcome =
  | { readonly kind: "optimised"; readonly weights: Float64Array; readonly steps: number }
  | { readonly kind: Exclude<OptimisationFailure, "missing-correlation">; readonly at: number };

/**
 * Whole contracts close to a fractional optimum. Beginning at the starts of the bounds, each step takes the one contract,
 * of all instruments in their directions within their bounds, after which √((w − w*)′Σ(w − w*)) + Σ costᵢ |wᵢ − priorᵢ| is
 * least; the search ends when no contract lowers it. The first instrument wins a tie.
 *
 * A step costs O(n) for n instruments: Σ(w − w*) is kept, which makes each candidate O(1).
 *
 * @throws ContangoError `OPTIMISATION` where sizes differ or a weight per contract is not above 0.
 */
export function greedyOptimise(problem: GreedyProblem): GreedyOutcome {
  const { optimum, prior, perContract, covariance, costs, bounds } = problem;
  const n = optimum.length;
  checkProblem(problem);
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(costs[i]!)) return { kind: "missing-cost", at: i };
    if (Math.abs(optimum[i]! / perContract[i]!) > MOST_CONTRACTS)
      return { kind: "too-many-contracts", at: i };
  }

  const weights = Float64Array.from(bounds, ({ start }) => start);
  const step = Float64Array.from(bounds, ({ direction }, i) => direction * perContract[i]!);
  /** How many more contracts an instrument's bounds let it take. */
  const room = Float64Array.from(bounds, ({ minimum, maximum, direction, start }, i) =>
    Math.floor((direction > 0 ? maximum - start : start - minimum) / perContract[i]! + 1e-9),
  );
  const taken = new Float64Array(n);
  const distance = Float64Array.from(weights, (weight, i) => weight - optimum[i]!);
  const gradient = new Float64Array(n);
  let largest = 0;
  let cost = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) gradient[i]! += covariance[i * n + j]! * distance[j]!;
    largest += (Math.abs(distance[i]!) + perContract[i]!) * Math.sqrt(covariance[i * n + i]!);
    cost += costs[i]! * Math.abs(weights[i]! - prior[i]!);
  }
  const rounding = TIE * largest * largest;

  for (let steps = 0; ; steps++) {
    let variance = 0;
    for (let i = 0; i < n; i++) variance += distance[i]! * gradient[i]!;
    if (variance < -rounding) return { kind: "negative-variance", at: -1 };
    let lowest = Math.sqrt(Math.max(variance, 0)) + cost;
    let best = -1;
    for (let i = 0; i < n; i++) {
      if (taken[i]! >= room[i]!) continue;
      const size = step[i]!;
      const after = variance + size * (2 * gradient[i]! + size * covariance[i * n + i]!);
      if (after < -rounding) return { kind: "negative-variance", at: i };
      const weight = weights[i]!;
      const held = prior[i]!;
      const more = costs[i]! * (Math.abs(weight + size - held) - Math.abs(weight - held));
      const value = Math.sqrt(Math.max(after, 0)) + cost + more;
      if (value < lowest * (1 - TIE)) {
        lowest = value;
        best = i;
      }
    }
    if (best < 0) return { kind: "optimised", weights, steps };
    taken[best]!++;
    const before = weights[best]!;
    const weight = bounds[best]!.start + taken[best]! * step[best]!;
    cost += costs[best]! * (Math.abs(weight - prior[best]!) - Math.abs(before - prior[best]!));
    weights[best] = weight;
    distance[best] = weight - optimum[best]!;
    for (let i = 0; i < n; i++) gradient[i]! += covariance[best * n + i]! * (weight - before);
  }
}

function checkProblem({ optimum, prior, perContract, covariance, costs, bounds }: GreedyProblem): void {
  const n = optimum.length;
  requireLength("the list of held weights", prior, n);
  requireLength("the list of weights per contract", perContract, n);
  requireLength("the covariance matrix", covariance, n * n);
  requireLength("the list of costs", costs, n);
  requireLength("the list of bounds", bounds, n);
  for (let i = 0; i < n; i++) {
    if (perContract[i]! > 0) continue;
    throw optimisationError(
      `one contract of instrument ${i} has the weight ${perContract[i]}; give a number above 0`,
      { row: i },
    );
  }
}
