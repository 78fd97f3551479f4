import { ContangoError } from "../errors/contangoError.js";

/** A `SERIES_PARAMETER` error: an argument outside what a function accepts. */
export function parameterError(message: string): ContangoError {
  return new ContangoError("SERIES_PARAMETER", "series", message);
}

/** Refuses anything but a whole number of at least `least`. */
export function requireWhole(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  const bound = least === Number.MIN_SAFE_INTEGER ? "" : ` of at least ${least}`;
  throw parameterError(`${name} is ${value}; give a whole number${bound}`);
}

/** Refuses a value that is not one of the allowed texts. */
export function requireOneOf<T extends string>(name: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw parameterError(
    `${name} is ${JSON.stringify(value)}; give one of ${allowed.map((text) => `"${text}"`).join(", ")}`,
  );
}

/** Refuses a quantile outside 0 to 1. */
export function requireQuantile(q: number): number {
  if (q >= 0 && q <= 1) return q;
  throw parameterError(`the quantile is ${q}; give a fraction from 0 (lowest) to 1 (highest)`);
}
