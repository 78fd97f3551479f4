import { estimationFrequency, fittingInterval } from "../estimation/estimationFrequency.js";
import type {
  CorrelationEstimateConfig,
  DiversificationEstimateConfig,
  ForecastScalarEstimateConfig,
  MomentEstimateConfig,
  WeightEstimateConfig,
} from "./backtestConfig.js";
import { type Place, refusedSetting, refusedValue } from "./place.js";
import { flag, leastRows, number, oneOf, openBlock, type Read, rows, textFlag } from "./readValues.js";
import type {
  CorrelationEstimate,
  DiversificationEstimate,
  ForecastScalarEstimate,
  MomentEstimate,
  WeightEstimate,
} from "./settings.js";

const positive = number({ above: 0 });
const notNegative = number({ from: 0 });
const share = number({ from: 0, to: 1 });
const dateMethod = oneOf(["expanding", "rolling", "in_sample"]);
const frequency = textThat(estimationFrequency, "one of B, W, 7D, M, A");
const interval = textThat(fittingInterval, "12M, Y, M, W, or days or weeks such as 90D or 13W");

function textThat(check: (text: string) => unknown, wanted: string): Read<string> {
  return (place) => {
    if (typeof place.value !== "string") throw refusedValue(place, wanted);
    try {
      check(place.value);
    } catch {
      throw refusedValue(place, wanted);
    }
    return place.value;
  };
}

/** pysystemtrade names its estimator here, which is the only one: another would not be run. */
function refuseOwnEstimator(place: Place): void {
  const { value } = place;
  if (value === undefined) return;
  if (typeof value === "string" && /^(sysquant|syscore|systems|sysobjects)\./.test(value)) return;
  throw refusedValue(place, "left out: estimators cannot be replaced");
}

/** Reads `forecast_scalar_estimate`. */
export function readForecastScalarEstimate(place: Place): ForecastScalarEstimate {
  const at = openBlock<keyof ForecastScalarEstimateConfig>(place, [
    "func",
    "pool_instruments",
    "window",
    "min_periods",
    "backfill",
  ]);
  refuseOwnEstimator(at("func"));
  return {
    poolInstruments: textFlag(at("pool_instruments")),
    window: rows(at("window")),
    minPeriods: leastRows(at("min_periods")),
    backfill: textFlag(at("backfill")),
  };
}

/** Reads a block of diversification multiplier estimates. */
export function readDiversificationEstimate(place: Place): DiversificationEstimate {
  const at = openBlock<keyof DiversificationEstimateConfig>(place, ["func", "ewma_span", "dm_max"]);
  refuseOwnEstimator(at("func"));
  return { span: number({ from: 1 })(at("ewma_span")), maximum: positive(at("dm_max")) };
}

type CorrelationKey = keyof CorrelationEstimateConfig;

const CORRELATION_KEYS: readonly CorrelationKey[] = [
  "func",
  "using_exponent",
  "ew_lookback",
  "min_periods",
  "cleaning",
  "floor_at_zero",
  "offdiag",
  "clip",
  "shrinkage",
  "shrinkage_parameter",
];
const FITTING_KEYS = ["frequency", "interval_frequency", "date_method", "rollyears"] as const;

/** Reads a block of correlation estimates that stands by itself. */
export function readCorrelationEstimate(
  place: Place,
  further: readonly ("pool_instruments" | "forward_fill_data" | "forward_fill_price_index")[],
): CorrelationEstimate {
  const at = openBlock<CorrelationKey>(place, [...CORRELATION_KEYS, ...FITTING_KEYS, ...further]);
  const flagAt = (key: (typeof further)[number]): boolean => further.includes(key) && textFlag(at(key));
  return {
    ...readFitting(at),
    ...readCorrelation(at),
    poolInstruments: flagAt("pool_instruments"),
    forwardFill: flagAt("forward_fill_data") || flagAt("forward_fill_price_index"),
  };
}

function readFitting(at: (key: (typeof FITTING_KEYS)[number]) => Place) {
  return {
    frequency: frequency(at("frequency")),
    intervalFrequency: interval(at("interval_frequency")),
    dateMethod: dateMethod(at("date_method")),
    rollYears: number({ from: 1, whole: true })(at("rollyears")),
  };
}

function readCorrelation(at: (key: CorrelationKey) => Place) {
  refuseOwnEstimator(at("func"));
  const usingExponent = flag(at("using_exponent"));
  const clip = at("clip");
  return {
    usingExponent,
    lookback: rows(at("ew_lookback")),
    minPeriods: leastRows(at("min_periods")),
    cleaning: textFlag(at("cleaning")),
    floorAtZero: textFlag(at("floor_at_zero")),
    offDiagonal: number({ from: -1, to: 1 })(at("offdiag")),
    clip: clip.value === undefined ? Number.NaN : share(clip),
    shrinkage: readShrinkage(at("shrinkage_parameter"), at("shrinkage"), usingExponent),
  };
}

/** The parameter has one name with exponential weights, and another without. */
function readShrinkage(exponential: Place, plain: Place, usingExponent: boolean): number {
  const [read, other] = usingExponent ? [exponential, plain] : [plain, exponential];
  if (other.value !== undefined) {
    const condition = usingExponent ? "without" : "with";
    throw refusedSetting(other, `is read ${condition} using_exponent only; set ${read.path.at(-1)} instead`);
  }
  return read.value === undefined ? 0 : share(read);
}

function readMoment(place: Place): MomentEstimate {
  const at = openBlock<keyof MomentEstimateConfig>(place, [
    "func",
    "using_exponent",
    "ew_lookback",
    "min_periods",
  ]);
  refuseOwnEstimator(at("func"));
  return {
    usingExponent: flag(at("using_exponent")),
    lookback: rows(at("ew_lookback")),
    minPeriods: leastRows(at("min_periods")),
  };
}

/** Reads a block of weight estimates. */
export function readWeightEstimate(place: Place): WeightEstimate {
  const at = openBlock<keyof WeightEstimateConfig>(place, [
    "func",
    "method",
    ...FITTING_KEYS,
    "pool_gross_returns",
    "equalise_gross",
    "cost_multiplier",
    "apply_cost_weight",
    "ceiling_cost_SR",
    "cleaning",
    "equalise_SR",
    "ann_target_SR",
    "equalise_vols",
    "shrinkage_SR",
    "shrinkage_corr",
    "monte_runs",
    "bootstrap_length",
    "bootstrap_seed",
    "correlation_estimate",
    "mean_estimate",
    "vol_estimate",
    "n_threads",
  ]);
  refuseOwnEstimator(at("func"));
  const method = oneOf(["handcraft", "shrinkage", "one_period", "equal_weights", "bootstrap"])(at("method"));
  const equaliseVolatilities = textFlag(at("equalise_vols"));
  if (method === "handcraft" && !equaliseVolatilities) {
    throw refusedSetting(
      at("equalise_vols"),
      "must be true with the method handcraft, which takes volatilities as equal",
    );
  }
  const fitting = readFitting(at);
  const ofCorrelation = openBlock<CorrelationKey>(at("correlation_estimate"), CORRELATION_KEYS);
  return {
    method,
    ...fitting,
    poolGrossReturns: flag(at("pool_gross_returns")),
    equaliseGross: flag(at("equalise_gross")),
    costMultiplier: notNegative(at("cost_multiplier")),
    applyCostWeight: flag(at("apply_cost_weight")),
    ceilingCostSharpe: notNegative(at("ceiling_cost_SR")),
    cleaning: textFlag(at("cleaning")),
    equaliseSharpe: textFlag(at("equalise_SR")),
    annualTargetSharpe: positive(at("ann_target_SR")),
    equaliseVolatilities,
    shrinkageSharpe: share(at("shrinkage_SR")),
    shrinkageCorrelation: share(at("shrinkage_corr")),
    bootstrapRuns: rows(at("monte_runs")),
    bootstrapLength: number({ from: 2, whole: true })(at("bootstrap_length")),
    bootstrapSeed: number({ from: 0, to: 2 ** 32 - 1, whole: true })(at("bootstrap_seed")),
    correlation: {
      ...fitting,
      ...readCorrelation(ofCorrelation),
      poolInstruments: false,
      forwardFill: false,
    },
    mean: readMoment(at("mean_estimate")),
    volatility: readMoment(at("vol_estimate")),
  };
}
