import { ContangoError } from "../errors/contangoError.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { roundHalfEven } from "../series/rounding.js";
import type { BufferedPosition, OptimalPosition } from "./optimalPosition.js";

/** The bounds of a buffer, in contracts; NaN where there is none. */
export type Buffer = Pick<BufferedPosition, "lower" | "upper">;

/**
 * The bounds between which any position is good enough. A simple or dynamic position is a buffer of no width.
 *
 * @throws ContangoError `OPTIMAL_POSITION_KIND` for a raw position, which has to be optimised first, and for a custom one.
 */
export function positionBuffer(optimal: OptimalPosition, instrument?: InstrumentCode): Buffer {
  switch (optimal?.kind) {
    case "buffered":
      return optimal;
    case "simple":
      return { lower: optimal.position, upper: optimal.position };
    case "dynamic":
      return { lower: optimal.optimisedPosition, upper: optimal.optimisedPosition };
    case "raw":
      throw new ContangoError(
        "OPTIMAL_POSITION_KIND",
        "positions",
        `${label(instrument)}a raw optimal position is not traded; optimise it into whole contracts first`,
        { details: { instrument } },
      );
    case "custom":
      throw new ContangoError(
        "OPTIMAL_POSITION_KIND",
        "positions",
        `${label(instrument)}an optimal position of your own kind (${Object.keys(optimal.values).join(", ")}) is traded by your own code only; make a simple or buffered position of it`,
        { details: { instrument } },
      );
    default:
      throw new ContangoError(
        "OPTIMAL_POSITION_KIND",
        "positions",
        `${label(instrument)}an optimal position has to say of what kind it is: simple, buffered, raw or dynamic`,
        { details: { instrument } },
      );
  }
}

/**
 * The position to hold: the actual one inside the buffer, else the bound that it lies beyond, rounded half to even. The
 * actual position is kept where either bound is NaN.
 *
 * @param actual whole contracts, below zero for short.
 * @param instrument is named in errors.
 * @returns whole contracts.
 * @throws ContangoError `POSITION_BUFFER` where `lower` is above `upper` or a bound is infinite; `POSITION_VALUE` where
 * the actual position is not a whole number.
 * @example
 * requiredPosition({ lower: 2.5, upper: 3.5 }, 0); // 2
 */
export function requiredPosition(buffer: Buffer, actual: number, instrument?: InstrumentCode): number {
  requireWhole(actual, instrument);
  if (!hasBounds(buffer, instrument)) return actual;
  if (actual < buffer.lower) return roundHalfEven(buffer.lower);
  if (actual > buffer.upper) return roundHalfEven(buffer.upper);
  return actual;
}

/**
 * The trade that brings an actual position into its buffer: contracts to buy, below zero to sell.
 *
 * @throws ContangoError `POSITION_BUFFER`, `POSITION_VALUE`.
 * @example
 * tradeRequired({ lower: 10.87, upper: 13.32 }, 8); // 3
 */
export function tradeRequired(buffer: Buffer, actual: number, instrument?: InstrumentCode): number {
  return requiredPosition(buffer, actual, instrument) - actual;
}

/**
 * True where an actual position lies outside what was wanted, its bounds rounded half to even. A raw or
 * custom position is never broken, nor is one whose optimum is NaN.
 *
 * @throws ContangoError `POSITION_BUFFER`, `POSITION_VALUE`.
 * @example
 * isPositionBroken({ kind: "simple", position: 3 }, 2); // true
 */
export function isPositionBroken(
  optimal: OptimalPosition,
  actual: number,
  instrument?: InstrumentCode,
): boolean {
  requireWhole(actual, instrument);
  if (optimal.kind === "raw" || optimal.kind === "custom") return false;
  const buffer = positionBuffer(optimal, instrument);
  if (!hasBounds(buffer, instrument)) return false;
  return actual < roundHalfEven(buffer.lower) || actual > roundHalfEven(buffer.upper);
}

/** Refuses a buffer that cannot be; false where a bound is missing. */
function hasBounds({ lower, upper }: Buffer, instrument: InstrumentCode | undefined): boolean {
  const isBound = (bound: unknown): boolean =>
    typeof bound === "number" && Math.abs(bound) !== Number.POSITIVE_INFINITY;
  if (!isBound(lower) || !isBound(upper) || lower > upper) {
    throw new ContangoError(
      "POSITION_BUFFER",
      "positions",
      `${label(instrument)}a buffer from ${shown(lower)} to ${shown(upper)} contracts cannot be; give finite numbers, the lower first (NaN where there is none)`,
      { details: { instrument, lower, upper } },
    );
  }
  return !Number.isNaN(lower) && !Number.isNaN(upper);
}

const shown = (bound: unknown): string => (typeof bound === "string" ? `"${bound}"` : String(bound));

function requireWhole(actual: number, instrument: InstrumentCode | undefined): void {
  if (Number.isSafeInteger(actual)) return;
  throw new ContangoError(
    "POSITION_VALUE",
    "positions",
    `${label(instrument)}the actual position was ${actual}; give whole contracts`,
    { details: { instrument, position: actual } },
  );
}

const label = (instrument: InstrumentCode | undefined): string =>
  instrument === undefined ? "" : `${instrument}: `;
