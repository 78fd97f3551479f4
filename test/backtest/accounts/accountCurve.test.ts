import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOf } from "../../../src/backtest/accounts/account.js";
import { type AccountView, accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { calendarYearReturns } from "../../../src/backtest/accounts/calendarYearReturns.js";
import { cumulative, drawdown } from "../../../src/backtest/accounts/drawdown.js";
import { rollingAnnualStandardDeviation } from "../../../src/backtest/accounts/rollingDeviation.js";
import { statistics } from "../../../src/backtest/accounts/statistics.js";
import { series } from "../../../src/series/construct.js";
import { standardDeviation, sum } from "../../../src/series/reduce.js";
import { formatTime } from "../../../src/time/text.js";
import { relativeDifference } from "../../support/golden.js";
import { daily, refusalOf, withGaps } from "./samples.js";

// Friday 26, Monday 29, Tuesday 30 June 2020; costs on Saturday 27 June and Wednesday 1 July.
const earned = series(["2020-06-26", "2020-06-29", "2020-06-30"], [10, null, 30]);
const paid = series(["2020-06-27", "2020-07-01"], [-4, -2]);
const account = accountOf({ gross: earned, costs: paid, capital: 200 });
const shown = (curve: Iterable<readonly [number, number]>): [string, number][] =>
  [...curve].map(([time, value]) => [formatTime(time).slice(0, 10), value]);

describe("accountCurve", () => {
  it("is net by business day, in currency, weekends on the Friday before", () => {
    expect(shown(accountCurve(account))).toEqual([
      ["2020-06-26", 6],
      ["2020-06-29", 0],
      ["2020-06-30", 30],
      ["2020-07-01", -2],
    ]);
    expect(shown(accountCurve(account, { kind: "costs" }))).toEqual([
      ["2020-06-26", -4],
      ["2020-06-29", 0],
      ["2020-06-30", 0],
      ["2020-07-01", -2],
    ]);
  });

  it("is labelled by the last day of longer periods", () => {
    expect(shown(accountCurve(account, { frequency: "month" }))).toEqual([
      ["2020-06-30", 36],
      ["2020-07-31", -2],
    ]);
    expect(shown(accountCurve(account, { frequency: "week", kind: "gross" }))).toEqual([
      ["2020-06-28", 10],
      ["2020-07-05", 30],
    ]);
  });

  it("takes percentages of the capital of the day, before periods are added up", () => {
    expect(accountCurve(account, { unit: "percent" }).at(0)).toBe(3);
    const capital = series(["2020-06-27", "2020-06-30"], [100, 300]);
    const changing = accountOf({ gross: earned, costs: paid, capital });
    expect(shown(accountCurve(changing, { unit: "percent", frequency: "year" }))).toEqual([
      ["2020-12-31", -4 + 10 - 200 / 300],
    ]);
  });

  it("has no percentages from when capital is lost", () => {
    const capital = series(["2020-06-27", "2020-06-30"], [100, 0]);
    const ruined = accountOf({ gross: earned, costs: paid, capital });
    expect(shown(accountCurve(ruined, { unit: "percent", frequency: "year" }))).toEqual([["2020-12-31", -4]]);
  });

  it("adds up to the same at every frequency", () => {
    fc.assert(
      fc.property(
        fc.array(withGaps(fc.integer({ min: -1000, max: 1000 })), { minLength: 1, maxLength: 600 }),
        (list) => {
          const whole = accountOf({ gross: daily(list), costs: daily([]), capital: 100 });
          for (const frequency of ["business day", "week", "month", "year"] as const) {
            expect(sum(accountCurve(whole, { frequency }))).toBe(sum(list.map((value) => value ?? 0)));
          }
        },
      ),
    );
  });

  it("refuses a capital that is not above zero, and an unknown frequency", () => {
    for (const capital of [0, -5, Number.NaN]) {
      const refused = refusalOf(() => accountCurve({ ...account, capital }, { unit: "percent" }));
      expect(refused.code).toBe("CAPITAL_VALUE");
      expect(refused.message).toContain(`a capital of ${capital}`);
    }
    const frequency = "quarter" as "month";
    expect(refusalOf(() => accountCurve(account, { frequency })).code).toBe("SERIES_PARAMETER");
    expect(() => accountCurve({} as never)).toThrow("there is no account");
    const views = [{ kind: "Net" }, { unit: "percentage" }] as unknown as AccountView[];
    for (const view of views) {
      expect(refusalOf(() => accountCurve(account, view)).message).toContain("of an account curve is");
    }
    expect(refusalOf(() => statistics(earned, frequency)).message).toContain(
      '"quarter"; give one of "business day"',
    );
  });
});

describe("cumulative and drawdown", () => {
  it("are running totals; the highest starts at the first row", () => {
    const pandl = daily([-3, 5, null, -4, 1, 6]);
    expect([...cumulative(pandl).values]).toEqual([-3, 2, 2, -2, -1, 5]);
    expect([...drawdown(pandl).values]).toEqual([0, 0, 0, -4, -3, 0]);
  });

  it("are missing before the first value", () => {
    expect([...drawdown(daily([null, 1])).values]).toEqual([Number.NaN, 0]);
    expect(drawdown(daily([])).length).toBe(0);
  });
});

describe("rollingAnnualStandardDeviation", () => {
  it("is centred: twenty rows before, nineteen after", () => {
    const list = Array.from({ length: 90 }, (_, row) => (row % 13 === 5 ? null : Math.sin(row * row)));
    const expected = list.map((_, row) => {
      const window = list.slice(Math.max(0, row - 20), row + 20).filter((value) => value !== null);
      return window.length < 4 ? Number.NaN : 16 * standardDeviation(window);
    });
    expect(relativeDifference(rollingAnnualStandardDeviation(daily(list)).values, expected)).toBeLessThan(
      1e-12,
    );
  });

  it("is missing where four rows are not there", () => {
    expect(rollingAnnualStandardDeviation(daily([])).length).toBe(0);
    expect([...rollingAnnualStandardDeviation(daily([1, 2, 3])).values]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(rollingAnnualStandardDeviation(daily([1, 2, 3, 4]), "month").at(0)).toBeCloseTo(
      standardDeviation([1, 2, 3, 4]) * Math.sqrt(12),
      12,
    );
  });
});

describe("calendarYearReturns", () => {
  it("adds up each year, without a row too", () => {
    const pandl = series(["2019-12-31", "2020-01-01", "2020-12-31", "2022-01-03"], [1, 2, 3, 4]);
    expect(calendarYearReturns(pandl)).toEqual(
      new Map([
        [2019, 1],
        [2020, 5],
        [2021, 0],
        [2022, 4],
      ]),
    );
    expect(calendarYearReturns(daily([])).size).toBe(0);
  });
});
