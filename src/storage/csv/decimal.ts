/** Powers of ten that a double holds exactly. */
export const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/**
 * The double nearest to (`leading` · 10^`shift` + `rest`) / 10^`decimals`, for whole numbers below 10^15 and 10^9 and
 * exponents of at most 9 and 22. NaN in the rare case where this arithmetic cannot tell: ask `Number` then.
 *
 * Mathematics: the numerator is an exact pair of doubles (Dekker's product, Knuth's sum), the quotient is taken with
 * its remainder, and it stands where everything within the remaining error rounds to it.
 */
export function decimalQuotient(leading: number, shift: number, rest: number, decimals: number): number {
  const scale = POWERS[shift]!;
  const whole = leading * scale;
  const tail = productError(leading, scale, whole) + rest;
  const high = whole + tail;
  const low = tail - (high - whole);
  const divisor = POWERS[decimals]!;
  const quotient = high / divisor;
  const product = quotient * divisor;
  const correction = (high - product - productError(quotient, divisor, product) + low) / divisor;
  const nearest = quotient + correction * (1 + 2 ** -45);
  return nearest === quotient + correction * (1 - 2 ** -45) ? nearest : Number.NaN;
}

const SPLITTER = 2 ** 27 + 1;

/** What rounding took from `product = a * b`. */
function productError(a: number, b: number, product: number): number {
  const aSplit = a * SPLITTER;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * SPLITTER;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MISSING = /^(?:[-+]?nan|N\/?A|null|None)?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/** True for a number that is written as a whole one: `-12`. */
export const isWhole = (text: string): boolean => /^-?\d+$/.test(text);

/** A number as text: NaN for a missing one (empty, `nan`, `NA`, `null`, `None`), `undefined` where it is none. */
export function parseNumber(text: string): number | undefined {
  if (NUMBER.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (MISSING.test(text)) return Number.NaN;
  const infinite = INFINITE.exec(text);
  if (infinite === null) return undefined;
  return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** A number as pandas writes it: shortest digits that read back the same, `660.0`, `1e-05`; empty for NaN. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "";
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return value < 0 ? "-inf" : "inf";
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = Object.is(value, -0) ? "-0" : String(value);
  return text.includes(".") ? text : `${text}.0`;
}
