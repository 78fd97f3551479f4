import { describe, expect, test } from "vitest";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { type ContractPriceSet, splitContractPrices } from "../../src/prices/contractPriceSet.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { rollCalendar } from "../../src/prices/rollCalendar.js";
import { adjustRollCalendar } from "../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../src/prices/rollCalendarApproximate.js";
import { inferRollCalendar } from "../../src/prices/rollCalendarInfer.js";
import type { Frame } from "../../src/series/frame.js";
import { lowerBound } from "../../src/series/search.js";
import type { Series } from "../../src/series/series.js";
import { type GoldenRollParameters, goldenRollParameters } from "../contracts/goldenRollParameters.js";
import { readMultiplePricesCsv } from "../support/csvFrames.js";
import {
  golden,
  hasGolden,
  number,
  orRefuses,
  type Refused,
  relativeDifference,
  TOLERANCE,
  time,
} from "../support/golden.js";
import { type GoldenRow, rowsDifference } from "./multipleGoldenRows.js";

interface Calendar {
  readonly rows: readonly (readonly [time: string, current: string, next: string, carry: string])[];
}
interface Built {
  readonly n: number;
  readonly first: string;
  readonly last: string;
  readonly PRICE: { readonly nan: number; readonly sum: number };
  readonly CARRY: { readonly nan: number; readonly sum: number };
  readonly FORWARD: { readonly nan: number; readonly sum: number };
  readonly samples: readonly GoldenRow[];
}
interface Stitched {
  readonly n: number;
  readonly nan: number;
  readonly sum: number;
  readonly first: number | null;
  readonly last: number | null;
}
interface Case {
  readonly rows: number;
  readonly contracts: Readonly<
    Record<string, readonly [count: number, first: string, last: string, sum: number]>
  >;
  readonly inferred: Calendar | Refused;
  readonly rebuilt: Built | Refused;
  readonly rebuilt_adjusted?: Stitched | Refused;
  readonly roll_parameters: GoldenRollParameters;
  readonly approximate: Calendar | Refused;
  readonly adjusted_calendar?: Calendar | Refused;
  readonly from_adjusted_calendar?: Built | Refused;
  readonly stitched_from_adjusted_calendar?: Stitched | Refused;
}

const file = "rolls.json";

describe.runIf(hasGolden(file))(file, () => {
  const cases = hasGolden(file) ? golden<Record<string, Case>>(file) : {};
  test("reads the file", () => {
    expect(cases).toBeInstanceOf(Object);
  });
  for (const [instrument, expected] of Object.entries(cases)) {
    describe(instrument, () => {
      const options = { instrument };
      const multiple = (): Frame => readMultiplePricesCsv(instrument);
      let split: ContractPriceSet | undefined;
      const prices = (): ContractPriceSet => {
        split ??= splitContractPrices(multiple());
        return split;
      };
      const inferred = (): Frame => inferRollCalendar(multiple(), options);
      const approximate = (): Frame =>
        approximateRollCalendar(prices().keys(), goldenRollParameters(expected.roll_parameters), options);
      const adjusted = (): Frame => adjustRollCalendar(approximate(), prices(), options).calendar;
      const rebuilt = (calendar: Frame): Frame => multiplePricesFromCalendar(calendar, prices(), options);
      const stitched = (calendar: Frame): Series =>
        backAdjust(rebuilt(calendar), { forwardFill: true, instrument });

      test("contract prices", () => {
        expect(multiple().length).toBe(expected.rows);
        expect([...prices().keys()]).toEqual(Object.keys(expected.contracts).sort());
        for (const [contract, [count, first, last, sum]] of Object.entries(expected.contracts)) {
          const series = prices().get(contract)!;
          expect(series.length, contract).toBe(count);
          expect([series.timeAt(0), series.timeAt(-1)], contract).toEqual([time(first), time(last)]);
          expect(relativeDifference([total(series.values)], [sum]), contract).toBeLessThanOrEqual(TOLERANCE);
        }
      });

      const calendars = [
        ["inferred calendar", inferred, expected.inferred],
        ["approximate calendar", approximate, expected.approximate],
        ["adjusted calendar", adjusted, expected.adjusted_calendar],
      ] as const;
      for (const [name, make, calendar] of calendars) {
        if (calendar !== undefined) test(name, () => calendarAgrees(make, calendar, instrument));
      }
      const built = [
        ["inferred", inferred, expected.rebuilt, expected.rebuilt_adjusted],
        ["adjusted", adjusted, expected.from_adjusted_calendar, expected.stitched_from_adjusted_calendar],
      ] as const;
      for (const [name, calendar, rows, stitch] of built) {
        if (rows !== undefined) {
          test(`multiple prices from the ${name} calendar`, () =>
            pricesAgree(() => rebuilt(calendar()), rows, instrument));
        }
        if (stitch !== undefined) {
          test(`stitched from the ${name} calendar`, () =>
            stitchAgrees(() => stitched(calendar()), stitch, instrument));
        }
      }
    });
  }
});

const total = (values: Float64Array): number =>
  values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);

const missing = (values: Float64Array): number =>
  values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);

const located = (instrument: string): object => ({ instrument, time: expect.any(String) });

function calendarAgrees(make: () => Frame, expected: Calendar | Refused, instrument: string): void {
  orRefuses(make, expected, located(instrument), (made, { rows }) => {
    const { time: times, current, next, carry } = rollCalendar(made);
    expect(Array.from(times, (at, row) => [at, current[row], next[row], carry[row]])).toEqual(
      rows.map(([at, ...contracts]) => [time(at), ...contracts]),
    );
  });
}

function pricesAgree(make: () => Frame, expected: Built | Refused, instrument: string): void {
  orRefuses(make, expected, located(instrument), (made, built) => {
    expect(made.length).toBe(built.n);
    expect([made.time.at(0), made.time.at(-1)]).toEqual([time(built.first), time(built.last)]);
    for (const column of ["PRICE", "CARRY", "FORWARD"] as const) {
      const values = made.floats(column);
      expect(missing(values), column).toBe(built[column].nan);
      expect(relativeDifference([total(values)], [built[column].sum]), column).toBeLessThanOrEqual(TOLERANCE);
    }
    for (const sample of built.samples) {
      const row = lowerBound(made.time, time(sample[0]));
      expect(rowsDifference(made.rows(row, row + 1), [sample]), sample[0]).toBeLessThanOrEqual(TOLERANCE);
    }
  });
}

function stitchAgrees(make: () => Series, expected: Stitched | Refused, instrument: string): void {
  orRefuses(make, expected, located(instrument), ({ values }, stitched) => {
    expect([values.length, missing(values)]).toEqual([stitched.n, stitched.nan]);
    expect(
      relativeDifference(
        [total(values), values.at(0)!, values.at(-1)!],
        [stitched.sum, number(stitched.first), number(stitched.last)],
      ),
    ).toBeLessThanOrEqual(TOLERANCE);
  });
}
