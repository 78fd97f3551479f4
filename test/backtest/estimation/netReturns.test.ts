import { describe, expect, it } from "vitest";
import { costSharpeRatio, dailyTotals } from "../../../src/backtest/estimation/costSharpe.js";
import type { NetReturnsOptions } from "../../../src/backtest/estimation/dailyChanges.js";
import type { AssetReturns } from "../../../src/backtest/estimation/grossReturns.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { series } from "../../../src/series/construct.js";
import { mean, standardDeviation } from "../../../src/series/reduce.js";
import type { Series } from "../../../src/series/series.js";
import { netReturns, stackedReturns } from "./dailyNetReturns.js";

/** The cost of an asset, from its returns. */
const costOf = (gross: Series, costs: Series): number =>
  costSharpeRatio(standardDeviation(dailyTotals(gross)), costs);

const NONE = Number.NaN;
const days = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-12"];
const asset = (gross: (number | null)[], costs: (number | null)[], turnover: number) => ({
  gross: series(days, gross),
  costs: series(days, costs),
  turnover,
});

const CORN: AssetReturns = new Map([
  ["carry", asset([1, -2, 3, 0, 5], [0, -1, 0, -3, 0], 10)],
  ["ewmac", asset([2, null, 2, -1, 4], [-1, -1, -1, -1, -1], 40)],
]);
const US10: AssetReturns = new Map([
  ["carry", asset([7, 8, 9, -10, 5], [-1, -1, -1, -1, -1], 20)],
  ["ewmac", asset([1, 2, -2, -1, 3], [-2, -2, -2, -2, -2], 20)],
]);
const POOL = new Map([
  ["CORN", CORN],
  ["US10", US10],
]);

const sharpe = (cost: number, gross: readonly number[]): number => (16 * cost) / standardDeviation(gross);
const CARRY = [1, -2, 3, 5];
const US_CARRY = [7, 8, 9, -10, 5];

describe("the Sharpe ratio of costs", () => {
  it("is of days with a cost and days with a return", () => {
    const { gross, costs } = CORN.get("carry")!;
    expect(costOf(gross, costs)).toBeCloseTo(sharpe(-2, CARRY), 14);
  });

  it("is 0 without costs", () => {
    expect(costOf(series(days, CARRY.concat(1)), series(days, [0, 0, 0, 0, 0]))).toBe(0);
    expect(costOf(series(days, CARRY.concat(1)), series([], []))).toBe(0);
  });
});

describe("net returns", () => {
  /** What is added to each carry return of CORN, and of US10. */
  function added(options: NetReturnsOptions): number[] {
    const frames = netReturns(POOL, "CORN", options);
    return frames.map((frame, at) => frame.floats("carry")[0]! - (at === 0 ? CARRY : US_CARRY)[0]!);
  }
  const drag = (cost: number, gross: readonly number[]): number => (cost * standardDeviation(gross)) / 16;
  const own = sharpe(-2, CARRY);

  it("take the same from each day, and leave days without a return out", () => {
    const [frame, ...others] = netReturns(POOL, "CORN", { poolGross: false, poolTurnover: false });
    expect(others).toEqual([]);
    const got = [...frame!.floats("carry")];
    const nets = CARRY.map((value) => value - 2);
    expect(got.filter((value) => !Number.isNaN(value)).map((value) => Math.round(value * 1e9) / 1e9)).toEqual(
      nets,
    );
    expect(got[3]).toBeNaN();
    // The business days between the last two rows have no return.
    expect(got).toHaveLength(10);
  });

  it.each([
    [{ poolTurnover: false }, own],
    [{ poolTurnover: true }, (own / 10) * 15],
    [{ poolCosts: true }, (own + sharpe(-1, US_CARRY)) / 2],
    [{ poolCosts: true, poolTurnover: false, costMultiplier: 2 }, own + sharpe(-1, US_CARRY)],
  ])("with %o every instrument's returns bear this one's costs", (options, cost) => {
    const [corn, us10] = added(options);
    expect(corn).toBeCloseTo(drag(cost, CARRY), 12);
    expect(us10).toBeCloseTo(drag(cost, US_CARRY), 12);
  });

  it("bear their own costs where the pool is of one, or nothing trades", () => {
    const alone = netReturns(new Map([["CORN", CORN]]), "CORN", { poolCosts: true });
    expect(alone[0]!.floats("carry")[0]).toBeCloseTo(1 - 2, 12);
    const still = new Map([...CORN].map(([name, returns]) => [name, { ...returns, turnover: 0 }]));
    const [frame] = netReturns(
      new Map([
        ["CORN", still],
        ["US10", US10],
      ]),
      "CORN",
    );
    expect(frame!.floats("carry")[0]).toBeCloseTo(1 - 2, 12);
  });

  it("with equal gross returns differ by costs alone", () => {
    for (const poolGross of [true, false]) {
      const options = { poolGross, equaliseGross: true, costMultiplier: 0 };
      const frames = netReturns(POOL, "CORN", options);
      const all = (name: string) => mean(frames.flatMap((frame) => [...frame.floats(name)]));
      expect(all("carry")).toBeCloseTo(all("ewmac"), 12);
      const plain = netReturns(POOL, "CORN", { ...options, equaliseGross: false });
      const average = (name: string) => mean(plain.flatMap((frame) => [...frame.floats(name)]));
      expect(all("carry")).toBeCloseTo((average("carry") + average("ewmac")) / 2, 12);
      const moved = frames.map((frame, at) => frame.floats("carry")[0]! - plain[at]!.floats("carry")[0]!);
      for (const by of moved) expect(by).toBeCloseTo(moved[0]!, 12);
    }
  });

  it("refuse an instrument that is not there", () => {
    for (const pool of [POOL, new Map([["WHEAT", new Map()]])]) {
      try {
        netReturns(pool, "WHEAT");
        expect.unreachable();
      } catch (error) {
        expect(isContangoError(error, "ESTIMATION") && error.message).toMatch(/no returns of WHEAT/);
      }
    }
  });
});

describe("stacked returns", () => {
  it("are weekly totals, 0 in a week without any, missing outside an instrument's weeks", () => {
    const shorter = new Map([
      ["carry", { gross: series(["2024-01-16", "2024-01-17"], [2, 4]), costs: series([], []) }],
    ]);
    const frames = netReturns(
      new Map([
        ["A", new Map([["carry", CORN.get("carry")!]])],
        ["B", shorter],
      ]),
      "B",
      {
        poolTurnover: false,
      },
    );
    const { frame, pooledLength } = stackedReturns(frames);
    expect(pooledLength).toBe(2);
    expect([...frame.floats("carry")]).toEqual([2, NONE, 5, NONE, NONE, 6]);
    const gap = new Map([
      ["carry", { gross: series(["2024-01-02", "2024-01-16"], [4, 6]), costs: series([], []) }],
      ["late", { gross: series(["2024-01-16", "2024-01-17"], [1, 2]), costs: series([], []) }],
    ]);
    const [weekly] = [stackedReturns(netReturns(new Map([["C", gap]]), "C")).frame];
    expect([...weekly!.floats("carry")]).toEqual([4, 0, 6]);
    expect([...weekly!.floats("late")]).toEqual([0, 0, 3]);
  });

  it("refuse an unknown frequency", () => {
    expect(() => stackedReturns([], "fortnightly")).toThrow(/"fortnightly" is not a frequency/);
    expect(() => stackedReturns([])).toThrow(/no data to stack/);
  });
});
