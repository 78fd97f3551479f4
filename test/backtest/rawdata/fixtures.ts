import { createCache } from "../../../src/backtest/cache.js";
import { backtestSettings } from "../../../src/backtest/config/backtestSettings.js";
import type { BacktestData, InstrumentData } from "../../../src/backtest/data.js";
import {
  createRawData,
  type RawData,
  type RawDataOptions,
} from "../../../src/backtest/rawdata/createRawData.js";
import { longBias } from "../../../src/backtest/rules/bias.js";
import { instrument } from "../../../src/instruments/instrument.js";
import { frame } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { Series } from "../../../src/series/series.js";
import { businessDayOf, dayOfBusinessDay } from "../../../src/time/businessDays.js";
import { DAY, HOUR } from "../../../src/time/civil.js";

/** The default settings of volatility. */
export const { volatility: VOLATILITY } = backtestSettings({ trading_rules: { long: longBias } });

export const SETTINGS: RawDataOptions["settings"] = {
  startDate: Number.NEGATIVE_INFINITY,
  volatility: VOLATILITY,
  returnsForVolatility: "daily_returns",
};

/** Values at the closes of successive business days, the first of them 1 January 1990 or so many business days later. */
export function closes(values: readonly number[], from = 0): Series {
  const first = businessDayOf(7305) + from;
  const time = Float64Array.from(values, (_, row) => dayOfBusinessDay(first + row) * DAY + 23 * HOUR);
  return new Series(time, Float64Array.from(values), "price");
}

/** A repeatable walk with gaps. */
export function walk(rows: number, seed = 1, start = 100): number[] {
  let state = seed * 7919 + 1;
  let price = start;
  return Array.from({ length: rows }, () => {
    state = (state * 48_271) % 2_147_483_647;
    price += (state / 2_147_483_647 - 0.5) * 2;
    return state % 29 === 0 ? Number.NaN : price;
  });
}

/** Multiple prices at the times of a price: the carry contract three months later and half a point cheaper. */
export function multiplePrices(price: Series, discount = 0.5): Frame {
  const label = (text: string): string[] => Array.from({ length: price.length }, () => text);
  return frame(price.time, {
    CARRY: price.values.map((value) => value - discount),
    CARRY_CONTRACT: label("19900600"),
    PRICE: price.values,
    PRICE_CONTRACT: label("19900300"),
    FORWARD: price.values,
    FORWARD_CONTRACT: label("19900600"),
  });
}

export function market(
  code: string,
  adjustedPrice: Series,
  values: Partial<Omit<InstrumentData, "instrument">> & { readonly assetClass?: string } = {},
): InstrumentData {
  const { assetClass = "Ags", ...rest } = values;
  return {
    instrument: instrument({ code, pointSize: 50, currency: "USD", assetClass }),
    adjustedPrice,
    rollsPerYear: 4,
    ...rest,
  };
}

export const dataOf = (...markets: readonly InstrumentData[]): BacktestData => ({
  instruments: new Map(markets.map((one) => [one.instrument.code, one])),
  fxPrices: new Map(),
});

export const rawData = (
  data: BacktestData,
  settings: Partial<RawDataOptions["settings"]> = {},
  instruments: readonly string[] = [...data.instruments.keys()],
): RawData =>
  createRawData({ data, cache: createCache(), settings: { ...SETTINGS, ...settings }, instruments });
