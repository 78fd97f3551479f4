import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contractParts } from "../../src/contracts/contractId.js";
import {
  MONTH_LETTERS,
  monthLetter,
  nextInCycle,
  previousInCycle,
  rollCycle,
} from "../../src/contracts/rollCycle.js";
import {
  approximateExpiry,
  carryContract,
  desiredRollDate,
  nextHeldContract,
  nextPricedContract,
  previousHeldContract,
  previousPricedContract,
  type RollParameters,
  rollParameters,
  sameRollParameters,
} from "../../src/contracts/rollParameters.js";
import { ContangoError } from "../../src/errors/contangoError.js";
import { toTime } from "../../src/time/text.js";
import { rollParametersArbitrary } from "../prices/multipleMarket.js";

function refusal(act: () => unknown): ContangoError {
  try {
    act();
  } catch (error) {
    if (error instanceof ContangoError) return error;
  }
  throw new Error("nothing was refused");
}

const contracts = fc
  .record({
    year: fc.integer({ min: 1950, max: 2100 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.constantFrom("00", "15"),
  })
  .map(({ year, month, day }) => `${year}${String(month).padStart(2, "0")}${day}`);

const months = (contract: string): number => {
  const { year, month } = contractParts(contract);
  return year * 12 + month;
};

describe("roll cycle", () => {
  test("is sorted into calendar order", () => expect(rollCycle("ZHUM")).toBe("HMUZ"));

  test.each([
    ["", "is empty"],
    ["HMH", "has H twice"],
    ["HMA", 'has "A", which is no month'],
    ["hmuz", 'has "h", which is no month'],
    ["H,M", 'has ",", which is no month'],
  ])("%j is refused", (text, message) => {
    const error = refusal(() => rollCycle(text));
    expect(error.code).toBe("ROLL_CYCLE");
    expect(error.message).toContain(`"${text}" ${message}`);
  });

  test.each([
    ["20241200", "20250300", "20240900"],
    ["20240300", "20240600", "20231200"],
    ["20240100", "20240300", "20231200"],
    ["20240720", "20240920", "20240620"],
  ])("HMUZ around %s: next %s, previous %s", (contract, next, previous) => {
    expect(nextInCycle(contract, rollCycle("HMUZ"))).toBe(next);
    expect(previousInCycle(contract, rollCycle("HMUZ"))).toBe(previous);
  });

  test("of one month steps a year", () => {
    expect(nextInCycle("20241200", rollCycle("Z"))).toBe("20251200");
    expect(previousInCycle("20241200", rollCycle("Z"))).toBe("20231200");
  });

  test("refuses a day that the month reached does not have, and a cycle without months", () => {
    expect(refusal(() => nextInCycle("20240131", "G")).code).toBe("CONTRACT_ID");
    expect(refusal(() => nextInCycle("20240100", "")).code).toBe("ROLL_CYCLE");
  });

  test("refuses what is no contract date", () => {
    for (const step of [nextInCycle, previousInCycle]) {
      const error = refusal(() => step("2024", rollCycle("Z")));
      expect(error.code).toBe("CONTRACT_ID");
      expect(error.message).toContain('"2024"');
    }
    expect(refusal(() => monthLetter("2024")).code).toBe("CONTRACT_ID");
    expect(
      refusal(() => approximateExpiry("2024", rollParameters({ holdCycle: "Z", pricedCycle: "Z" }))).code,
    ).toBe("CONTRACT_ID");
  });

  test("next and previous undo each other for contracts in the cycle", () => {
    fc.assert(
      fc.property(fc.subarray([...MONTH_LETTERS], { minLength: 1 }), contracts, (letters, start) => {
        const cycle = rollCycle(letters.join(""));
        const contract = nextInCycle(start, cycle);
        expect(nextInCycle(previousInCycle(contract, cycle), cycle)).toBe(contract);
        expect(previousInCycle(nextInCycle(contract, cycle), cycle)).toBe(contract);
      }),
    );
  });

  test("a step lands in the cycle, with no month of the cycle between", () => {
    fc.assert(
      fc.property(fc.subarray([...MONTH_LETTERS], { minLength: 1 }), contracts, (letters, contract) => {
        const cycle = rollCycle(letters.join(""));
        const [before, after] = [previousInCycle(contract, cycle), nextInCycle(contract, cycle)];
        for (const reached of [before, after]) {
          expect(cycle).toContain(monthLetter(reached));
          expect(reached.slice(6)).toBe(contract.slice(6));
        }
        const own = cycle.includes(monthLetter(contract)) ? 1 : 0;
        const passed = Array.from(
          { length: months(after) - months(before) - 1 },
          (_, step) => MONTH_LETTERS[(months(before) + step) % 12]!,
        );
        expect(passed.filter((letter) => cycle.includes(letter))).toHaveLength(own);
      }),
    );
  });
});

describe("roll parameters", () => {
  const corn = { holdCycle: "Z", pricedCycle: "HKNUZ" };

  test("have defaults", () => {
    expect(rollParameters(corn)).toEqual({
      holdCycle: "Z",
      pricedCycle: "HKNUZ",
      rollOffsetDays: 0,
      carryOffset: -1,
      approximateExpiryOffset: 0,
    });
  });

  test.each([
    [{ carryOffset: 0 }, "carry offset was 0"],
    [{ carryOffset: 2 }, "carry offset was 2"],
    [{ carryOffset: Number.NaN }, "carry offset was NaN"],
    [{ rollOffsetDays: 2.5 }, "rollOffsetDays was 2.5"],
    [{ approximateExpiryOffset: Number.NaN }, "approximateExpiryOffset was NaN"],
    [{ rollOffsetDays: Number.POSITIVE_INFINITY }, "rollOffsetDays was Infinity"],
  ])("%j is refused", (wrong, message) => {
    const error = refusal(() => rollParameters({ ...corn, ...wrong }));
    expect(error.code).toBe("ROLL_PARAMETERS");
    expect(error.message).toContain(message);
  });

  test("with a bad cycle are refused", () => {
    expect(refusal(() => rollParameters({ ...corn, pricedCycle: "ABC" })).code).toBe("ROLL_CYCLE");
  });

  test("are the same only where every one is", () => {
    const one = rollParameters(corn);
    expect(sameRollParameters(one, rollParameters({ holdCycle: "Z", pricedCycle: "ZUNKH" }))).toBe(true);
    const others: RollParameters[] = [
      { ...one, holdCycle: "H" },
      { ...one, pricedCycle: "Z" },
      { ...one, rollOffsetDays: 1 },
      { ...one, carryOffset: 1 },
      { ...one, approximateExpiryOffset: 1 },
    ];
    for (const other of others) expect(sameRollParameters(one, other)).toBe(false);
  });

  test("give expiry and roll date of a dated contract from its own day", () => {
    const parameters = rollParameters({ ...corn, rollOffsetDays: -3, approximateExpiryOffset: 2 });
    expect(approximateExpiry("20240228", parameters)).toBe(toTime("2024-03-01"));
    expect(desiredRollDate("20240228", parameters)).toBe(toTime("2024-02-27"));
    expect(desiredRollDate("20240300", parameters)).toBe(toTime("2024-02-29"));
  });

  test("carry is the priced contract next to the one held, on the side of the offset", () => {
    fc.assert(
      fc.property(rollParametersArbitrary, contracts, (parameters, start) => {
        const held = nextHeldContract(start, parameters);
        const carry = carryContract(held, parameters);
        expect(Math.sign(months(carry) - months(held))).toBe(parameters.carryOffset);
        const back = parameters.carryOffset === 1 ? previousPricedContract : nextPricedContract;
        expect(back(carry, parameters)).toBe(held);
        expect(previousHeldContract(nextHeldContract(held, parameters), parameters)).toBe(held);
        expect(months(nextPricedContract(held, parameters))).toBeLessThanOrEqual(
          months(nextHeldContract(held, parameters)),
        );
      }),
    );
  });
});
