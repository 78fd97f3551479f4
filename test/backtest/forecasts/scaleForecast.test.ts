import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capForecast, scaleAndCap, scaleForecast } from "../../../src/backtest/forecasts/scaleForecast.js";
import { daily, listed, maybe, refusal } from "../portfolio/made.js";

describe("scaling and capping", () => {
  const raw = daily([null, -3, 0.5, 2, 10]);

  it("multiplies with the scalar and keeps to the cap; missing stays missing", () => {
    expect(listed(scaleForecast(raw, 4))).toEqual([null, -12, 2, 8, 40]);
    expect(listed(capForecast(scaleForecast(raw, 4), { cap: 10 }))).toEqual([null, -10, 2, 8, 10]);
    expect(listed(scaleAndCap(raw, { scalar: 4, cap: 20, floor: 0 }))).toEqual([null, 0, 2, 8, 20]);
  });

  it("looks a scalar that changes up as of each row, missing ones included", () => {
    const scalar = daily([2, 4, null], 1);
    expect(listed(scaleAndCap(raw, { scalar, cap: 20 }))).toEqual([null, -6, 2, null, null]);
  });

  it("is the same in one pass as in two, within its limits, and leaves its input alone", () => {
    fc.assert(
      fc.property(
        fc.array(maybe({ min: -100, max: 100 })),
        fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constant(daily([1, null, 3], 2))),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (values, scalar, cap) => {
          const forecast = daily(values);
          const fused = scaleAndCap(forecast, { scalar, cap });
          expect(listed(fused)).toEqual(listed(capForecast(scaleForecast(forecast, scalar), { cap })));
          for (const value of fused.values) expect(Math.abs(value) > cap).toBe(false);
          expect(fused.time).toBe(forecast.time);
          expect(listed(forecast)).toEqual(values.map((value) => value && value + 0));
        },
      ),
    );
  });

  it("takes nothing and gives nothing", () => {
    expect(scaleAndCap(daily([]), { scalar: 1, cap: 20 }).length).toBe(0);
  });

  it.each([
    [{ scalar: 1, cap: -5 }, "forecast_cap is -5"],
    [{ scalar: 1, cap: Number.NaN }, "forecast_cap is NaN"],
    [{ scalar: 1, cap: 10, floor: 11 }, "forecast_floor is 11"],
    [{ scalar: 1, cap: 10, floor: Number.NaN }, "forecast_floor is NaN"],
    [{ scalar: Number.NaN, cap: 10 }, 'forecast_scalars is NaN for "carry"'],
    [{ scalar: Number.POSITIVE_INFINITY, cap: 10 }, "forecast_scalars is Infinity"],
  ])("refuses %j", (options, text) => {
    const error = refusal(() => scaleAndCap(raw.named("carry"), options));
    expect(error.code).toBe("BACKTEST_CONFIG");
    expect(error.message).toContain(text);
    expect(error.message).toContain("give a number");
  });
});
