import { DAY, HOUR, SECOND } from "../time/civil.js";
import { isDrawn } from "./thinning.js";

/**
 * Drawing coordinates are whole numbers below this: browsers keep them in single precision, and the page reads times
 * and values back from them.
 */
const LARGEST_COORDINATE = 2 ** 22;

/** Times as multiples of `unit` (milliseconds) after `origin` (epoch milliseconds of wall time). */
export interface TimeGrid {
  readonly origin: number;
  readonly unit: number;
}

const UNITS = [DAY, HOUR, 600 * SECOND, 60 * SECOND, SECOND];

/** The coarsest grid that every time lies on, or the finest that the span of the times allows. */
export function timeGrid(times: readonly Float64Array[]): TimeGrid {
  const filled = times.filter((time) => time.length > 0);
  if (filled.length === 0) return { origin: 0, unit: DAY };
  const first = Math.min(...filled.map((time) => time[0]!));
  const last = Math.max(...filled.map((time) => time.at(-1)!));
  const finest = (last - first) / LARGEST_COORDINATE;
  const fits = (unit: number): boolean =>
    filled.every((time) => time.every((at) => (at - first) % unit === 0));
  const unit = UNITS.find(fits) ?? SECOND;
  if (unit >= finest) return { origin: Math.floor(first / SECOND) * SECOND, unit };
  const coarser = UNITS.toReversed().find((candidate) => candidate >= finest) ?? DAY;
  return { origin: Math.floor(first / coarser) * coarser, unit: coarser };
}

/** Values as whole multiples of 10^-decimals below `base`: y grows downwards, as in SVG. */
export interface ValueGrid {
  readonly base: number;
  readonly decimals: number;
  readonly low: number;
  readonly high: number;
}

/** The coarsest grid that holds every value exactly, or the finest that the range of the values allows. */
export function valueGrid(columns: readonly Float64Array[]): ValueGrid | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of columns) {
    for (const value of values) {
      if (!isDrawn(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return undefined;
  const range = high - low || Math.abs(high) / 1000 || 1;
  const finest = Math.max(-300, Math.min(300, Math.floor(Math.log10(LARGEST_COORDINATE / range))));
  let decimals = Math.min(0, finest);
  for (const values of columns) {
    for (const value of values) {
      while (decimals < finest && isDrawn(value) && !isWhole(value * 10 ** decimals)) decimals++;
    }
  }
  const factor = 10 ** decimals;
  return { base: Math.round(low * factor) / factor, decimals, low, high };
}

const isWhole = (value: number): boolean =>
  Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, Math.abs(value));
