import type { InstrumentCode } from "../../instruments/codes.js";
import type { DynamicPosition } from "../../positions/optimalPosition.js";
import type { CorrelationMatrix } from "../estimation/correlationMatrix.js";
import { correlationsOf } from "./correlation.js";
import { failureText, type OptimisationDiagnostics } from "./decision.js";
import { optimisationError } from "./optimisationError.js";
import { type OptimiserSettings, optimiserSettings } from "./optimiserSettings.js";
import { type MissingInput, optimiseUniverse } from "./optimiseUniverse.js";

/** What the optimiser needs to know of an instrument on one date; NaN where it is not known. */
export interface InstrumentToOptimise {
  /** The ideal fractional position, in contracts. */
  readonly optimal: number;
  /** Held, in contracts. Default 0. */
  readonly previous?: number;
  /** The value of one contract as a fraction of capital. */
  readonly weightPerContract: number;
  /** Annual standard deviation of returns, as a fraction. */
  readonly volatility: number;
  /** Of trading a weight of 1, as a fraction of capital. */
  readonly cost: number;
  /** The largest position either way, in contracts. Default: none. */
  readonly positionLimit?: number;
  readonly reduceOnly?: boolean;
  readonly noTrade?: boolean;
  readonly longOnly?: boolean;
}

/** What an optimised position is stored with, but for its reference price. */
export type OptimisedPosition = Omit<
  DynamicPosition,
  "referencePrice" | "referenceContract" | "referenceTime"
>;

export interface OptimisedPositions {
  /** Every instrument that had all its inputs. */
  readonly positions: Readonly<Record<InstrumentCode, OptimisedPosition>>;
  /** The instruments that were left out, with the input that each lacks; nothing is to be traded in them. */
  readonly leftOut: Readonly<Record<InstrumentCode, MissingInput>>;
  readonly diagnostics: OptimisationDiagnostics;
  /** Why there was no search, in words for a person; undefined where there was one. */
  readonly failure: string | undefined;
}

/** What the reference stores where a position has no limit, in contracts. */
const NO_POSITION_LIMIT = 999_999_999;

/**
 * Whole positions that come close to fractional ones at little cost, for one date. Instruments are searched in the order
 * of their codes, so that the order in which they are given never matters. Without correlations there are none.
 *
 * @throws ContangoError `OPTIMISATION` where a setting is outside its range, an input is not a number, or the correlation
 * matrix is not of the size that its names need.
 * @example
 * const { positions } = optimisePositions(
 *   {
 *     CORN: { optimal: 1.4, weightPerContract: 0.1, volatility: 0.2, cost: 0.0001 },
 *     US10: { optimal: 2.6, weightPerContract: 0.4, volatility: 0.06, cost: 0.00005 },
 *   },
 *   { names: ["CORN", "US10"], matrix: Float64Array.of(1, -0.1, -0.1, 1) },
 * );
 * positions.CORN.optimisedPosition;
 */
export function optimisePositions(
  instruments: Readonly<Record<InstrumentCode, InstrumentToOptimise>>,
  correlations?: CorrelationMatrix,
  settings: OptimiserSettings = {},
): OptimisedPositions {
  const names = Object.keys(instruments).sort();
  const rows = names.map((name) => instruments[name]!);
  const date = {
    optimal: rows.map((row) => row.optimal),
    previous: rows.map((row) => row.previous ?? 0),
    valuePerContract: rows.map((row) => row.weightPerContract),
    volatilities: rows.map((row) => row.volatility),
    correlations: correlationsOf(correlations, names),
    costs: rows.map((row) => row.cost),
  };
  checkNumbers(names, date);
  const restrictions = {
    reduceOnly: rows.map((row) => row.reduceOnly ?? false),
    noTrade: rows.map((row) => row.noTrade ?? false),
    longOnly: rows.map((row) => row.longOnly ?? false),
    positionLimits: rows.map((row) => row.positionLimit ?? Number.NaN),
  };
  const found = optimiseUniverse(date, restrictions, optimiserSettings(settings));
  const positions: Record<InstrumentCode, OptimisedPosition> = {};
  const leftOut: Record<InstrumentCode, MissingInput> = {};
  for (const [i, name] of names.entries()) {
    const bounds = found.bounds[i];
    if (bounds === undefined) {
      leftOut[name] = found.missing[i]!;
      continue;
    }
    const { optimal, previous = 0, weightPerContract, positionLimit = Number.NaN } = rows[i]!;
    const weight = Math.abs(weightPerContract);
    const limit = Number.isNaN(positionLimit) ? NO_POSITION_LIMIT : Math.abs(positionLimit);
    positions[name] = {
      kind: "dynamic",
      optimal,
      weightPerContract: weight,
      previousPosition: previous,
      previousWeight: previous * weight,
      reduceOnly: restrictions.reduceOnly[i]!,
      dontTrade: restrictions.noTrade[i]!,
      positionLimitContracts: limit,
      positionLimitWeight: limit * weight,
      optimumWeight: optimal * weight,
      minimumWeight: bounds.minimum,
      maximumWeight: bounds.maximum,
      startWeight: bounds.start,
      optimisedWeight: found.positions[i]! * weight,
      optimisedPosition: found.positions[i]!,
    };
  }
  const { diagnostics, failedAt } = found;
  return { positions, leftOut, diagnostics, failure: failureText(diagnostics.decision, names[failedAt]) };
}

function checkNumbers(names: readonly string[], inputs: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [i, name] of names.entries()) {
    for (const [input, values] of Object.entries(inputs)) {
      if (input === "correlations" || typeof values[i] === "number") continue;
      throw optimisationError(
        `${name}: ${input} is ${String(values[i])}; give a number, NaN where it is not known`,
        {
          instrument: name,
        },
      );
    }
  }
}
