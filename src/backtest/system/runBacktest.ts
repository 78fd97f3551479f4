import type { InstrumentCode } from "../../instruments/codes.js";
import type { Series } from "../../series/series.js";
import type { Account, GroupAccount } from "../accounts/account.js";
import { groupAccount } from "../accounts/groupAccount.js";
import type { ClassicSystem, PositionBuffers } from "./classicSystem.js";

/** What a backtest gives of one instrument. */
export interface InstrumentBacktest {
  readonly instrument: InstrumentCode;
  /** Optimal, fractional, in contracts. */
  readonly position: Series;
  readonly buffers: PositionBuffers;
  /** Held, in whole contracts. */
  readonly bufferedPosition: Series;
  readonly account: Account;
}

export interface RunOptions {
  /** Is told of each instrument twice: when its forecasts are done, and when its positions are. */
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void;
}

/** What is kept of an instrument once its forecasts are done: enough for its positions and account. */
const KEPT: ReadonlySet<string> = new Set([
  "dailyPrice",
  "volatility",
  "averagePosition",
  "subsystemPosition",
  "costPerTrade",
]);

/**
 * Forgets what only one instrument needs once its forecasts are done. With estimates, which look across instruments, nothing
 * is forgotten.
 */
export function forgetForecasts(system: ClassicSystem, instrument: InstrumentCode): void {
  if (!looksAcross(system)) system.drop(instrument, (name) => KEPT.has(name));
}

/**
 * Computes the position of every instrument by itself, from which its share of the portfolio follows, and forgets each one's
 * forecasts, so that a large universe needs little memory.
 */
export function sizeInstruments(
  system: ClassicSystem,
  onInstrument?: (instrument: InstrumentCode) => void,
): void {
  for (const instrument of system.instruments) {
    system.subsystemPosition(instrument);
    forgetForecasts(system, instrument);
    onInstrument?.(instrument);
  }
}

/**
 * The positions and accounts of a system, instrument by instrument. What only one instrument needs is forgotten as soon as
 * it is done, so that the memory of a large universe is that of its data and results.
 *
 * @example
 * for (const { instrument, buffers } of backtestInstruments(system)) store(instrument, buffers);
 */
export function* backtestInstruments(
  system: ClassicSystem,
  { onProgress }: RunOptions = {},
): Generator<InstrumentBacktest> {
  const { instruments } = system;
  let done = 0;
  const progress = (): void => onProgress?.({ done: ++done, of: 2 * instruments.length });
  sizeInstruments(system, progress);
  for (const instrument of instruments) {
    const result = {
      instrument,
      position: system.notionalPosition(instrument),
      buffers: system.buffers(instrument),
      bufferedPosition: system.bufferedPosition(instrument),
      account: system.account(instrument),
    };
    forgetForecasts(system, instrument);
    progress();
    yield result;
  }
}

/** {@link backtestInstruments} to the end, with the account of all together. */
export function runBacktest(
  system: ClassicSystem,
  options: RunOptions = {},
): {
  readonly instruments: ReadonlyMap<InstrumentCode, InstrumentBacktest>;
  readonly portfolio: GroupAccount;
} {
  const instruments = new Map<InstrumentCode, InstrumentBacktest>();
  for (const result of backtestInstruments(system, options)) instruments.set(result.instrument, result);
  const members = [...instruments].map(([code, { account }]) => [code, account] as const);
  return { instruments, portfolio: groupAccount(new Map(members), system.settings.notionalCapital) };
}

/** True where the forecasts of one instrument need those of others. */
function looksAcross({ settings }: ClassicSystem): boolean {
  return (
    settings.estimateForecastScalars ||
    settings.estimateForecastWeights ||
    settings.estimateForecastDiversification
  );
}
