import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockValue,
  instrumentCurrencyVolatility,
  instrumentValueVolatility,
} from "../../../src/backtest/portfolio/instrumentVolatility.js";
import {
  averagePosition,
  dailyCashVolatilityTarget,
  longOnlyPosition,
  subsystemPosition,
} from "../../../src/backtest/portfolio/subsystemPosition.js";
import { series } from "../../../src/series/construct.js";
import { daily, expectClose, listed, maybe, refusal } from "./made.js";

describe("risk of a contract", () => {
  it("values a move of 1% at the last price there is", () => {
    expectClose(blockValue(daily([null, 100, null, 120]), 50).values, [Number.NaN, 50, 50, 60]);
    expectClose(blockValue(daily([-40]), 1000).values, [-400]);
  });

  it("meets volatility on the times that both have, block values filled only there", () => {
    const block = daily([10, null, 30, null], 1);
    const risk = instrumentCurrencyVolatility(block, daily([1, 2, 3, null, 5]));
    expect([...risk.time]).toEqual([...block.time]);
    expect(listed(risk)).toEqual([20, 30, null, 150]);
    expect(instrumentCurrencyVolatility(daily([1]), daily([1], 7)).length).toBe(0);
  });

  it("takes the FX rate at or before each midnight: that of the day before", () => {
    const risk = series(["2024-03-01", "2024-03-04", "2024-03-05"], [10, null, 30]);
    const fx = series(["2024-03-01 23:00", "2024-03-04 23:00"], [2, 3]);
    expect(listed(instrumentValueVolatility(risk, fx))).toEqual([null, 20, 90]);
  });
});

describe("positions of a subsystem", () => {
  it("aims at a share of capital a day", () => {
    expect(dailyCashVolatilityTarget(250_000, 20)).toBe(3125);
  });

  it("holds the target over the risk of a contract for the average forecast", () => {
    const average = averagePosition(3125, daily([null, 100, 250]));
    expect(listed(average)).toEqual([null, 31.25, 12.5]);
    const position = subsystemPosition(average, daily([0, 10, -20, 5]));
    expect(listed(position)).toEqual([null, 31.25, -25, 6.25]);
    expect(listed(subsystemPosition(average, daily([10, 10, 10]), 5))).toEqual([null, 62.5, 25]);
  });

  it("scales with the target and the forecast", () => {
    fc.assert(
      fc.property(fc.array(maybe({ min: 1, max: 1e6 })), fc.integer({ min: 1, max: 100 }), (risk, times) => {
        const forecast = daily(risk.map((_, row) => ((row * 7) % 41) - 20));
        const one = subsystemPosition(averagePosition(1000, daily(risk)), forecast);
        const more = subsystemPosition(averagePosition(1000 * times, daily(risk)), forecast);
        expectClose(
          more.values,
          one.values.map((value) => value * times),
        );
      }),
    );
  });

  it("gives up shorts where only longs are wanted", () => {
    expect(listed(longOnlyPosition(daily([null, -2, 0, 3])))).toEqual([null, 0, 0, 3]);
  });

  it.each([
    [() => dailyCashVolatilityTarget(0, 20), "notional_trading_capital", "is 0"],
    [() => dailyCashVolatilityTarget(Number.NaN, 20), "notional_trading_capital", "is NaN"],
    [() => dailyCashVolatilityTarget(1e6, -16), "percentage_vol_target", "is -16"],
    [() => subsystemPosition(daily([1]), daily([1]), 0), "average_absolute_forecast", "is 0"],
  ])("refuses capital, target or forecast that is not above 0", (call, key, text) => {
    const error = refusal(call);
    expect([error.code, error.details.key]).toEqual(["BACKTEST_CONFIG", key]);
    expect(error.message).toContain(`${key} ${text}; give a number above 0`);
  });
});
