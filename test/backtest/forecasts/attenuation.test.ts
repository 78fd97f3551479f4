import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attenuateForecast,
  attenuation,
  earlierValuesBelow,
} from "../../../src/backtest/forecasts/attenuation.js";
import { divide } from "../../../src/series/arithmetic.js";
import { ewmMean } from "../../../src/series/ewm.js";
import { rollingMean } from "../../../src/series/rollingMoments.js";
import { Series } from "../../../src/series/series.js";
import { daily, expectClose, listed, maybe } from "../portfolio/made.js";

const naive = (values: ArrayLike<number>): number[] =>
  Array.from(values, (value, row) => Array.from(values).filter((x, at) => at < row && x < value).length);

describe("attenuation", () => {
  it("counts earlier values below, whatever ties, infinities and holes there are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double(), fc.constant(Number.NaN))),
        (values) => {
          expect([...earlierValuesBelow(Float64Array.from(values))]).toEqual(naive(values));
        },
      ),
    );
  });

  it("is 2 − 1.5 times the share of earlier rows with lower relative volatility, smoothed", () => {
    fc.assert(
      fc.property(fc.array(maybe({ min: 0.01, max: 5 }), { maxLength: 60 }), (values) => {
        const volatility = daily(values);
        const relative = divide(volatility, rollingMean(volatility, { window: 2500, minPeriods: 10 }));
        const below = naive(relative.values);
        const multiplier = Float64Array.from(below, (count, row) => 2 - 1.5 * (count / (row + 1)));
        const expected = ewmMean(new Series(volatility.time, multiplier), { span: 10 });
        expectClose(attenuation(volatility).values, expected.values);
      }),
    );
  });

  it("starts at 2, falls as volatility climbs, and stays between 0.5 and 2", () => {
    const rising = attenuation(daily(Array.from({ length: 300 }, (_, row) => 1 + row ** 2)));
    expect(rising.at(0)).toBe(2);
    expect(rising.at(-1)).toBeLessThan(0.6);
    for (const value of rising.values) expect(value >= 0.5 && value <= 2).toBe(true);
  });

  it("multiplies a forecast as of each row", () => {
    expect(listed(attenuateForecast(daily([1, 2, null, 4]), daily([0.5, 2], 1)))).toEqual([null, 1, null, 8]);
  });

  it("takes nothing and gives nothing", () => {
    expect(attenuation(daily([])).length).toBe(0);
  });
});
