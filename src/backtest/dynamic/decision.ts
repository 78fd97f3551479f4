import type { InstrumentCode } from "../../instruments/codes.js";

/** Why a search for a portfolio could not be made. */
export type OptimisationFailure =
  | "missing-cost"
  | "missing-correlation"
  | "negative-variance"
  | "too-many-contracts";

/**
 * What became of one date. `optimised`: it trades towards the optimised portfolio. All others keep what is held: it lies
 * within the buffer of the optimum (`within-buffer`) or of the optimised portfolio (`close-enough`), the search found no
 * position better than none (`all-zero`), or there was no search ({@link OptimisationFailure}).
 */
export type Decision = "optimised" | "within-buffer" | "close-enough" | "all-zero" | OptimisationFailure;

/** How a portfolio was decided on. Tracking errors are annual standard deviations, fractions of capital. */
export interface OptimisationDiagnostics {
  readonly decision: Decision;
  /** Of what was held, from the fractional optimum. */
  readonly trackingErrorOfPrevious: number;
  /** Of what is to be held, from the fractional optimum. */
  readonly trackingErrorOfOptimised: number;
  /** Of what was held, from the portfolio that the search found; NaN where there was none. */
  readonly distanceToOptimised: number;
  /** The share of that distance which is traded; NaN where there was none. */
  readonly adjustmentFactor: number;
  /** Contracts that the search took. */
  readonly steps: number;
}

/** Why there was no search, and what to do, in words; undefined where there was one. */
export function failureText(decision: Decision, instrument: InstrumentCode | undefined): string | undefined {
  const who = instrument ?? "the portfolio";
  switch (decision) {
    case "missing-cost":
      return `${who} has no cost of trading; give it one (0 where trading is free)`;
    case "missing-correlation":
      return `${who} has no correlation with some other instrument; clean the correlations`;
    case "negative-variance":
      return `the variance of ${instrument === undefined ? who : `a portfolio with more ${who}`} is below zero, as correlations contradict each other; clean or shrink them`;
    case "too-many-contracts":
      return `the optimum of ${who} is more contracts than can be searched one by one; check the capital and the value per contract`;
    default:
      return undefined;
  }
}
