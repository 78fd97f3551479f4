import { describe, expect, it } from "vitest";
import type { WeightEstimate, WeightMethod } from "../../../src/backtest/config/settings.js";
import { estimateWeights } from "../../../src/backtest/estimation/estimateWeights.js";
import { meanEstimates, volatilityEstimates } from "../../../src/backtest/estimation/moments.js";
import { stack } from "../../../src/backtest/estimation/stackedData.js";
import { cleanWeights } from "../../../src/backtest/estimation/weightCleaning.js";
import { ContangoError, isContangoError } from "../../../src/errors/contangoError.js";
import { frame } from "../../../src/series/construct.js";
import { ewmMean, ewmStandardDeviation } from "../../../src/series/ewm.js";
import { between } from "../../../src/series/slice.js";
import { DAY } from "../../../src/time/civil.js";
import { WEIGHTS, weeklyReturns } from "./samples.js";

const RETURNS = weeklyReturns({
  a: { common: 0.7, mean: 0.3 },
  b: { common: 0.7 },
  c: { common: 0.1, mean: 0.1 },
  late: { common: 0.2, from: 150 },
});
const NONE = Number.NaN;

function refusal(run: () => unknown): ContangoError {
  try {
    run();
  } catch (error) {
    if (isContangoError(error)) return error;
  }
  return new ContangoError("ESTIMATION", "test", "nothing was refused");
}

describe("estimated weights", () => {
  it("have a row for each period, equal ones first", () => {
    const weights = estimateWeights(stack([RETURNS]), WEIGHTS);
    expect(weights.names).toEqual(["a", "b", "c", "late"]);
    expect(weights.row(0)).toEqual({ time: RETURNS.time[0], a: 0.25, b: 0.25, c: 0.25, late: 0.25 });
    expect(weights.time.at(-1)).toBe(RETURNS.time.at(-1)! - 365 * DAY);
  });

  it("use nothing from the fitting date on, but for whether there is any", () => {
    const whole = estimateWeights(stack([RETURNS]), WEIGHTS);
    for (const method of ["handcraft", "shrinkage", "one_period", "equal_weights"] as const) {
      const settings = { ...WEIGHTS, method, equaliseSharpe: false };
      const expected = estimateWeights(stack([RETURNS]), settings);
      const last = whole.time.at(-1)!;
      const bent = RETURNS.names.map((name) => {
        const values = RETURNS.floats(name).map((value, row) =>
          RETURNS.time[row]! < last ? value : -9 * value,
        );
        return [name, values] as const;
      });
      const got = estimateWeights(stack([frame(RETURNS.time, Object.fromEntries(bent))]), settings);
      expect(String(got)).toBe(String(expected));
    }
  });

  it.each<WeightMethod>(["handcraft", "shrinkage", "one_period", "equal_weights", "bootstrap"])(
    "%s: leave what has no data yet without a weight, and give it one when it has",
    (method) => {
      const weights = estimateWeights(stack([RETURNS]), { ...WEIGHTS, method });
      for (let row = 1; row < weights.length; row++) {
        const { time, late, ...others } = weights.row(row) as Record<string, number>;
        expect(Number.isNaN(late!)).toBe(time! < RETURNS.time[150]!);
        for (const weight of Object.values(others)) expect(weight).toBeGreaterThanOrEqual(0);
      }
      expect(weights.floats("late").at(-1)).toBeGreaterThan(0);
    },
  );

  it("are missing, so that earlier ones go on, while nothing can be optimised", () => {
    const quiet = frame(RETURNS.time, {
      a: RETURNS.floats("a").map((value, row) => (row < 150 ? 0 : value)),
      b: RETURNS.floats("b").map((value, row) => (row < 150 ? 0 : value)),
    });
    const weights = estimateWeights(stack([quiet]), WEIGHTS);
    expect([...weights.floats("a")]).toEqual([0.5, NONE, 0.5, 0.5]);
  });

  it("of a single asset are 1", () => {
    const weights = estimateWeights(stack([RETURNS.select(["a"])]), { ...WEIGHTS, equaliseSharpe: false });
    expect([...weights.floats("a")]).toEqual([1, 1, 1, 1]);
  });

  it("are equal where the data is shorter than an interval", () => {
    const weights = estimateWeights(stack([RETURNS.rows(0, 30)]), WEIGHTS);
    expect(weights.length).toBe(1);
    expect(weights.row(0)).toMatchObject({ a: 0.25, late: 0.25 });
  });

  it("move away from what costs, and add to 1, with the cost adjustment", () => {
    const data = stack([RETURNS.select(["a", "b", "c"])]);
    const costs = new Map([
      ["a", -0.3],
      ["b", -0.01],
      ["c", -0.01],
    ]);
    const plain = estimateWeights(data, WEIGHTS);
    const settings = { ...WEIGHTS, applyCostWeight: true };
    const adjusted = estimateWeights(data, settings, { costs });
    for (let row = 0; row < adjusted.length; row++) {
      const sum = adjusted.names.reduce((total, name) => total + adjusted.floats(name)[row]!, 0);
      expect(sum).toBeCloseTo(1, 12);
      const share = (weights: typeof plain) => weights.floats("a")[row]! / weights.floats("b")[row]!;
      expect(share(adjusted)).toBeLessThan(share(plain));
    }
    const error = refusal(() => estimateWeights(data, settings, { key: "forecast_weight_estimate" }));
    expect(error.details.key).toBe("forecast_weight_estimate.apply_cost_weight");
    expect(error.message).toMatch(/the cost of a is not known/);
  });

  it("refuse settings that cannot be followed, by their key", () => {
    const key = "forecast_weight_estimate";
    const data = stack([RETURNS]);
    const refused = (settings: Partial<WeightEstimate>, from = data) => {
      const error = refusal(() => estimateWeights(from, { ...WEIGHTS, ...settings }, { key }));
      expect(error.code).toBe("ESTIMATION");
      return [error.details.key, error.message];
    };
    expect(refused({ method: "markowitz" as "handcraft" })).toEqual([
      `${key}.method`,
      expect.stringMatching(/"markowitz" is not a method; write one of handcraft, .*bootstrap/),
    ]);
    expect(refused({ equaliseVolatilities: false })).toEqual([
      `${key}.equalise_vols`,
      expect.stringContaining("set it to true, or use another method"),
    ]);
    expect(refused({ dateMethod: "never" as "rolling" })[0]).toBe(`${key}.date_method`);
    expect(refused({ frequency: "Q" })).toEqual([
      `${key}.frequency`,
      expect.stringContaining('"Q" is not a frequency'),
    ]);
    expect(refused({}, stack([RETURNS.rows(0, 0)]))).toEqual([
      key,
      expect.stringContaining("there are no returns to estimate weights of"),
    ]);
    expect(refused({}, stack([RETURNS.select([])]))[0]).toBe(key);
  });
});

describe("means and standard deviations", () => {
  const data = stack([RETURNS]);
  const period = {
    fitStart: RETURNS.time[20]!,
    fitEnd: RETURNS.time[180]!,
    useStart: RETURNS.time[180]!,
    useEnd: RETURNS.time[240]!,
    hasData: true,
  };
  const settings = { usingExponent: true, lookback: 40, minPeriods: 60 };

  it("exponential: as of the row before the fitting date, a year", () => {
    const [means] = meanEstimates(data, settings, [period], 52);
    const [deviations] = volatilityEstimates(data, settings, [period], 52);
    const options = { span: 40, minPeriods: 60 };
    expect(means![0]).toBe(ewmMean(RETURNS.series("a"), options).values[179]! * 52);
    expect(deviations![0]).toBe(
      ewmStandardDeviation(RETURNS.series("a"), options).values[179]! * Math.sqrt(52),
    );
    expect([means![3], deviations![3]]).toEqual([NONE, NONE]);
  });

  it("plain: over the closed window, deviation with divisor n", () => {
    const plain = { ...settings, usingExponent: false, minPeriods: 30 };
    const window = between(RETURNS, period.fitStart, period.fitEnd)
      .floats("late")
      .filter((x) => !Number.isNaN(x));
    expect(window).toHaveLength(31);
    const mean = window.reduce((sum, value) => sum + value, 0) / 31;
    const variance = window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 31;
    expect(meanEstimates(data, plain, [period], 52)[0]![3]).toBeCloseTo(mean * 52, 12);
    expect(volatilityEstimates(data, plain, [period], 52)[0]![3]).toBeCloseTo(Math.sqrt(variance * 52), 12);
    expect(meanEstimates(data, { ...plain, minPeriods: 32 }, [period], 52)[0]![3]).toBeNaN();
  });
});

describe("weight cleaning", () => {
  it("gives half of an equal share to what has data but no weight", () => {
    const weights = cleanWeights(Float64Array.of(0.5, 0.5, NONE, NONE), [true, true, true, false]);
    const share = 0.5 / 3;
    const expected = [(1 - share) / 2, (1 - share) / 2, share, 0];
    for (const [at, weight] of expected.entries()) expect(weights[at]).toBeCloseTo(weight, 14);
  });

  it("leaves weights as they are where nothing is wanting, and 0 where nothing has data", () => {
    const weights = Float64Array.of(0.7, 0.6, NONE);
    expect(cleanWeights(weights, [true, true, false])).toBe(weights);
    expect([...cleanWeights(weights, [false, false, false])]).toEqual([0, 0, 0]);
  });
});
