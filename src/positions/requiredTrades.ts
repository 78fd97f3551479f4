import type { InstrumentCode } from "../instruments/codes.js";
import type { OptimalPosition } from "./optimalPosition.js";
import { positionBuffer, requiredPosition } from "./requiredPosition.js";

/** What an instrument's optimal position asks for; positions in contracts, below zero for short. */
export interface RequiredTrade {
  readonly instrument: InstrumentCode;
  readonly lower: number;
  readonly upper: number;
  readonly actual: number;
  /** The position after the trade. */
  readonly required: number;
  /** Contracts to buy, below zero to sell; zero where the actual position is good enough. */
  readonly trade: number;
}

/** A position that is held without an optimal position. */
export interface UnmanagedPosition {
  readonly instrument: InstrumentCode;
  readonly actual: number;
}

export interface RequiredTrades {
  /** One entry for every optimal position, in order of instrument; `trade` may be zero. */
  readonly trades: readonly RequiredTrade[];
  /** Held without an optimal position, and so left alone: close them by hand or store an optimal position of zero. */
  readonly unmanaged: readonly UnmanagedPosition[];
}

/** Values by instrument, as a map or a plain object. */
export type ByInstrument<Value> =
  | ReadonlyMap<InstrumentCode, Value>
  | Readonly<Record<InstrumentCode, Value>>;

/**
 * The trades that bring a strategy from its actual to its optimal positions. An instrument that is not held counts as
 * zero; one that is held without an optimal position is reported, not traded.
 *
 * @throws ContangoError `POSITION_BUFFER`, `POSITION_VALUE`, `OPTIMAL_POSITION_KIND` (a raw position), each naming the
 * instrument; nothing is given where one instrument is wrong.
 * @example
 * const { trades } = requiredTrades(
 *   { CORN: { kind: "buffered", lower: 10.87, upper: 13.32, referencePrice: 432, referenceContract: "20241200" } },
 *   { CORN: 8 },
 * );
 * trades[0]?.trade; // 3
 */
export function requiredTrades(
  optimal: ByInstrument<OptimalPosition>,
  actual: ByInstrument<number>,
): RequiredTrades {
  const wanted = byInstrument(optimal);
  const held = byInstrument(actual);
  const actualOf = new Map(held);
  const managed = new Set(wanted.map(([instrument]) => instrument));
  return {
    trades: wanted.map(([instrument, position]) => {
      const { lower, upper } = positionBuffer(position, instrument);
      const before = actualOf.get(instrument) ?? 0;
      const required = requiredPosition({ lower, upper }, before, instrument);
      return { instrument, lower, upper, actual: before, required, trade: required - before };
    }),
    unmanaged: held
      .filter(([instrument, position]) => position !== 0 && !managed.has(instrument))
      .map(([instrument, position]) => ({ instrument, actual: position })),
  };
}

function byInstrument<Value>(values: ByInstrument<Value>): readonly (readonly [InstrumentCode, Value])[] {
  const entries: [InstrumentCode, Value][] = values instanceof Map ? [...values] : Object.entries(values);
  return entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
