import { normalised } from "./assetEstimates.js";
import {
  averageCorrelation,
  type CorrelationMatrix,
  equalCorrelations,
  subMatrix,
} from "./correlationMatrix.js";
import { cholesky, solvePositiveDefinite } from "./positiveDefinite.js";

/**
 * The portfolio of the highest Sharpe ratio that is long only and adds to 1. Exact: with y the weights times
 * volatilities, before they are made to add to 1, it is the least of ½ y'Cy − s'y for y ≥ 0, where s are Sharpe ratios
 * and C correlations. Where no asset has a positive mean it is the one asset that loses least for its risk. Unknown
 * correlations count as the average; ones that cannot be true together are moved towards 0 as little as need be.
 *
 * @param mean Of each asset; volatilities are positive.
 */
export function tangencyWeights(
  correlations: CorrelationMatrix,
  mean: ArrayLike<number>,
  volatility: ArrayLike<number>,
): Float64Array {
  const sharpe = Float64Array.from(mean, (value, asset) => value / volatility[asset]!);
  const best = sharpe.reduce((top, ratio, asset) => (ratio > sharpe[top]! ? asset : top), 0);
  if (!(sharpe[best]! > 0)) return sharpe.map((_, asset) => (asset === best ? 1 : 0));
  const top = sharpe[best]!;
  const risks = nonNegativeLeast(
    definite(correlations),
    sharpe.map((ratio) => ratio / top),
  );
  return normalised(risks.map((risk, asset) => risk / volatility[asset]!));
}

/** The matrix itself if it is positive definite, else with its correlations made as little smaller as makes it so. */
function definite(correlations: CorrelationMatrix): CorrelationMatrix {
  const { names, matrix } = correlations;
  const average = averageCorrelation(correlations);
  const known = matrix.map((value) => (Number.isNaN(value) ? average || 0 : value));
  const identity = equalCorrelations(names, 0).matrix;
  for (let share = 0; share < 1; share = share === 0 ? 1e-8 : share * 2) {
    const shrunk = known.map((value, at) => (identity[at] === 1 ? 1 : (1 - share) * value));
    if (cholesky(shrunk, names.length) !== undefined) return { names, matrix: shrunk };
  }
  return { names, matrix: identity };
}

/** What a weight or a slope may be below 0 by rounding, where the highest Sharpe ratio is 1. */
const TOLERANCE = 1e-12;

/**
 * The least of ½ y'Cy − s'y for y ≥ 0 by block pivoting: assets with a negative weight leave, those that would improve the
 * objective come in, all at once as long as their number falls, else one at a time, which ends for any positive definite C.
 */
function nonNegativeLeast(correlations: CorrelationMatrix, sharpe: Float64Array): Float64Array {
  const size = sharpe.length;
  const held = new Array<boolean>(size).fill(true);
  let fewest = size + 1;
  let patience = 3;
  for (let turn = 0; ; turn++) {
    const weights = weightsOf(held, correlations, sharpe);
    const wrong = held
      .map((_, asset) => asset)
      .filter((asset) =>
        held[asset]
          ? weights[asset]! < -TOLERANCE
          : gradient(asset, weights, correlations, sharpe) < -TOLERANCE,
      );
    // Rounding alone could go on for ever.
    if (wrong.length === 0 || turn > 20 * size) return weights.map((weight) => Math.max(weight, 0));
    if (wrong.length < fewest) {
      fewest = wrong.length;
      patience = 3;
    } else patience--;
    for (const asset of patience >= 0 ? wrong : wrong.slice(-1)) held[asset] = !held[asset];
  }
}

/** The best weights of the held assets, whatever their signs; 0 for the others. */
function weightsOf(
  held: readonly boolean[],
  correlations: CorrelationMatrix,
  sharpe: Float64Array,
): Float64Array {
  const assets = held.flatMap((isHeld, asset) => (isHeld ? [asset] : []));
  const part = subMatrix(correlations, assets).matrix;
  const solved = solvePositiveDefinite(
    part,
    assets.map((asset) => sharpe[asset]!),
  );
  const out = new Float64Array(held.length);
  assets.forEach((asset, at) => {
    out[asset] = solved![at]!;
  });
  return out;
}

/** How the objective changes with the weight of an asset. */
function gradient(
  asset: number,
  weights: Float64Array,
  { names, matrix }: CorrelationMatrix,
  sharpe: Float64Array,
): number {
  let out = -sharpe[asset]!;
  for (let j = 0; j < names.length; j++) out += matrix[asset * names.length + j]! * weights[j]!;
  return out;
}
