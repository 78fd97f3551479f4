import { abs, add, map, multiply, subtract } from "../../series/arithmetic.js";
import { forwardFill } from "../../series/fill.js";
import { reindex } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import { configError } from "./configError.js";
import { filledOn } from "./filledOn.js";

/** The bounds between which a position is left alone, in contracts. */
export interface PositionBuffers {
  readonly lower: Series;
  readonly upper: Series;
}

/** The position, and how far from it is near enough. */
export interface PositionBufferOptions {
  /** Width by the position for the average forecast, by the position itself, or hardly any. */
  readonly method: "forecast" | "position" | "none";
  /** Fraction of the average position or of the position: 0.1 for 10% either side. */
  readonly size: number;
  /** In contracts, fractional. */
  readonly position: Series;
  /** The position for the average forecast with all the capital; only `forecast` reads it. */
  readonly averagePosition: Series;
  /** Of the instrument in the portfolio; default 1, for a subsystem. */
  readonly weight?: number | Series;
  /** The diversification multiplier of the portfolio; default 1, for a subsystem. */
  readonly idm?: number | Series;
}

/** Half the width where there is no buffer, in contracts. */
const NO_BUFFER = 0.001;

/**
 * The bounds between which a position is left alone, in contracts, on the position's times.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where the size is negative or NaN.
 * @example
 * positionBuffers({ method: "forecast", size: 0.1, position, averagePosition, weight, idm: 1.89 });
 */
export function positionBuffers(options: PositionBufferOptions): PositionBuffers {
  if (!(options.size >= 0)) {
    throw configError("buffer_size", `is ${options.size}; give a fraction of the position, at least 0`);
  }
  const position = forwardFill(options.position);
  const width = forwardFill(bufferWidth(options));
  return {
    lower: subtract(position, width).named("lower buffer"),
    upper: add(position, width).named("upper buffer"),
  };
}

/** Half the distance between the bounds. */
function bufferWidth(options: PositionBufferOptions): Series {
  const { method, size, position, averagePosition, weight = 1, idm = 1 } = options;
  switch (method) {
    case "forecast": {
      const average = forwardFill(reindex(averagePosition, position));
      const held = multiply(multiply(average, filledOn(weight, position)), filledOn(idm, position));
      return multiply(abs(held), size);
    }
    case "position":
      return multiply(abs(position), size);
    default:
      return map(position, () => NO_BUFFER);
  }
}
