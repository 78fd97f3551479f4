import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapForecast } from "../../../src/backtest/forecasts/mapForecast.js";
import { daily, listed, refusal } from "../portfolio/made.js";

describe("mapForecast", () => {
  const mapping = { threshold: 8, a: 1.5, b: 2.5, cap: 20 };

  it("is 0 below the threshold, rises from there, and is level beyond the cap", () => {
    const forecast = daily([null, 0, 7.9, -7.9, 8, 10, -10, 20, 20.1, -400]);
    expect(listed(mapForecast(forecast, mapping))).toEqual([null, 0, 0, 0, 0, 5, -5, 30, 30, -30]);
  });

  it("has no jump where b = a cap / (cap − threshold), is odd, and never exceeds a cap", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 19, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (threshold, a, size) => {
          const continuous = { threshold, a, b: (a * 20) / (20 - threshold), cap: 20 };
          const at = (value: number): number => mapForecast(daily([value]), continuous).at(0);
          const step = 1e-7;
          for (const edge of [threshold, 20, size]) {
            expect(Math.abs(at(edge + step) - at(Math.max(0, edge - step)))).toBeLessThan(
              4 * continuous.b * step + 1e-12,
            );
          }
          expect(at(-size) + at(size)).toBe(0);
          expect(Math.abs(at(size))).toBeLessThanOrEqual(20 * a * (1 + 1e-12));
          expect(at(size)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it.each([
    [{ ...mapping, threshold: 21 }, "threshold 21"],
    [{ ...mapping, threshold: -1 }, "threshold -1"],
    [{ ...mapping, threshold: Number.NaN }, "threshold NaN"],
    [{ ...mapping, a: Number.NaN }, "a_param NaN"],
    [{ ...mapping, b: Number.POSITIVE_INFINITY }, "b_param Infinity"],
  ])("refuses %j", (options, text) => {
    const error = refusal(() => mapForecast(daily([1]), options));
    expect(error.code).toBe("BACKTEST_CONFIG");
    expect(error.details.key).toBe("forecast_mapping");
    expect(error.message).toContain(text);
  });
});
