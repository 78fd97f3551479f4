import { requireWhole } from "./parameters.js";

/** From here on a float64 has no fraction. */
const WHOLE = 2 ** 52;

/**
 * A number rounded to so many decimals, ties to the even digit (2.5 → 2, 3.5 → 4), as numpy's round; never −0.
 * With decimals the number is scaled by a power of ten first, so 2.675 (really 2.67499…) gives 2.68.
 *
 * @throws ContangoError `SERIES_PARAMETER` where `decimals` is not whole.
 * @example
 * map(position, roundHalfEven);
 */
export function roundHalfEven(value: number, decimals = 0): number {
  if (decimals === 0) return toEven(value);
  requireWhole("decimals", decimals, Number.MIN_SAFE_INTEGER);
  const scale = 10 ** Math.abs(decimals);
  const rounded = decimals > 0 ? toEven(value * scale) / scale : toEven(value / scale) * scale;
  return Number.isFinite(rounded) ? rounded : value;
}

/** Adding 2^52 pushes the fraction out of the mantissa, and the processor rounds it half to even. */
function toEven(value: number): number {
  if (!(Math.abs(value) < WHOLE)) return value;
  return value < 0 ? 0 - (WHOLE - value - WHOLE) : value + WHOLE - WHOLE;
}
