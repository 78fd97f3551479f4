import { normalised } from "./assetEstimates.js";

/**
 * Weights in which assets that have data but could not be given a weight get one: half of their equal share, taken from
 * the others. Where no asset has data every weight is 0. A NaN of an asset without data stays, unless another had to be
 * filled; then it is 0 and weights add to 1.
 *
 * @param hasValue Whether each asset has any value in the fitting period.
 */
export function cleanWeights(weights: Float64Array, hasValue: readonly boolean[]): Float64Array {
  if (!hasValue.includes(true)) return new Float64Array(weights.length);
  const missing = hasValue.filter((has, asset) => has && Number.isNaN(weights[asset]!)).length;
  if (missing === 0) return weights;
  const given = weights.filter((weight) => !Number.isNaN(weight)).length;
  const share = (0.5 * missing) / (missing + given);
  return normalised(
    weights.map((weight, asset) => {
      if (!Number.isNaN(weight)) return weight * (1 - share);
      return hasValue[asset] ? share / missing : 0;
    }),
  );
}
