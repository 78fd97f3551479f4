import fc from "fast-check";
import type { RollingWindow } from "../../src/series/rollingWindow.js";
import { Series } from "../../src/series/series.js";

/** Slow, obvious versions of what the library does in one pass, and random series to compare them on. */

const HOUR = 3_600_000;

/** Ascending times with steps of up to four days. */
export const times = (maxLength: number): fc.Arbitrary<Float64Array> =>
  fc
    .tuple(
      fc.integer({ min: -3_000_000, max: 500_000 }),
      fc.array(fc.integer({ min: 1, max: 96 }), { maxLength }),
    )
    .map(([start, steps]) => {
      let hour = start;
      return Float64Array.from(steps, (step) => {
        hour += step;
        return hour * HOUR;
      });
    });

/** Numbers with ties, missing and infinite values, and jumps of many orders of magnitude. */
const value: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -300, max: 300 }).map((cents) => cents / 100) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 3, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.constantFrom(1e9, -1e9, 1e-9, Infinity, -Infinity) },
);

export const series = (maxLength = 60): fc.Arbitrary<Series> =>
  times(maxLength).chain((time) =>
    fc
      .array(value, { minLength: time.length, maxLength: time.length })
      .map((values) => new Series(time, Float64Array.from(values), "x")),
  );

export const rollingWindow: fc.Arbitrary<RollingWindow> = fc.oneof(
  fc
    .integer({ min: 1, max: 20 })
    .chain((window) =>
      fc.integer({ min: 0, max: window }).map((minPeriods): RollingWindow => ({ window, minPeriods })),
    ),
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 6 }))
    .map(([days, minPeriods]): RollingWindow => ({ days, minPeriods })),
);

/** For each row, the finite values of its window, in order of time. */
export function windows({ time, values }: Series, options: RollingWindow): number[][] {
  return Array.from(time, (now, row) => {
    const first =
      options.window === undefined
        ? time.findIndex((at) => at > now - options.days * 24 * HOUR)
        : Math.max(0, row - options.window + 1);
    return [...values.subarray(first, row + 1)].filter(Number.isFinite);
  });
}

/** The rolling result of a function of the values in a window. */
export function rolling(
  x: Series,
  options: RollingWindow,
  reduce: (values: readonly number[]) => number,
): number[] {
  const needed = options.minPeriods ?? (options.window === undefined ? 1 : options.window);
  return windows(x, options).map((values) => (values.length < needed ? Number.NaN : reduce(values)));
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The sample standard deviation in two passes. */
export function standardDeviation(values: readonly number[]): number {
  const centre = sum(values) / values.length;
  const shifted = values.map((value) => value - centre);
  const rest = sum(shifted) / values.length;
  const squares = sum(shifted.map((value) => (value - rest) ** 2));
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
}

export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return position === below ? low : low + (sorted[below + 1]! - low) * (position - below);
}

/** True where two lists agree up to rounding errors of numbers as large as `scale`, NaN where NaN. */
export function agree(actual: ArrayLike<number>, expected: readonly number[], scale: number): boolean {
  return (
    actual.length === expected.length &&
    expected.every((wanted, row) => {
      const got = actual[row]!;
      return (
        (Number.isNaN(wanted) && Number.isNaN(got)) ||
        Math.abs(got - wanted) <= 1e-12 * Math.max(scale, Math.abs(wanted))
      );
    })
  );
}
