import { parameterError, requireWhole } from "./parameters.js";
import { Series } from "./series.js";

/** How fast the weight of old rows decays: exactly one of `span`, `centreOfMass` and `alpha`. */
export interface EwmOptions {
  /** α = 2 / (span + 1); at least 1. */
  readonly span?: number;
  /** α = 1 / (1 + centreOfMass); at least 0. What pandas calls com. */
  readonly centreOfMass?: number;
  /** The weight of the newest row before weights are normalised: above 0, at most 1. */
  readonly alpha?: number;
  /** Values needed before there is a result; rows before that are NaN. Default 0 (which acts as 1). */
  readonly minPeriods?: number;
  /** True where a missing row should not age the ones before it. Default false. */
  readonly ignoreMissing?: boolean;
  /** False for the recursive form, in which the first value keeps the whole weight of its past. Default true. */
  readonly adjust?: boolean;
}

/**
 * The exponentially weighted mean. Missing (and infinite) values repeat the last mean while, unless
 * `ignoreMissing`, weights go on decaying. As pandas ewm(...).mean(). O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 * @example
 * ewmMean(price, { span: 64, minPeriods: 1 });
 */
export function ewmMean(series: Series, options: EwmOptions): Series {
  const { decay, gain, needed, ignoreMissing, adjust } = parameters(options);
  const { values } = series;
  const out = new Float64Array(values.length);
  let mean = Number.NaN;
  let weight = 1;
  let seen = 0;
  for (let row = 0; row < out.length; row++) {
    const value = values[row]!;
    const present = Number.isFinite(value);
    if (seen > 0 && (present || !ignoreMissing)) weight *= decay;
    if (present) {
      if (seen++ === 0) mean = value;
      else {
        if (mean !== value) mean = (weight * mean + gain * value) / (weight + gain);
        weight = adjust ? weight + gain : 1;
      }
    }
    out[row] = seen >= needed ? mean : Number.NaN;
  }
  return new Series(series.time, out, series.name);
}

/**
 * The exponentially weighted sample standard deviation, corrected for bias by the weights' effective number; NaN
 * below two values. Missing values are treated as in {@link ewmMean}. As pandas ewm(...).std(). O(n).
 *
 * @throws ContangoError `SERIES_PARAMETER`.
 * @example
 * ewmStandardDeviation(diff(price), { span: 35, minPeriods: 10 });
 */
export function ewmStandardDeviation(series: Series, options: EwmOptions): Series {
  const { decay, gain, needed, ignoreMissing, adjust } = parameters(options);
  const { values } = series;
  const out = new Float64Array(values.length);
  let mean = Number.NaN;
  let variance = 0;
  let weight = 1;
  let weights = 1;
  let squaredWeights = 1;
  let seen = 0;
  for (let row = 0; row < out.length; row++) {
    const value = values[row]!;
    const present = Number.isFinite(value);
    if (seen > 0 && (present || !ignoreMissing)) {
      weight *= decay;
      weights *= decay;
      squaredWeights *= decay * decay;
    }
    if (present) {
      if (seen++ === 0) mean = value;
      else {
        const before = mean;
        const total = weight + gain;
        if (mean !== value) mean = (weight * before + gain * value) / total;
        variance = (weight * (variance + (before - mean) ** 2) + gain * (value - mean) ** 2) / total;
        weights += gain;
        squaredWeights += gain * gain;
        weight = total;
        if (!adjust) {
          weights /= total;
          squaredWeights /= total * total;
          weight = 1;
        }
      }
    }
    const square = weights * weights;
    // One value has no spread; rounding of the weights as it ages must not say otherwise.
    const enough = seen >= Math.max(needed, 2) && square > squaredWeights;
    out[row] = enough ? Math.sqrt((variance * square) / (square - squaredWeights)) : Number.NaN;
  }
  return new Series(series.time, out, series.name);
}

function parameters(options: EwmOptions): {
  /** What a row's weight is multiplied with as it ages by one row. */
  readonly decay: number;
  /** The weight of the newest row. */
  readonly gain: number;
  readonly needed: number;
  readonly ignoreMissing: boolean;
  readonly adjust: boolean;
} {
  const { minPeriods = 0, ignoreMissing = false, adjust = true } = options;
  const alpha = smoothing(options);
  const needed = Math.max(1, requireWhole("minPeriods", minPeriods, 0));
  return { decay: 1 - alpha, gain: adjust ? 1 : alpha, needed, ignoreMissing, adjust };
}

function smoothing({ span, centreOfMass, alpha }: EwmOptions): number {
  const given = [span, centreOfMass, alpha].filter((value) => value !== undefined).length;
  if (given !== 1)
    throw parameterError(`give exactly one of span, centreOfMass and alpha; ${given} were given`);
  if (span !== undefined) {
    if (span >= 1 && span < Number.POSITIVE_INFINITY) return 2 / (span + 1);
    throw parameterError(`span is ${span}; give a number of at least 1`);
  }
  if (centreOfMass !== undefined) {
    if (centreOfMass >= 0 && centreOfMass < Number.POSITIVE_INFINITY) return 1 / (1 + centreOfMass);
    throw parameterError(`centreOfMass is ${centreOfMass}; give a number of at least 0`);
  }
  if (alpha !== undefined && alpha > 0 && alpha <= 1) return alpha;
  throw parameterError(`alpha is ${alpha}; give a number above 0, at most 1`);
}
