import { covarianceMatrix } from "./covariance.js";
import type { OptimisationDiagnostics } from "./decision.js";
import { optimiseContracts } from "./optimiseContracts.js";
import type { OptimiserSettings } from "./optimiserSettings.js";
import { type WeightBounds, weightBounds } from "./weightBounds.js";

/** Restrictions of the instruments of a universe, by position; left out: none. */
export interface UniverseRestrictions {
  readonly reduceOnly?: readonly boolean[];
  readonly noTrade?: readonly boolean[];
  readonly longOnly?: readonly boolean[];
  /** In contracts, NaN where there is none. */
  readonly positionLimits?: ArrayLike<number>;
}

/** One date of a universe of instruments, by position; NaN where an instrument has no data. */
export interface UniverseDate {
  /** Ideal fractional positions, in contracts. */
  readonly optimal: ArrayLike<number>;
  /** Held, in contracts; NaN counts as none. */
  readonly previous: ArrayLike<number>;
  /** The value of one contract as a fraction of capital; below zero where the price is. */
  readonly valuePerContract: ArrayLike<number>;
  /** Annual standard deviations, as fractions. */
  readonly volatilities: ArrayLike<number>;
  /** Row by row. */
  readonly correlations: ArrayLike<number>;
  /** Of trading a weight of 1, as a fraction of capital. */
  readonly costs: ArrayLike<number>;
}

/** What an instrument lacks that is therefore left out. */
export type MissingInput = "optimal" | "valuePerContract" | "volatility" | "correlation";

export interface OptimisedUniverse {
  /** Whole contracts; 0 for the instruments that were left out. */
  readonly positions: Float64Array;
  readonly missing: readonly (MissingInput | undefined)[];
  /** Undefined for the instruments that were left out. */
  readonly bounds: readonly (WeightBounds | undefined)[];
  readonly diagnostics: OptimisationDiagnostics;
  /** As in `OptimisedContracts`. */
  readonly failedAt: number;
}

/** Optimises the instruments of a universe that have every input; a price below zero counts by its size. */
export function optimiseUniverse(
  date: UniverseDate,
  restrictions: UniverseRestrictions,
  settings: Required<OptimiserSettings>,
): OptimisedUniverse {
  const size = date.optimal.length;
  const missing = Array.from(date.optimal, (_, i) => missingInput(date, i));
  const used = [...missing.keys()].filter((i) => missing[i] === undefined);
  const n = used.length;
  const take = (values: ArrayLike<number>): Float64Array => Float64Array.from(used, (i) => values[i]!);

  const correlations = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = used[i]! * size;
    for (let j = 0; j < n; j++) correlations[i * n + j] = date.correlations[row + used[j]!]!;
  }
  const covariance = covarianceMatrix(take(date.volatilities), correlations, settings.shrinkCorrelation);
  const perContract = take(date.valuePerContract).map(Math.abs);
  const previous = take(date.previous).map((contracts) => (Number.isNaN(contracts) ? 0 : contracts));
  const optimum = take(date.optimal).map((contracts, i) => contracts * perContract[i]!);
  const bounds = used.map((at, i) =>
    weightBounds({
      reduceOnly: restrictions.reduceOnly?.[at] ?? false,
      noTrade: restrictions.noTrade?.[at] ?? false,
      longOnly: restrictions.longOnly?.[at] ?? false,
      maxPositionWeight: (restrictions.positionLimits?.[at] ?? Number.NaN) * perContract[i]!,
      priorWeight: previous[i]! * perContract[i]!,
      optimumWeight: optimum[i]!,
    }),
  );
  const costs = take(date.costs);
  const found = optimiseContracts({ optimum, previous, perContract, covariance, costs, bounds }, settings);

  const positions = new Float64Array(size);
  const allBounds = new Array<WeightBounds | undefined>(size).fill(undefined);
  for (let i = 0; i < n; i++) {
    positions[used[i]!] = found.positions[i]!;
    allBounds[used[i]!] = bounds[i]!;
  }
  const failedAt = found.failedAt < 0 ? -1 : used[found.failedAt]!;
  return { positions, missing, bounds: allBounds, diagnostics: found.diagnostics, failedAt };
}

function missingInput(date: UniverseDate, i: number): MissingInput | undefined {
  const size = date.optimal.length;
  const value = date.valuePerContract[i]!;
  if (!Number.isFinite(date.optimal[i]!)) return "optimal";
  if (!Number.isFinite(value) || value === 0) return "valuePerContract";
  if (!Number.isFinite(date.volatilities[i]!)) return "volatility";
  return Number.isFinite(date.correlations[i * size + i]!) ? undefined : "correlation";
}
