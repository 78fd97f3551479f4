import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { desiredRollDate, nextHeldContract } from "../../src/contracts/rollParameters.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import {
  type ContractPriceSet,
  contractPriceSet,
  splitContractPrices,
} from "../../src/prices/contractPriceSet.js";
import { MULTIPLE_PRICE_COLUMNS, multiplePrices, PRICE_COLUMNS } from "../../src/prices/multiplePrices.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { type RollCalendarRow, rollCalendar, rollCalendarFromRows } from "../../src/prices/rollCalendar.js";
import { adjustRollCalendar } from "../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../src/prices/rollCalendarApproximate.js";
import { checkRollCalendar } from "../../src/prices/rollCalendarChecks.js";
import { inferRollCalendar } from "../../src/prices/rollCalendarInfer.js";
import { cell } from "../../src/series/column.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { DAY, HOUR } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";
import { marketArbitrary, randomNumbers } from "./multipleMarket.js";

const rowsOf = (frame: Frame): RollCalendarRow[] => {
  const { time, current, next, carry } = rollCalendar(frame);
  return Array.from(time, (at, row) => ({
    time: at,
    current: current[row]!,
    next: next[row]!,
    carry: carry[row]!,
  }));
};

describe("multiple prices from a calendar", () => {
  test("infer back its contracts, each roll at the first row after the calendar's", () => {
    fc.assert(
      fc.property(marketArbitrary, ({ calendar, prices }) => {
        const multiple = multiplePricesFromCalendar(calendar, prices);
        const given = rowsOf(calendar);
        const inferred = rowsOf(inferRollCalendar(multiple));
        expect(inferred.slice(0, given.length - 2)).toEqual(
          given.slice(1, -1).map((roll) => ({
            ...roll,
            time: multiple.time.find((time) => time > roll.time),
          })),
        );
        expect(inferred).toHaveLength(given.length - 1 - (given.length > 2 && rollsLast(multiple) ? 1 : 0));
        if (!rollsLast(multiple)) {
          expect(inferred.at(-1)).toEqual({ ...given.at(-1), time: multiple.time.at(-1) });
        }
      }),
    );
  });

  test("hold, at every time any of the three contracts has, exactly their prices", () => {
    fc.assert(
      fc.property(marketArbitrary, ({ calendar, prices }) => {
        const multiple = multiplePricesFromCalendar(calendar, prices);
        const given = rowsOf(calendar);
        const expected = given.slice(1).flatMap(({ time, current, next, carry }, before) => {
          const inside = (at: number): boolean => at >= given[before]!.time + 1000 && at <= time;
          const times = [current, next, carry].flatMap((contract) =>
            [...prices.get(contract)!.time].filter(inside),
          );
          const at = (contract: string, time: number): number => {
            const series = prices.get(contract)!;
            return series.at(series.time.indexOf(time) === -1 ? series.length : series.time.indexOf(time));
          };
          return [...new Set(times)]
            .sort((a, b) => a - b)
            .map((time) => [time, at(carry, time), carry, at(current, time), current, at(next, time), next]);
        });
        const actual = Array.from(multiple.time, (time, row) => [
          time,
          ...MULTIPLE_PRICE_COLUMNS.map((name) => cell(multiple.column(name), row)),
        ]);
        expect(actual).toEqual(expected);
      }),
    );
  });

  test("split back into prices that the contracts had", () => {
    fc.assert(
      fc.property(marketArbitrary, ({ calendar, prices }) => {
        const multiple = multiplePricesFromCalendar(calendar, prices);
        const split = splitContractPrices(multiple);
        for (const [contract, series] of split) {
          const whole = new Map(prices.get(contract)!);
          for (const [time, value] of series) expect(whole.get(time)).toBe(value);
        }
        const columns = multiplePrices(multiple);
        for (const name of PRICE_COLUMNS) {
          const { values, dictionary } = columns[`${name}_CONTRACT`];
          columns[name].forEach((value, row) => {
            if (Number.isNaN(value)) return;
            expect(new Map(split.get(dictionary[values[row]!]!)).get(multiple.time[row]!)).toBe(value);
          });
        }
      }),
    );
  });
});

/** True where the last row has another PRICE_CONTRACT than the one before. */
function rollsLast(multiple: Frame): boolean {
  const { values } = multiple.strings("PRICE_CONTRACT");
  return values.length > 1 && values.at(-1) !== values.at(-2);
}

describe("approximate calendar", () => {
  test("walks the held contracts that have prices, to the last one", () => {
    let made = 0;
    fc.assert(
      fc.property(marketArbitrary, ({ parameters, prices }) => {
        let calendar: Frame;
        try {
          calendar = approximateRollCalendar(prices.keys(), parameters, { instrument: "TEST" });
        } catch (error) {
          expect(isContangoError(error, "ROLL_CALENDAR")).toBe(true);
          expect(String(error)).toContain("TEST");
          return;
        }
        made++;
        const rows = rowsOf(calendar);
        rows.forEach(({ time, current, next, carry }, row) => {
          expect(time).toBe(desiredRollDate(current, parameters));
          expect(prices.has(next) && prices.has(carry)).toBe(true);
          expect(Math.sign(carry.localeCompare(current))).toBe(parameters.carryOffset);
          if (row > 0) expect(current).toBe(rows[row - 1]!.next);
          for (let skipped = nextHeldContract(current, parameters); skipped < next; ) {
            expect(prices.has(skipped)).toBe(false);
            skipped = nextHeldContract(skipped, parameters);
          }
        });
      }),
    );
    expect(made).toBeGreaterThan(20);
  });
});

describe("adjusted calendar", () => {
  test("agrees with trying every common time", () => {
    let adjusted = 0;
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 2, max: 7 }),
        fc.constantFrom(0.1, 0.3, 0.8),
        (seed, rolls, density) => {
          const { calendar, prices } = randomCalendar(randomNumbers(seed), rolls, density);
          const expected = tryEveryTime(rowsOf(calendar), prices);
          const ascends = expected.every(({ time }, row) => row === 0 || time > expected[row - 1]!.time);
          if (expected.length === 0 || !ascends) {
            expect(() => adjustRollCalendar(calendar, prices, { instrument: "TEST" })).toThrow("TEST: ");
            return;
          }
          adjusted++;
          const actual = adjustRollCalendar(calendar, prices);
          expect(rowsOf(actual.calendar)).toEqual(expected);
          expect(checkRollCalendar(actual.calendar, prices)).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
    expect(adjusted).toBeGreaterThan(100);
  });
});

/** Rolls a few days apart over contracts that trade at random hours, with missing prices among them. */
function randomCalendar(
  random: () => number,
  rolls: number,
  density: number,
): { readonly calendar: Frame; readonly prices: ContractPriceSet } {
  const base = toTime("2020-01-01");
  const contracts = Array.from(
    { length: rolls + 2 },
    (_, month) => `2020${String(month + 1).padStart(2, "0")}00`,
  );
  const priced = contracts
    .filter(() => random() < 0.95)
    .map((contract): [string, Series] => {
      const steps = Array.from({ length: rolls * 16 }, (_, step) => step).filter(() => random() < density);
      const time = Float64Array.from(steps, (step) => base + step * 6 * HOUR);
      return [
        contract,
        new Series(
          time,
          time.map(() => (random() < 0.1 ? Number.NaN : random())),
        ),
      ];
    });
  let time = base;
  const rows = Array.from({ length: rolls }, (_, row) => {
    time += Math.ceil(random() * 20) * 6 * HOUR + 1;
    const carry = contracts[Math.max(0, row + (random() < 0.7 ? -1 : 1))]!;
    return { time, current: contracts[row]!, next: contracts[row + 1]!, carry };
  });
  return { calendar: rollCalendarFromRows(rows), prices: contractPriceSet(priced) };
}

function tryEveryTime(rows: readonly RollCalendarRow[], prices: ContractPriceSet): RollCalendarRow[] {
  const adjusted: RollCalendarRow[] = [];
  for (let row = 0; row < rows.length - 1; row++) {
    const roll = rows[row]!;
    const { time, current, next, carry } = roll;
    const carries = carry > current ? [] : [carry, rows[row + 1]!.carry];
    const withCarry = carries.every((contract) => prices.has(contract)) ? carries : [];
    const nearest = (contracts: readonly string[]): number | undefined => {
      const common = [...(prices.get(current) ?? [])]
        .map(([at]) => at)
        .filter((at) => row === 0 || at > rows[row - 1]!.time)
        .filter((at) =>
          contracts.every((contract) =>
            [...(prices.get(contract) ?? [])].some(([t, v]) => t === at && !Number.isNaN(v)),
          ),
        );
      const distance = (at: number): number => Math.abs(Math.floor((at - time) / DAY));
      const best = Math.min(...common.map(distance));
      return common.find((at) => distance(at) === best);
    };
    const at = nearest([current, next, ...withCarry]) ?? nearest([current, next]);
    if (at !== undefined) adjusted.push({ ...roll, time: at });
    else if (adjusted.length > 0) break;
  }
  return adjusted;
}
