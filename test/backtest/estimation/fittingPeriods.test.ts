import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fittingInterval } from "../../../src/backtest/estimation/estimationFrequency.js";
import { fittingPeriods } from "../../../src/backtest/estimation/fittingPeriods.js";
import { DAY } from "../../../src/time/civil.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import "../../support/fastCheck.js";

describe("fitting periods", () => {
  it("are counted back from the end, 365 days each, the first without data", () => {
    const periods = fittingPeriods({ start: "2018-06-01", end: "2022-03-31 23:00:00" });
    const text = periods.map((period) => [
      formatTime(period.useStart),
      formatTime(period.useEnd),
      period.hasData,
    ]);
    expect(text).toEqual([
      ["2018-06-01 00:00:00", "2020-03-31 23:00:00", false],
      ["2020-03-31 23:00:00", "2021-03-31 23:00:00", true],
      ["2021-03-31 23:00:00", "2022-03-31 23:00:00", true],
    ]);
    expect(periods.slice(1).map(({ fitStart }) => fitStart)).toEqual([
      toTime("2018-06-01"),
      toTime("2018-06-01"),
    ]);
    expect(periods[0]!.fitEnd).toBeNaN();
  });

  it("roll over a number of intervals", () => {
    const options = { start: 0, end: 10.5 * 7 * DAY, interval: "W", method: "rolling" as const };
    const fits = fittingPeriods({ ...options, rollYears: 3 })
      .slice(1)
      .map(({ fitStart, fitEnd }) => (fitEnd - fitStart) / (7 * DAY));
    expect(fits).toEqual([1, 2, 3, 3, 3, 3, 3, 3, 3]);
  });

  it("are one for all of the data in sample", () => {
    expect(fittingPeriods({ start: 5, end: 9, method: "in_sample" })).toEqual([
      { fitStart: 5, fitEnd: 9, useStart: 5, useEnd: 9, hasData: true },
    ]);
  });

  it("are none where the data is shorter than an interval", () => {
    expect(fittingPeriods({ start: 0, end: 364 * DAY })).toEqual([]);
    expect(fittingPeriods({ start: 0, end: 365 * DAY })).toHaveLength(1);
  });

  it("join without a gap, never use data of their own use, and keep the time of day", () => {
    const scenario = fc.record({
      start: fc.integer({ min: -1e12, max: 1e12 }),
      days: fc.integer({ min: 400, max: 20_000 }),
      shift: fc.integer({ min: 0, max: 500 }),
      rollYears: fc.integer({ min: 1, max: 30 }),
      method: fc.constantFrom("expanding" as const, "rolling" as const),
    });
    fc.assert(
      fc.property(scenario, ({ start, days, shift, rollYears, method }) => {
        const end = start + days * DAY + shift / 1024;
        const periods = fittingPeriods({ start, end, method, rollYears });
        expect(periods[0]).toMatchObject({ useStart: start, hasData: false });
        expect(periods.at(-1)!.useEnd).toBe(end);
        periods.slice(1).forEach((period, at) => {
          expect(period.useStart).toBe(periods[at]!.useEnd);
          expect(period.fitEnd).toBe(period.useStart);
          expect(period.fitStart).toBeGreaterThanOrEqual(start);
          expect(period.useEnd - period.useStart).toBe(365 * DAY);
          if (method === "rolling")
            expect(period.fitEnd - period.fitStart).toBeLessThanOrEqual(rollYears * 365 * DAY);
          else expect(period.fitStart).toBe(start);
        });
      }),
    );
  });

  it("reads intervals", () => {
    const days = ["12M", "Y", "M", "W", "90D", "13W"].map((text) => fittingInterval(text) / DAY);
    expect(days).toEqual([365, 365, 30, 7, 90, 91]);
  });

  it("refuses what it does not know, by the key of the setting", () => {
    const spelt = "extending" as "expanding";
    expect(() => fittingPeriods({ start: 0, end: 1, method: spelt, key: "x" })).toThrow(
      /x\.date_method: "extending" is not a method; write expanding, rolling or in_sample/,
    );
    expect(() => fittingPeriods({ start: 0, end: 1, interval: "fortnight" })).toThrow(
      /estimate\.interval_frequency: "fortnight" is not an interval; write 12M/,
    );
    expect(() => fittingInterval("constructor")).toThrow(/not an interval/);
    expect(() => fittingPeriods({ start: 0, end: 1, method: "rolling", rollYears: 0 })).toThrow(/rollYears/);
  });
});
