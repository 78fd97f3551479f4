import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { requireWhole } from "../../series/parameters.js";
import { mean } from "../../series/reduce.js";
import { takeFloats } from "../../series/takeRows.js";
import { type AssetEstimates, normalised, selectAssets } from "./assetEstimates.js";
import { isCorrelated } from "./correlationMatrix.js";
import { type OnePeriodOptions, onePeriod } from "./meanVariance.js";
import { populationDeviation } from "./moments.js";
import { pearsonCorrelations } from "./pearsonCorrelation.js";
import { seededStream } from "./seededStream.js";

export interface BootstrapOptions extends OnePeriodOptions {
  /** How often the history is drawn anew. */
  readonly bootstrapRuns: number;
  /** Rows of each draw. */
  readonly bootstrapLength: number;
  readonly bootstrapSeed: number;
}

/**
 * The average of the one-period optimal weights of many histories, each of rows drawn with replacement from the returns;
 * they add to 1. The draws follow from the seed, so that the same returns give the same weights. An asset that a draw says
 * nothing of has no part in it; one that no draw says anything of is NaN.
 *
 * @param returns A float64 column for each asset.
 * @throws ContangoError `SERIES_PARAMETER` where runs or length are not whole numbers of at least 1 and 2.
 */
export function bootstrap(returns: Frame, options: BootstrapOptions): Float64Array {
  const runs = requireWhole("bootstrapRuns", options.bootstrapRuns, 1);
  const length = requireWhole("bootstrapLength", options.bootstrapLength, 2);
  const next = seededStream(options.bootstrapSeed);
  const totals = new Float64Array(returns.columns.size);
  const drawn = new Uint32Array(totals.length);
  for (let run = 0; run < runs; run++) {
    const rows = Int32Array.from({ length }, () => next(returns.length));
    const estimates = estimatesOf(returns, rows);
    const assets = returns.names
      .map((_, asset) => asset)
      .filter((asset) => estimates.volatility[asset]! > 0 && isCorrelated(estimates, asset));
    if (assets.length === 0) continue;
    const weights = onePeriod(selectAssets(estimates, assets), options);
    assets.forEach((asset, at) => {
      totals[asset]! += weights[at]!;
      drawn[asset]!++;
    });
  }
  return normalised(totals.map((total, asset) => (drawn[asset] === 0 ? Number.NaN : total)));
}

/** Plain estimates of the drawn rows. */
function estimatesOf(returns: Frame, rows: Int32Array): AssetEstimates {
  const columns = returns.names.map((name) => takeFloats(returns.floats(name), rows));
  const times = Float64Array.from(rows, (_, at) => at);
  const drawn = new Frame(times, new Map(returns.names.map((name, at) => [name, floatColumn(columns[at]!)])));
  return {
    names: returns.names,
    matrix: [...pearsonCorrelations(drawn)][0]!,
    mean: Float64Array.from(columns, mean),
    volatility: Float64Array.from(columns, populationDeviation),
    years: Number.NaN,
  };
}
