import fc from "fast-check";
import { expect } from "vitest";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { floatColumn } from "../../../src/series/column.js";
import { Frame } from "../../../src/series/frame.js";
import { Series } from "../../../src/series/series.js";
import { dayOfBusinessDay } from "../../../src/time/businessDays.js";
import { DAY } from "../../../src/time/civil.js";
import { TOLERANCE } from "../../support/golden.js";

/** So many business days, from 1970-01-01 plus an offset. */
export const businessDays = (count: number, from = 0): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => dayOfBusinessDay(from + row) * DAY);

/** A series of business days from 1970-01-01 plus an offset; `null` is missing. */
export const daily = (values: readonly (number | null)[], from = 0): Series =>
  new Series(
    businessDays(values.length, from),
    Float64Array.from(values, (value) => value ?? Number.NaN),
  );

/** Columns on business days from 1970-01-01. */
export const dailyFrame = (columns: Readonly<Record<string, readonly (number | null)[]>>): Frame => {
  const entries = Object.entries(columns).map(([name, values]) => [name, daily(values)] as const);
  return new Frame(
    businessDays(entries[0]?.[1].length ?? 0),
    new Map(entries.map(([name, { values }]) => [name, floatColumn(values)])),
  );
};

/** Numbers, some of them missing. */
export const maybe = (range: { readonly min: number; readonly max: number }) =>
  fc.option(fc.double({ ...range, noNaN: true }), { freq: 4, nil: null });

/** Rows of a few columns on business days, with columns that start late or never, and gaps. */
export const availableFrames = fc
  .record({ columns: fc.integer({ min: 1, max: 4 }), rows: fc.integer({ min: 1, max: 40 }) })
  .chain(({ columns, rows }) =>
    fc.array(
      fc
        .record({
          start: fc.integer({ min: 0, max: rows + 2 }),
          values: fc.array(maybe({ min: -20, max: 20 }), { minLength: rows, maxLength: rows }),
        })
        .map(({ start, values }) => values.map((value, row) => (row < start ? null : value))),
      { minLength: columns, maxLength: columns },
    ),
  )
  .map((columns) => dailyFrame(Object.fromEntries(columns.map((values, at) => [`c${at}`, values]))));

/** Values as a list, with NaN as null. */
export const listed = ({ values }: { readonly values: Float64Array }): (number | null)[] =>
  [...values].map((value) => (Number.isNaN(value) ? null : value + 0));

/** Two lists of values that agree to the tolerance of the reference; values below 1e-9 of 1 count as 0. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what = ""): void {
  expect(actual.length, what).toBe(expected.length);
  for (let row = 0; row < expected.length; row++) {
    const [a, e] = [actual[row]!, expected[row]!];
    if (Number.isNaN(e)) expect(a, `${what} row ${row}`).toBeNaN();
    else
      expect(Math.abs(a - e), `${what} row ${row}: ${a}, expected ${e}`).toBeLessThanOrEqual(
        TOLERANCE * Math.max(1, Math.abs(e)),
      );
  }
}

/** The error that a call throws; fails where it throws none or another. */
export function refusal(call: () => unknown): ContangoError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ContangoError);
    return error as ContangoError;
  }
  return expect.fail("nothing was refused");
}
