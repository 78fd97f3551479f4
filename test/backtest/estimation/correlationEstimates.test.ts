import { describe, expect, it } from "vitest";
import {
  forecastCorrelationData,
  returnsCorrelationData,
} from "../../../src/backtest/estimation/correlationData.js";
import { correlationEstimates } from "../../../src/backtest/estimation/correlationEstimates.js";
import { correlationAt } from "../../../src/backtest/estimation/correlationMatrix.js";
import { ewmCorrelations } from "../../../src/backtest/estimation/ewmCorrelation.js";
import { pearsonCorrelations } from "../../../src/backtest/estimation/pearsonCorrelation.js";
import { stack } from "../../../src/backtest/estimation/stackedData.js";
import { frame, series } from "../../../src/series/construct.js";
import { between } from "../../../src/series/slice.js";
import { DAY } from "../../../src/time/civil.js";
import { CORRELATION, weeklyReturns } from "./samples.js";

const RETURNS = weeklyReturns({ a: { common: 0.5 }, b: { common: 0.6 }, c: { common: -0.3 } });

describe("correlation estimates", () => {
  it("use the rows before the fitting date, and are 0.99 without data", () => {
    const settings = { ...CORRELATION, floorAtZero: false };
    const [first, second, ...others] = correlationEstimates(stack([RETURNS]), settings);
    expect(first).toMatchObject({ period: { hasData: false }, names: ["a", "b", "c"] });
    expect([...first!.matrix]).toEqual([1, 0.99, 0.99, 0.99, 1, 0.99, 0.99, 0.99, 1]);
    const before = RETURNS.time.filter((time) => time < second!.period.fitEnd).length;
    const [expected] = [...ewmCorrelations(RETURNS, { span: 250, minPeriods: 20 }, [before])];
    expect([...second!.matrix]).toEqual([...expected!]);
    expect(others).toHaveLength(2);
  });

  it("floor, then clip, then shrink", () => {
    const settings = { ...CORRELATION, clip: 0.2, shrinkage: 1 };
    const { matrix } = correlationEstimates(stack([RETURNS]), settings).at(-1)!;
    // The negative two are 0, and the other is clipped.
    expect(matrix[1]).toBeCloseTo(0.2 / 3, 14);
    expect(matrix[2]).toBe(matrix[1]);
  });

  it("plain: over the closed window of the period, expanding or rolling", () => {
    for (const dateMethod of ["expanding", "rolling", "in_sample"] as const) {
      const settings = { ...CORRELATION, usingExponent: false, floorAtZero: false, dateMethod, rollYears: 1 };
      const fitted = correlationEstimates(stack([RETURNS]), settings).filter(({ period }) => period.hasData);
      expect(fitted.length).toBeGreaterThan(0);
      for (const { period, matrix } of fitted) {
        const rows = between(RETURNS, period.fitStart, period.fitEnd);
        expect([...matrix]).toEqual([...[...pearsonCorrelations(rows)][0]!]);
      }
    }
  });

  it("rolling exponential ones differ from expanding ones only in what counts as having data", () => {
    const early = frame(RETURNS.time, {
      a: RETURNS.floats("a"),
      b: RETURNS.floats("b"),
      gone: RETURNS.floats("c").map((value, row) => (row < 15 ? value : Number.NaN)),
    });
    const settings = { ...CORRELATION, rollYears: 1, offDiagonal: 0.7, floorAtZero: false };
    const last = (dateMethod: "rolling" | "expanding") =>
      correlationEstimates(stack([early]), { ...settings, dateMethod }).at(-1)!.matrix;
    expect(last("expanding")[1]).toBe(last("rolling")[1]);
    expect(last("expanding")[2]).toBe(last("expanding")[1]);
    expect(last("rolling")[2]).toBe(0.7);
  });

  it("are looked up by the start of their use", () => {
    const estimates = correlationEstimates(stack([RETURNS]), CORRELATION);
    for (const estimate of estimates) {
      expect(correlationAt(estimates, estimate.period.useStart)).toBe(estimate);
      expect(correlationAt(estimates, estimate.period.useEnd - 1)).toBe(estimate);
    }
    expect(correlationAt(estimates, estimates[0]!.period.useStart - 1)).toBeUndefined();
    expect(correlationAt(estimates, Number.POSITIVE_INFINITY)).toBe(estimates.at(-1));
    expect(correlationAt([], 0)).toBeUndefined();
  });

  it("are none where the data is shorter than an interval", () => {
    expect(correlationEstimates(stack([RETURNS.rows(0, 40)]), CORRELATION)).toEqual([]);
  });

  it("refuse to be made of nothing, by the key of the setting", () => {
    const key = "forecast_correlation_estimate";
    expect(() => correlationEstimates(stack([RETURNS.rows(0, 0)]), CORRELATION, key)).toThrow(
      /forecast_correlation_estimate: there is no data to correlate; give instruments/,
    );
    const settings = { ...CORRELATION, dateMethod: "sideways" as "rolling" };
    expect(() => correlationEstimates(stack([RETURNS]), settings, key)).toThrow(
      /forecast_correlation_estimate\.date_method: "sideways"/,
    );
    expect(() => stack([])).toThrow(/no data to stack; give at least one instrument/);
  });
});

describe("stacking", () => {
  it("interleaves the instruments at each time that any of them has, a microsecond apart", () => {
    const [one, two] = [frame([0, 10], { b: [1, 2], a: [5, 6] }), frame([10, 20], { a: [7, 8], b: [3, 4] })];
    const { frame: stacked, pooledLength } = stack([one, two]);
    expect(pooledLength).toBe(2);
    expect(stacked.names).toEqual(["a", "b"]);
    expect([...stacked.time].map(Math.floor)).toEqual([0, 0, 10, 10, 20, 20]);
    expect(stacked.time[1]).toBeCloseTo(0.001, 4);
    expect([...stacked.floats("a")]).toEqual([5, NaN, 6, 7, NaN, 8]);
    expect([...stacked.floats("b")]).toEqual([1, NaN, 2, 3, NaN, 4]);
  });

  it("leaves times exact: a year before a stacked row is a stacked row", () => {
    const days = Float64Array.from({ length: 366 * 40 }, (_, day) => (day - 5000) * DAY);
    const { frame: stacked } = stack([1, 2, 3].map(() => frame(days, { a: days })));
    const times = new Set(stacked.time);
    for (let year = 1; year < 40; year++)
      expect(times.has(stacked.time.at(-1)! - year * 365 * DAY)).toBe(true);
  });
});

describe("data of correlations", () => {
  it("of forecasts: the last of each week, filled forward", () => {
    const forecasts = frame(["2024-01-01", "2024-01-09", "2024-01-10", "2024-01-16"], {
      carry: [1, null, 3, null],
      ewmac: [4, 5, null, 6],
    });
    const { frame: filled, pooledLength } = forecastCorrelationData([forecasts]);
    expect([pooledLength, [...filled.floats("carry")], [...filled.floats("ewmac")]]).toEqual([
      1,
      [1, 3, 3],
      [4, 5, 6],
    ]);
    const { frame: plain } = forecastCorrelationData([forecasts], { forwardFill: false });
    expect([...plain.floats("carry")]).toEqual([1, 3, NaN]);
  });

  it("of returns: what they add up to over each week", () => {
    const returns = new Map([
      ["a", series(["2024-01-01", "2024-01-03", "2024-01-10", "2024-01-17"], [1, 2, 3, null])],
      ["b", series(["2024-01-10", "2024-01-11", "2024-01-17"], [10, 20, 30])],
    ]);
    const { frame: weekly } = returnsCorrelationData(returns);
    expect([...weekly.floats("a")]).toEqual([NaN, 3, 0]);
    expect([...weekly.floats("b")]).toEqual([NaN, NaN, 30]);
    const sevenDays = returnsCorrelationData(returns, { frequency: "7D" }).frame;
    expect(sevenDays.time[0]).toBe(Date.UTC(2024, 0, 1));
  });

  it("refuses an unknown frequency", () => {
    expect(() => returnsCorrelationData(new Map(), { frequency: "fortnight" })).toThrow(
      /"fortnight" is not a frequency; write one of B, W, 7D/,
    );
  });
});
