import type { ContractKey } from "../../contracts/contractKey.js";
import { contractPrices, contractPricesFrame } from "../../prices/contractPrices.js";
import type { Frame } from "../../series/frame.js";
import { lowerBound, upperBound } from "../../series/search.js";
import { Series } from "../../series/series.js";
import type { Market } from "../../testing/market.js";
import { eachColumn, joinValues } from "../../testing/marketHistory.js";
import { hourlyBars } from "../../testing/marketHours.js";
import { DAY, dayOf, HOUR } from "../../time/civil.js";
import type { Bar } from "./faultyBars.js";

/** Bars from one wall time, to another that is the present. */
export interface BarsUntil {
  readonly from: number;
  readonly now: number;
  /** Today's bar, stamped 23:00 as any, from the end of its first hour. */
  readonly partial: boolean;
}

/** The daily bars of a contract of the market that can be seen. */
export function dailyBarsUntil(market: Market, key: ContractKey, { from, now, partial }: BarsUntil): Frame {
  const { contracts, session } = market.instruments.get(key.instrument)!;
  const { prices } = contracts.get(key.contract)!;
  const first = lowerBound(prices.time, from);
  const end = upperBound(prices.time, now);
  const today = prices.time[end];
  if (!partial || today === undefined || dayOf(today) !== dayOf(now) || today < from)
    return prices.rows(first, end);
  const midnight = dayOf(now) * DAY;
  if (now >= midnight + session.close * HOUR) return prices.rows(first, end + 1);
  const bar = barUntil(market, key, midnight, now);
  if (bar === undefined) return prices.rows(first, end);
  const before = contractPrices(prices.rows(first, end));
  return contractPricesFrame(
    eachColumn(joinValues(before.time, Float64Array.of(today)), (name) =>
      joinValues(before[name], Float64Array.of(bar[name])),
    ),
  );
}

/** What a contract has done on a day until a wall time; undefined before its first hour ends. */
export function barUntil(market: Market, key: ContractKey, midnight: number, until: number): Bar | undefined {
  const hours = hourlyBars(market, key.instrument, key.contract, { from: midnight, to: until });
  if (hours.length === 0) return undefined;
  const { OPEN, HIGH, LOW, FINAL, VOLUME } = contractPrices(hours);
  return {
    OPEN: OPEN[0]!,
    HIGH: HIGH.reduce((high, one) => Math.max(high, one)),
    LOW: LOW.reduce((low, one) => Math.min(low, one)),
    FINAL: FINAL.at(-1)!,
    VOLUME: VOLUME.reduce((sum, one) => sum + one, 0),
  };
}

/** The rates of a pair that can be seen; today's, which trades round the clock, lies on the way to its close. */
export function ratesUntil(rates: Series, { from, now, partial }: BarsUntil): Series {
  const first = lowerBound(rates.time, from);
  const end = upperBound(rates.time, now);
  const today = rates.time[end];
  if (!partial || end === 0 || today === undefined || dayOf(today) !== dayOf(now) || today < from) {
    return rates.rows(first, end);
  }
  const share = Math.floor((now - dayOf(now) * DAY) / HOUR) / 23;
  const rate = rates.values[end - 1]! + (rates.values[end]! - rates.values[end - 1]!) * share;
  const seen = rates.rows(first, end);
  return new Series(
    joinValues(seen.time, Float64Array.of(today)),
    joinValues(seen.values, Float64Array.of(Number(rate.toPrecision(6)))),
    rates.name,
  );
}
