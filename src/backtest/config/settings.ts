import type { CurrencyCode, InstrumentCode } from "../../instruments/codes.js";
import type { TradingRule } from "../rules/rule.js";

/** A data series that a rule reads under a name of its own: the series' name, with arguments where it takes some. */
export interface InputReference {
  readonly name: string;
  readonly args?: Readonly<Record<string, number | string | boolean | null>>;
}

/** One rule with its arguments, as a system runs it. */
export interface RuleVariation {
  readonly name: string;
  readonly rule: TradingRule;
  readonly args: Readonly<Record<string, number | string | boolean | null>>;
  /** What the rule reads in place of the usual series, by the name under which it reads it. */
  readonly inputs: Readonly<Record<string, InputReference>>;
  /** NaN where the rule's own block has none. */
  readonly forecastScalar: number;
}

/** Weights of names: the same at all times. */
export type Weights = Readonly<Record<string, number>>;

/** A group of weights: sub-groups or members, each with its share of the group. */
export interface WeightGroup {
  /** Share of this group in the group above; 1 where it is not given. */
  readonly weight: number;
  readonly groups: Readonly<Record<string, WeightGroup>>;
  readonly members: Weights;
}

/** Weights resolved from nested groups. */
export interface GroupedWeights {
  readonly groups: Readonly<Record<string, WeightGroup>>;
  /** Multiplies each group by an approximate diversification multiplier, the number of its children to the power 0.5 / level. */
  readonly approximateDiversification: boolean;
  /** Removes rules that cost too much before the weights are resolved. */
  readonly costCeilingFirst: boolean;
}

export type ForecastWeights =
  | { readonly kind: "equal" }
  | { readonly kind: "flat"; readonly weights: Weights }
  | { readonly kind: "byInstrument"; readonly weights: Readonly<Record<InstrumentCode, Weights>> }
  | { readonly kind: "grouped"; readonly grouping: GroupedWeights };

export type InstrumentWeights = Exclude<ForecastWeights, { readonly kind: "byInstrument" }>;

/** How daily volatility is estimated. */
export interface VolatilitySettings {
  readonly method: "mixed" | "robust" | "simple" | "exponential";
  /** Span, or for `simple` window, in rows. */
  readonly days: number;
  readonly minPeriods: number;
  /** Years of the slow average that `mixed` mixes in. */
  readonly slowYears: number;
  readonly proportionOfSlow: number;
  /** The least volatility, in price units. */
  readonly floor: number;
  /** What volatility is multiplied with to make it daily. */
  readonly multiplierToDaily: number;
  readonly backfill: boolean;
  /** Robust only: the rolling quantile below which volatility may not fall, its window and least observations. */
  readonly floorQuantile: number;
  readonly floorDays: number;
  readonly floorMinPeriods: number;
}

/** Where a forecast is mapped instead of capped. */
export interface ForecastMapping {
  readonly threshold: number;
  readonly a: number;
  readonly b: number;
}

export interface ForecastScalarEstimate {
  readonly poolInstruments: boolean;
  readonly window: number;
  readonly minPeriods: number;
  readonly backfill: boolean;
}

export type DateMethod = "expanding" | "rolling" | "in_sample";

/** How correlations are estimated. */
export interface CorrelationEstimate {
  readonly poolInstruments: boolean;
  /** Bins of the data: `W` or `7D`, or any of B, W, M, A. */
  readonly frequency: string;
  /** Distance of fitting dates. */
  readonly intervalFrequency: string;
  readonly dateMethod: DateMethod;
  readonly rollYears: number;
  readonly usingExponent: boolean;
  readonly lookback: number;
  readonly minPeriods: number;
  readonly cleaning: boolean;
  readonly floorAtZero: boolean;
  readonly forwardFill: boolean;
  /** What cleaning takes for pairs without data. */
  readonly offDiagonal: number;
  /** NaN: no clip. */
  readonly clip: number;
  readonly shrinkage: number;
}

export interface MomentEstimate {
  readonly usingExponent: boolean;
  readonly lookback: number;
  readonly minPeriods: number;
}

export type WeightMethod = "handcraft" | "shrinkage" | "one_period" | "equal_weights" | "bootstrap";

/** How weights are estimated. */
export interface WeightEstimate {
  readonly method: WeightMethod;
  readonly frequency: string;
  readonly intervalFrequency: string;
  readonly dateMethod: DateMethod;
  readonly rollYears: number;
  readonly poolGrossReturns: boolean;
  readonly equaliseGross: boolean;
  readonly costMultiplier: number;
  readonly applyCostWeight: boolean;
  readonly ceilingCostSharpe: number;
  readonly cleaning: boolean;
  readonly equaliseSharpe: boolean;
  readonly annualTargetSharpe: number;
  readonly equaliseVolatilities: boolean;
  readonly shrinkageSharpe: number;
  readonly shrinkageCorrelation: number;
  /** Bootstrap only: resamples, their length in rows, seed. */
  readonly bootstrapRuns: number;
  readonly bootstrapLength: number;
  readonly bootstrapSeed: number;
  readonly correlation: CorrelationEstimate;
  readonly mean: MomentEstimate;
  readonly volatility: MomentEstimate;
}

export interface DiversificationEstimate {
  readonly span: number;
  readonly maximum: number;
}

/** Limits of portfolio risk; risk is a fraction of capital. */
export interface RiskOverlay {
  readonly maxRiskNormal: number;
  readonly maxRiskShocked: number;
  readonly maxSumAbsoluteRisk: number;
  readonly maxLeverage: number;
}

export interface SmallSystem {
  readonly shadowCost: number;
  readonly costMultiplier: number;
  readonly trackingErrorBuffer: number;
  readonly shrinkCorrelation: number;
}

export type CapitalMultiplierMethod = "fixed" | "full" | "half";

/** Every setting of a backtest, read, checked, and with defaults filled in. */
export interface BacktestSettings {
  /** Wall time, epoch milliseconds; −Infinity: everything. */
  readonly startDate: number;
  /** Undefined: from the weights, else everything that has data. */
  readonly instruments: readonly InstrumentCode[] | undefined;
  /** Instruments that are taken off the list: duplicates and ignored ones. */
  readonly excluded: readonly InstrumentCode[];
  /** Instruments that have data but are not traded: bad markets and trading restrictions. */
  readonly notTraded: readonly InstrumentCode[];
  readonly zeroWeight: readonly InstrumentCode[];
  readonly longOnly: readonly InstrumentCode[];
  readonly longOnlyDynamic: readonly InstrumentCode[];
  readonly volatility: VolatilitySettings;
  /** The series of returns that volatility is taken of. */
  readonly returnsForVolatility: "daily_returns" | "hourly_returns";
  readonly rules: ReadonlyMap<string, RuleVariation>;
  /** By rule, where the rule's own block has none; then `forecastScalar`. */
  readonly forecastScalars: Weights;
  readonly forecastScalar: number;
  readonly estimateForecastScalars: boolean;
  readonly forecastScalarEstimate: ForecastScalarEstimate;
  readonly forecastCap: number;
  readonly forecastFloor: number;
  readonly averageAbsoluteForecast: number;
  readonly attenuatedRules: readonly string[];
  readonly forecastWeights: ForecastWeights;
  /** With estimated weights: the rules of all instruments, or by instrument; undefined: all. */
  readonly ruleVariations:
    | readonly string[]
    | Readonly<Record<InstrumentCode, readonly string[]>>
    | undefined;
  readonly estimateForecastWeights: boolean;
  readonly forecastWeightEstimate: WeightEstimate;
  readonly poolForecastCosts: boolean;
  readonly poolForecastTurnover: boolean;
  readonly forecastWeightSpan: number;
  readonly forecastCostCeiling: number;
  readonly forecastDiversificationMultiplier: number | Readonly<Record<InstrumentCode, number>>;
  readonly estimateForecastDiversification: boolean;
  readonly forecastCorrelationEstimate: CorrelationEstimate;
  readonly forecastDiversificationEstimate: DiversificationEstimate;
  readonly forecastMapping: Readonly<Record<InstrumentCode, ForecastMapping>>;
  /** Annual standard deviation to aim at, in percent of capital. */
  readonly percentageVolatilityTarget: number;
  readonly notionalCapital: number;
  readonly baseCurrency: CurrencyCode;
  readonly capitalMultiplier: CapitalMultiplierMethod;
  readonly instrumentWeights: InstrumentWeights;
  readonly estimateInstrumentWeights: boolean;
  readonly instrumentWeightEstimate: WeightEstimate;
  readonly instrumentWeightSpan: number;
  readonly instrumentDiversificationMultiplier: number;
  readonly estimateInstrumentDiversification: boolean;
  readonly instrumentCorrelationEstimate: CorrelationEstimate;
  readonly instrumentDiversificationEstimate: DiversificationEstimate;
  readonly bufferMethod: "forecast" | "position" | "none";
  readonly bufferSize: number;
  readonly tradeToEdge: boolean;
  readonly sharpeCosts: boolean;
  readonly normaliseCostsByVolatility: boolean;
  readonly rollCostMultiplier: number;
  readonly riskOverlay: RiskOverlay | undefined;
  readonly returnsCorrelationEstimate: CorrelationEstimate;
  readonly smallSystem: SmallSystem;
}
