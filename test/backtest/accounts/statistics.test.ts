import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOf } from "../../../src/backtest/accounts/account.js";
import { accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { compareCurves } from "../../../src/backtest/accounts/compareCurves.js";
import type { AccountFrequency } from "../../../src/backtest/accounts/frequency.js";
import { groupAccount } from "../../../src/backtest/accounts/groupAccount.js";
import { groupStatistics } from "../../../src/backtest/accounts/groupStatistics.js";
import { quantRatioLower, quantRatioUpper } from "../../../src/backtest/accounts/quantRatio.js";
import { statistics } from "../../../src/backtest/accounts/statistics.js";
import { STATISTIC_NAMES, statisticsText } from "../../../src/backtest/accounts/statisticsText.js";
import { twoSidedPValue } from "../../../src/backtest/accounts/studentT.js";
import { quantile } from "../../../src/series/reduce.js";
import { daily, withGaps } from "./samples.js";

const total = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);
const average = (list: readonly number[]): number => total(list) / list.length;
const spread = (list: readonly number[], less: number): number =>
  Math.sqrt(total(list.map((value) => (value - average(list)) ** 2)) / (list.length - less));

/** Every statistic by its definition. */
function plain(rows: readonly (number | null)[], perYear: number): Record<string, number> {
  const list = rows.filter((value) => value !== null);
  const [gains, losses] = [list.filter((value) => value > 0), list.filter((value) => value < 0)];
  const yearly = total(list) / (rows.length / perYear);
  const totals = rows.map((_, row) => {
    const before = rows.slice(0, row + 1).filter((value) => value !== null);
    return before.length === 0 ? Number.NaN : total(before);
  });
  const below = totals.map(
    (value, row) => value - Math.max(...totals.slice(0, row + 1).filter((at) => !Number.isNaN(at))),
  );
  const known = below.filter((value) => !Number.isNaN(value));
  const t = average(list) / (spread(list, 1) / Math.sqrt(list.length));
  const sorted = [...list].sort((a, b) => a - b);
  return {
    min: sorted[0]!,
    max: sorted.at(-1)!,
    median: quantile(sorted, 0.5),
    mean: average(list),
    standardDeviation: spread(list, 1),
    skew: average(list.map((value) => (value - average(list)) ** 3)) / spread(list, 0) ** 3,
    annualMean: yearly,
    annualStandardDeviation: spread(list, 1) * Math.sqrt(perYear),
    sharpe: yearly / (spread(list, 1) * Math.sqrt(perYear)),
    sortino: yearly / (spread(losses, 0) * Math.sqrt(perYear)),
    averageDrawdown: average(known),
    timeInDrawdown: known.filter((value) => value < 0).length / rows.length,
    calmar: yearly / -Math.min(...known),
    averageReturnToDrawdown: yearly / -average(known),
    averageLoss: average(losses),
    averageGain: average(gains),
    gainLossRatio: average(gains) / -average(losses),
    profitFactor: total(gains) / -total(losses),
    hitRate: gains.length / (gains.length + losses.length),
    tStatistic: t,
    pValue: twoSidedPValue(t, list.length - 1),
  };
}

const FREQUENCIES: readonly [AccountFrequency, number][] = [
  ["business day", 256],
  ["week", 365.25 / 7],
  ["month", 12],
  ["year", 1],
];

describe("statistics", () => {
  it.each(FREQUENCIES)("are what they are defined to be, by %s", (frequency, perYear) => {
    const rows = fc.array(withGaps(fc.integer({ min: -500, max: 520 })), { minLength: 12, maxLength: 80 });
    fc.assert(
      fc.property(rows, (list) => {
        fc.pre(
          list.filter((value) => value !== null && value < 0).length > 2 &&
            list.some((value) => (value ?? 0) > 0),
        );
        const expected = plain(list, perYear);
        const actual = statistics(daily(list), frequency);
        for (const name of STATISTIC_NAMES) {
          if (!Number.isFinite(expected[name]!)) continue;
          const size = Math.max(Math.abs(expected[name]!), 1e-6);
          expect(Math.abs(actual[name] - expected[name]!) / size, name).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("are missing without a row, and with missing rows only", () => {
    for (const rows of [[], [null, null]]) {
      const all = statistics(daily(rows));
      expect(Object.keys(all)).toEqual([...STATISTIC_NAMES]);
      for (const name of STATISTIC_NAMES.filter((one) => one !== "timeInDrawdown"))
        expect(all[name], name).toBeNaN();
    }
    const one = statistics(daily([5]));
    expect([one.mean, one.annualMean, one.hitRate]).toEqual([5, 1280, 1]);
    expect([one.standardDeviation, one.sharpe, one.pValue]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("has no worst where nothing was lost", () => {
    const all = statistics(daily([1, 2, 1]));
    expect([all.calmar, all.profitFactor, all.timeInDrawdown]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      0,
    ]);
    expect([all.averageLoss, all.sortino]).toEqual([Number.NaN, Number.NaN]);
  });

  it("print under the reference's names, with four digits", () => {
    const text = statisticsText(statistics(daily([1.23456, -0.5, 0, 2])));
    expect(Object.keys(text).slice(0, 6)).toEqual(["min", "max", "median", "mean", "std", "skew"]);
    expect(text.mean).toBe("0.6836");
    expect(text.calmar).toBe("350");
    expect(statisticsText(statistics(daily([]))).sharpe).toBe("nan");
  });
});

describe("quantile ratios", () => {
  const list = Array.from({ length: 500 }, (_, row) => (row % 7 === 0 ? 0 : Math.tan(row) / 10 + 0.01));

  it("compare a tail with the middle, zeros left out", () => {
    const known = list.filter((value) => value !== 0).map((value, _, all) => value - average(all));
    const normal = 2.3263478740408408 / 0.5244005127080409;
    expect(quantRatioLower(daily(list))).toBeCloseTo(
      quantile(known, 0.01) / quantile(known, 0.3) / normal,
      12,
    );
    expect(quantRatioUpper(daily(list))).toBeCloseTo(
      quantile(known, 0.99) / quantile(known, 0.7) / normal,
      12,
    );
  });

  it("leave the series as it was, and skip what is missing", () => {
    const pandl = daily(list);
    const before = pandl.values.slice();
    quantRatioLower(pandl);
    expect(pandl.values).toEqual(before);
    expect(quantRatioLower(daily([...list, null, null]))).toBe(quantRatioLower(pandl));
    expect(quantRatioUpper(daily([0, null]))).toBeNaN();
  });
});

describe("compareCurves", () => {
  it("is a paired test of changes, each over its own deviation", () => {
    const [a, b] = [
      [0, 1, 2, -1, 3, 2],
      [0, 2, -2, 4, 0, 2],
    ];
    const [left, right] = [a.slice(1), b.slice(1)];
    const gaps = left.map((value, row) => value / spread(left, 1) - right[row]! / spread(right, 1));
    const t = average(gaps) / (spread(gaps, 1) / Math.sqrt(5));
    const compared = compareCurves(daily(a), daily(b));
    expect(compared.tStatistic).toBeCloseTo(t, 12);
    expect(compared.pValue).toBeCloseTo(twoSidedPValue(t, 4), 12);
    expect(compared.pairs).toBe(5);
  });

  it("looks at the times that both have", () => {
    const whole = daily([1, 2, 3, -1, 5, -2]);
    expect(compareCurves(whole, whole.rows(1, 5)).pairs).toBe(3);
    expect(compareCurves(whole, daily([])).tStatistic).toBeNaN();
    expect(compareCurves(whole, daily([1, 1, 1, 1])).tStatistic).toBeNaN();
  });
});

describe("groupStatistics", () => {
  const accountOn = (list: readonly (number | null)[], held: readonly (number | null)[]) =>
    accountOf({ gross: daily(list), costs: daily([]), capital: 100, held: daily(held) });
  const months = (count: number): number[] => Array.from({ length: count * 22 }, (_, row) => Math.sin(row));
  const long = accountOn(months(6), months(6));
  const short = accountOn(
    [...months(3), 50],
    [...Array.from({ length: 43 }, () => null), ...months(1), null],
  );
  const group = groupAccount(
    new Map([
      ["long", long],
      ["short", short],
    ]),
    200,
  );
  const { members, timeWeighted, equal } = groupStatistics(group);

  it("has the statistics of each member, net, in percent", () => {
    expect([...members.keys()]).toEqual(["long", "short"]);
    expect(members.get("short")).toEqual(statistics(accountCurve(short, { unit: "percent" })));
    const monthly = groupStatistics(group, { unit: "currency", frequency: "month" }).members.get("long");
    expect(monthly).toEqual(statistics(accountCurve(long, { frequency: "month" }), "month"));
  });

  it("means them equally, or by the months that something was held", () => {
    const [first, second] = [members.get("long")!, members.get("short")!];
    expect(equal.mean).toBeCloseTo((first.mean + second.mean) / 2, 14);
    // January to July, against March and April.
    expect(timeWeighted.mean).toBeCloseTo((first.mean * 7 + second.mean * 2) / 9, 14);
  });

  it("leaves out a member without the statistic, and is missing without members", () => {
    const idle = accountOn([], []);
    const withIdle = groupAccount(
      new Map([
        ["long", long],
        ["idle", idle],
      ]),
      200,
    );
    expect(groupStatistics(withIdle).equal.mean).toBe(members.get("long")!.mean);
    expect(groupStatistics(groupAccount(new Map(), 1)).timeWeighted.sharpe).toBeNaN();
  });
});
