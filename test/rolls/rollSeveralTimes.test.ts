import { describe, expect, it } from "vitest";
import { multiplePrices } from "../../src/prices/multiplePrices.js";
import { rollCalendarFromRows } from "../../src/prices/rollCalendar.js";
import { currentContracts } from "../../src/rolls/currentContracts.js";
import { planRoll, stitched } from "../../src/rolls/planRoll.js";
import { rollDateOf, rollsBehind } from "../../src/rolls/rollDates.js";
import { rollPricedContract } from "../../src/rolls/rollPricedContract.js";
import { type RollStep, rollSeveralTimes } from "../../src/rolls/rollSeveralTimes.js";
import { valueAsOf } from "../../src/series/search.js";
import { assertSameFrame } from "../../src/testing/assertFrame.js";
import { DAY } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";
import { instrumentAt } from "../production/roll/rollDesk.js";

const NOW = "2019-07-05 21:00";

/** An instrument whose last roll was done so long ago. */
function missed(instrument: string, rolled: string) {
  const { rollParameters, closes, multiple } = instrumentAt(instrument, NOW, rolled);
  const options = { rollParameters, contractPrices: closes, instrument, now: toTime(NOW) };
  return { multiple, options, behind: rollsBehind(currentContracts(multiple), toTime(NOW), options) };
}

describe("one roll", () => {
  it("is that of rollPricedContract", () => {
    const { multiple, options } = missed("BOND", "2019-06-01");
    const { prices, steps } = rollSeveralTimes(multiple, options);
    const once = rollPricedContract(multiple, options);
    assertSameFrame(prices, once.prices);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ from: once.from, price: once.price, inferred: [] });
  });

  it("needs a whole number of rolls", () => {
    const { multiple, options } = missed("BOND", "2019-06-01");
    expect(() => rollSeveralTimes(multiple, { ...options, times: 0 })).toThrow(/times is 0.*at least 1/);
  });
});

describe.each([
  ["CRUDE", "2019-01-15"],
  ["GAS", "2018-11-01"],
  ["BOND", "2018-09-01"],
  ["EQUITY", "2018-06-01"],
])("missed rolls of %s since %s, done at once [row 37]", (instrument, rolled) => {
  const { multiple, options, behind } = missed(instrument, rolled);
  const { prices, steps } = rollSeveralTimes(multiple, { ...options, times: behind });
  const after = multiplePrices(prices);

  it("lead to the contract that should be held now", () => {
    expect(behind).toBeGreaterThan(1);
    expect(rollsBehind(currentContracts(prices), toTime(NOW), options)).toBe(0);
    expect(steps.map(({ price }) => price).slice(0, -1)).toEqual(steps.slice(1).map(({ from }) => from));
  });

  it("leave each contract that was passed through no later than its roll date", () => {
    for (const { from, time } of steps.slice(1)) {
      const first = [...after.time].findIndex(
        (_, row) => after.PRICE_CONTRACT.dictionary[after.PRICE_CONTRACT.values[row]!] === from,
      );
      expect(time).toBeLessThan(Math.max(rollDateOf(from, options) + DAY, after.time[first]! + 2000));
    }
  });

  it("keep every stored price, and stitch without a jump", () => {
    const before = multiplePrices(multiple);
    for (const [row, value] of before.PRICE.entries()) expect(after.PRICE[row]).toEqual(value);
    const adjusted = stitched(prices, instrument);
    for (const { time, gap, price } of steps) {
      const row = [...prices.time].indexOf(time);
      expect(after.FORWARD[row]! - after.PRICE[row]!).toBe(gap);
      expect(after.PRICE[row + 1]).toBe(after.FORWARD[row]);
      expect(adjusted.values[row + 1]! - adjusted.values[row]!).toBeCloseTo(0, 9);
      expect(currentContracts(prices.rows(0, row + 2)).priced).toBe(price);
    }
  });

  it("take real prices of the contracts in between", () => {
    for (let row = multiple.length; row < prices.length; row++) {
      if (prices.time[row]! % DAY !== 23 * 3_600_000) continue;
      const contract = currentContracts(prices.rows(0, row + 1)).priced;
      const price = after.PRICE[row]!;
      if (!Number.isNaN(price))
        expect(price).toBe(valueAsOf(options.contractPrices.get(contract)!, prices.time[row]!));
    }
  });
});

describe("the roll calendar", () => {
  it("has the rolls that were done in place of those it foresaw", () => {
    const { multiple, options, behind } = missed("CRUDE", "2019-01-15");
    const plan = planRoll(
      { multiple, adjusted: undefined, calendar: undefined },
      { ...options, times: behind },
    );
    expect(plan.after.calendar).toBeUndefined();
    const { steps } = plan;
    const [first, second] = [
      { ...steps[0]!, time: steps[0]!.time - 30 * DAY, from: "20180100", price: steps[0]!.from },
      steps[0]!,
    ];
    const calendar = planRoll(
      {
        multiple,
        adjusted: undefined,
        calendar: calendarOf([first, { ...second, time: second.time + 9e9 }]),
      },
      { ...options, times: behind },
    ).after.calendar!;
    expect([...calendar.time]).toEqual([first.time, ...steps.map(({ time }) => time)]);
    expect(calendar.row(1)).toMatchObject({
      current_contract: second.from,
      next_contract: second.price,
      carry_contract: second.carryBefore,
    });
    expect(calendar.meta).toEqual({ index: "DATE_TIME" });
  });
});

function calendarOf(steps: readonly RollStep[]) {
  return rollCalendarFromRows(
    steps.map((step) => ({ time: step.time, current: step.from, next: step.price, carry: step.carryBefore })),
  );
}
