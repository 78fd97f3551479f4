import { multiply } from "../../series/arithmetic.js";
import type { Series } from "../../series/series.js";
import { filledOn } from "./filledOn.js";
import type { PositionBuffers } from "./positionBuffers.js";

/** A position for the capital there is: times the capital multiplier at each row's very time, filled forward. */
export function actualPosition(position: Series, multiplier: Series): Series {
  return multiply(position, filledOn(multiplier, position));
}

/** Buffers for the capital there is, each bound as a position in {@link actualPosition}. */
export function actualBuffers(buffers: PositionBuffers, multiplier: Series): PositionBuffers {
  return {
    lower: actualPosition(buffers.lower, multiplier),
    upper: actualPosition(buffers.upper, multiplier),
  };
}
