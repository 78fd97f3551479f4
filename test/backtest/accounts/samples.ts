import fc from "fast-check";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { type Instrument, type InstrumentValues, instrument } from "../../../src/instruments/instrument.js";
import { Series } from "../../../src/series/series.js";
import { DAY, weekday } from "../../../src/time/civil.js";

/** So many business days from Monday 6 January 2020. */
export function businessDays(count: number): Float64Array {
  const days: number[] = [];
  for (let day = 18_267; days.length < count; day++) if (weekday(day) < 5) days.push(day * DAY);
  return Float64Array.from(days);
}

/** Values on consecutive business days; null is missing. */
export function daily(values: readonly (number | null)[], name = "value"): Series {
  return new Series(
    businessDays(values.length),
    Float64Array.from(values, (value) => value ?? Number.NaN),
    name,
  );
}

/** The dollar in dollars. */
export const ONE = new Series(Float64Array.of(0), Float64Array.of(1));

/** A market that costs nothing, but for what is given. */
export const market = (values: Partial<InstrumentValues> = {}): Instrument =>
  instrument({ code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags", spreadCost: 0, ...values });

/** Numbers with gaps. */
export const withGaps = (value: fc.Arbitrary<number>): fc.Arbitrary<number | null> =>
  fc.option(value, { nil: null, freq: 5 });

/** Moves of a price, some missing, and positions as they were wanted. */
export const histories = fc.integer({ min: 1, max: 120 }).chain((rows) =>
  fc.record({
    position: fc.array(withGaps(fc.double({ min: -20, max: 20, noNaN: true })), {
      minLength: rows,
      maxLength: rows,
    }),
    price: fc.array(withGaps(fc.double({ min: 50, max: 150, noNaN: true })), {
      minLength: rows,
      maxLength: rows,
    }),
  }),
);

/** The error with which contango refuses; anything else fails the test. */
export function refusalOf(action: () => unknown): ContangoError {
  try {
    action();
  } catch (error) {
    if (error instanceof ContangoError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}
