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

/** What the second pass over the instruments needs of the first. */
const KEPT: ReadonlySet<string> = new Set([
  "dailyPrice",
  "volatility",
  "averagePosition",
  "subsystemPosition",
  "costPerTrade",
]);

/**
 * The positions and accounts of a system, instrument by instrument. What only one instrument needs is forgotten as soon as
 * it is done, so that the memory of a large universe is that of its data and results. With estimates, which look across
 * instruments, nothing is forgotten before the end of an instrument's forecasts.
 *
 * @example
 * for (const { instrument, buffers } of backtestInstruments(system)) store(instrument, buffers);
 */
export function* backtestInstruments(
  system: ClassicSystem,
  { onProgress }: RunOptions = {},
): Generator<InstrumentBacktest> {
  const { instruments } = system;
  const forgets = !looksAcross(system);
  let done = 0;
  const progress = (): void => onProgress?.({ done: ++done, of: 2 * instruments.length });
  for (const instrument of instruments) {
    system.subsystemPosition(instrument);
    if (forgets) system.drop(instrument, (name) => KEPT.has(name));
    progress();
  }
  for (const instrument of instruments) {
    const result = {
      instrument,
      position: system.notionalPosition(instrument),
      buffers: system.buffers(instrument),
      bufferedPosition: system.bufferedPosition(instrument),
      account: system.account(instrument),
    };
    if (forgets) system.drop(instrument, (name) => KEPT.has(name));
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
