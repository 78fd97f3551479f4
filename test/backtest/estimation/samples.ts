import type { CorrelationEstimate, WeightEstimate } from "../../../src/backtest/config/settings.js";
import { seededStream } from "../../../src/backtest/estimation/seededStream.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { DAY, daysFromCivil } from "../../../src/time/civil.js";

export const CORRELATION: CorrelationEstimate = {
  poolInstruments: true,
  frequency: "W",
  intervalFrequency: "12M",
  dateMethod: "expanding",
  rollYears: 20,
  usingExponent: true,
  lookback: 250,
  minPeriods: 20,
  cleaning: true,
  floorAtZero: true,
  forwardFill: true,
  offDiagonal: 0.99,
  clip: Number.NaN,
  shrinkage: 0,
};

const MOMENT = { usingExponent: true, lookback: 50_000, minPeriods: 5 };

/** The settings of estimated instrument weights. */
export const WEIGHTS: WeightEstimate = {
  method: "handcraft",
  frequency: "W",
  intervalFrequency: "12M",
  dateMethod: "expanding",
  rollYears: 20,
  poolGrossReturns: true,
  equaliseGross: false,
  costMultiplier: 1,
  applyCostWeight: false,
  ceilingCostSharpe: 9999,
  cleaning: true,
  equaliseSharpe: true,
  annualTargetSharpe: 0.5,
  equaliseVolatilities: true,
  shrinkageSharpe: 0.9,
  shrinkageCorrelation: 0.5,
  bootstrapRuns: 30,
  bootstrapLength: 60,
  bootstrapSeed: 1,
  correlation: { ...CORRELATION, lookback: 500_000, minPeriods: 10, cleaning: false },
  mean: MOMENT,
  volatility: MOMENT,
};

const SUNDAY = daysFromCivil(2010, 1, 3) * DAY;

/** Random weekly returns: columns share a common part in the given proportions, and have means of their own. */
export function weeklyReturns(
  columns: Readonly<
    Record<string, { readonly common: number; readonly mean?: number; readonly from?: number }>
  >,
  weeks = 260,
  seed = 7,
): Frame {
  const next = seededStream(seed);
  const noise = (): number => (next(1_000_000) + next(1_000_000) + next(1_000_000)) / 500_000 - 3;
  const shared = Float64Array.from({ length: weeks }, noise);
  const time = Float64Array.from({ length: weeks }, (_, week) => SUNDAY + week * 7 * DAY);
  const made = Object.entries(columns).map(([name, { common, mean = 0, from = 0 }]) => {
    const values = shared
      .map((part) => mean + common * part + (1 - common) * noise())
      .fill(Number.NaN, 0, from);
    return [name, floatColumn(values)] as const;
  });
  return new Frame(time, new Map(made));
}
