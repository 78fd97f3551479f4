import type { InstrumentData } from "../../../src/backtest/data.js";
import type { Instrument } from "../../../src/instruments/instrument.js";
import { alignInner, alignOuter } from "../../../src/series/align.js";
import { abs, add, clip, divide, map, multiply, subtract } from "../../../src/series/arithmetic.js";
import { diff } from "../../../src/series/change.js";
import { ewmMean, ewmStandardDeviation } from "../../../src/series/ewm.js";
import { forwardFill } from "../../../src/series/fill.js";
import { asOf, reindex } from "../../../src/series/reindex.js";
import { resampleBusinessDays } from "../../../src/series/resample.js";
import { rowSum } from "../../../src/series/rowReduce.js";
import { Series } from "../../../src/series/series.js";
import { DAY } from "../../../src/time/civil.js";
import { backtestData } from "../../support/backtestData.js";
import { golden } from "../../support/golden.js";
import type { GoldenSeries } from "../../support/goldenSeries.js";

/** What the golden file of a whole system holds of one instrument, as far as accounts are concerned. */
export interface GoldenInstrument {
  readonly notional_position: GoldenSeries;
  readonly buffered_position: GoldenSeries;
  readonly pandl_net_percent: GoldenSeries;
  readonly pandl_gross_percent: GoldenSeries;
  readonly pandl_costs_percent: GoldenSeries;
}

export interface GoldenSystem {
  readonly config: {
    readonly instrument_weights: Readonly<Record<string, number>>;
    readonly instrument_div_multiplier: number;
    readonly overrides: {
      readonly buffer_method?: "forecast" | "position" | "none";
      readonly buffer_size?: number;
      readonly buffer_trade_to_edge?: boolean;
      readonly use_SR_costs?: boolean;
      readonly percentage_vol_target?: number;
      readonly notional_trading_capital?: number;
      readonly base_currency?: string;
    };
  };
  readonly instruments: Readonly<Record<string, GoldenInstrument>>;
  readonly portfolio_net_percent: GoldenSeries;
  readonly portfolio_gross_percent: GoldenSeries;
  readonly portfolio_costs_percent: GoldenSeries;
  readonly stats: Readonly<Record<string, string>>;
  readonly annual: Readonly<Record<string, number>>;
}

/** What accounts are made of. */
export interface Inputs {
  readonly instrument: Instrument;
  readonly rollsPerYear: number;
  readonly dailyPrice: Series;
  readonly volatility: Series;
  readonly fxRate: Series;
  readonly forecasts: ReadonlyMap<string, Series>;
  readonly averagePosition: Series;
  readonly subsystemPosition: Series;
  readonly notionalPosition: Series;
  /** Instrument weight times instrument diversification multiplier. */
  readonly share: Series;
  readonly buffers: { readonly lower: Series; readonly upper: Series };
}

export interface SystemInputs {
  readonly capital: number;
  readonly volatilityTarget: number;
  readonly sharpeCosts: boolean;
  readonly tradeToEdge: boolean;
  readonly instruments: ReadonlyMap<string, Inputs>;
}

// The rules of chapter 15: their weights and scalars.
const EWMAC = [
  { fast: 16, slow: 64, scalar: 3.75, weight: 0.21 },
  { fast: 32, slow: 128, scalar: 2.65, weight: 0.08 },
  { fast: 64, slow: 256, scalar: 1.87, weight: 0.21 },
];
const CARRY = { scalar: 30, weight: 0.5 };
const FORECAST_DIVERSIFICATION = 1.31;

/** A chapter-15 system up to its notional positions, written plainly from the primitives, to test accounts on. */
export function systemInputs(file: string): {
  readonly expected: GoldenSystem;
  readonly system: SystemInputs;
} {
  const expected = golden<GoldenSystem>(file);
  const { overrides, instrument_weights, instrument_div_multiplier } = expected.config;
  const capital = overrides.notional_trading_capital ?? 250_000;
  const volatilityTarget = overrides.percentage_vol_target ?? 20;
  const baseCurrency = overrides.base_currency ?? "USD";
  const codes = Object.keys(expected.instruments);
  const data = backtestData(codes, baseCurrency);
  const subsystems = new Map(
    codes.map((code) => {
      const known = data.instruments.get(code)!;
      const fx =
        known.instrument.currency === baseCurrency
          ? undefined
          : data.fxPrices.get(`${known.instrument.currency}${baseCurrency}`)!;
      return [code, subsystem(known, fx, (capital * (volatilityTarget / 100)) / 16)];
    }),
  );
  const positions = alignOuter([...subsystems.values()].map((own) => own.subsystemPosition));
  const raw = codes.map((code) => instrument_weights[code]!);
  const weights = smoothedWeights(positions as readonly Series[], raw);
  const size = overrides.buffer_size ?? 0.1;
  const instruments = new Map(
    codes.map((code, at) => {
      const own = subsystems.get(code)!;
      const share = map(weights[at]!, (value) => value * instrument_div_multiplier);
      const notionalPosition = multiply(own.subsystemPosition, asOf(share, own.subsystemPosition));
      const wide =
        overrides.buffer_method === "position"
          ? map(notionalPosition, (value) => Math.abs(value) * size)
          : map(
              multiply(onIndex(own.averagePosition, notionalPosition), onIndex(share, notionalPosition)),
              (value) => Math.abs(value) * size,
            );
      const buffers = {
        lower: subtract(forwardFill(notionalPosition), forwardFill(wide)),
        upper: add(forwardFill(notionalPosition), forwardFill(wide)),
      };
      return [code, { ...own, share, notionalPosition, buffers }];
    }),
  );
  return {
    expected,
    system: {
      capital,
      volatilityTarget,
      sharpeCosts: overrides.use_SR_costs ?? false,
      tradeToEdge: overrides.buffer_trade_to_edge ?? true,
      instruments,
    },
  };
}

const onIndex = (series: Series, index: Series): Series => forwardFill(reindex(series, index));

function subsystem(
  known: InstrumentData,
  fx: Series | undefined,
  dailyTarget: number,
): Omit<Inputs, "share" | "notionalPosition" | "buffers"> {
  const { instrument, rollsPerYear } = known;
  const multiple = known.multiplePrices!;
  const dailyPrice = resampleBusinessDays(known.adjustedPrice, "last");
  const fast = ewmStandardDeviation(diff(dailyPrice), { span: 35, minPeriods: 10 });
  const slow = ewmMean(fast, { span: 2560 });
  const volatility = map(
    add(
      map(slow, (x) => 0.3 * x),
      map(fast, (x) => 0.7 * x),
    ),
    (x) => Math.max(x, 1e-10),
  );
  const denominator = resampleBusinessDays(multiple.series("PRICE"), "last");
  const percentage = map(divide(volatility, abs(onIndex(denominator, volatility))), (x) => 100 * x);

  const averageOf = (span: number): Series => ewmMean(dailyPrice, { span, minPeriods: 1 });
  const carry = ewmMean(
    divide(
      annualRoll(multiple),
      map(volatility, (x) => 16 * x),
    ),
    { centreOfMass: 90 },
  );
  const scaled = (forecast: Series, scalar: number): Series =>
    clip(
      map(forecast, (x) => (x === 0 ? Number.NaN : x * scalar)),
      { lower: -20, upper: 20 },
    );
  const forecasts = new Map([["carry", scaled(carry, CARRY.scalar)]]);
  for (const { fast, slow, scalar } of EWMAC) {
    const raw = divide(subtract(averageOf(fast), averageOf(slow)), forwardFill(volatility));
    forecasts.set(`ewmac${fast}_${slow}`, scaled(raw, scalar));
  }
  const filled = alignOuter([...forecasts.values()]).map((forecast) => forwardFill(forecast as Series));
  const ruleWeights = [CARRY.weight, ...EWMAC.map((rule) => rule.weight)];
  const weights = smoothedWeights(filled, ruleWeights);
  const combined = rowSum(filled.map((forecast, at) => multiply(forecast, weights[at]!)));
  const forecast = clip(
    map(combined, (x) => x * FORECAST_DIVERSIFICATION),
    { lower: -20, upper: 20 },
  );

  const [blockValue, pv] = alignInner([
    map(forwardFill(denominator), (x) => x * instrument.pointSize * 0.01),
    percentage,
  ]);
  const currencyVolatility = forwardFill(multiply(forwardFill(blockValue), pv));
  // The dollar in dollars, from 1970 on.
  const fxRate = fx ?? new Series(Float64Array.of(0, 30_000 * DAY), Float64Array.of(1, 1));
  const averagePosition = map(
    multiply(currencyVolatility, asOf(fxRate, currencyVolatility)),
    (x) => dailyTarget / x,
  );
  const subsystemPosition = map(multiply(asOf(averagePosition, forecast), forecast), (x) => x / 10);
  return {
    instrument,
    rollsPerYear,
    dailyPrice,
    volatility,
    fxRate,
    forecasts,
    averagePosition,
    subsystemPosition,
  };
}

/** The annualised roll by business day. */
function annualRoll(multiple: NonNullable<InstrumentData["multiplePrices"]>): Series {
  const [price, carry] = [multiple.series("PRICE").values, multiple.series("CARRY").values];
  const years = (name: string): number[] => {
    const column = multiple.column(name);
    if (column.kind !== "string") throw new Error(`${name} is not text`);
    const known = column.dictionary.map(
      (text) => Math.floor(Number(text) / 10_000) + (Number(text) % 10_000) / 1200,
    );
    return [...column.values].map((code) => known[code] ?? Number.NaN);
  };
  const [priced, carried] = [years("PRICE_CONTRACT"), years("CARRY_CONTRACT")];
  const day = 1 / 365.25;
  const out = price.map((value, row) => {
    const roll = value - carry[row]!;
    const distance = carried[row]! - priced[row]!;
    const floored = distance === 0 ? 0 : Math.sign(distance) * Math.max(Math.abs(distance), day);
    return roll === 0 ? Number.NaN : roll / floored;
  });
  return resampleBusinessDays(new Series(multiple.time, out), "mean");
}

/** Weights of what is there, smoothed, rows adding to 1. All series share one index. */
function smoothedWeights(available: readonly Series[], weights: readonly number[]): Series[] {
  const filled = available.map((series) => forwardFill(series));
  const { time } = filled[0]!;
  const nothing = Array.from(time, (_, row) => filled.every((series) => Number.isNaN(series.values[row]!)));
  const smoothed = filled.map((series, at) => {
    const fitted = series.values.map((value, row) =>
      !nothing[row] && Number.isNaN(value) ? 0 : weights[at]!,
    );
    return ewmMean(new Series(time, fitted), { span: 125 });
  });
  const divisor = map(rowSum(smoothed), (total) => (total === 0 ? 0.0001 : total));
  return smoothed.map((series) => divide(series, divisor));
}
