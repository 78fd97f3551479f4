import { describe, it } from "vitest";
import { applyRule } from "../../../src/backtest/rules/applyRule.js";
import { carry } from "../../../src/backtest/rules/carry.js";
import { ewmac } from "../../../src/backtest/rules/ewmac.js";
import type { TradingRule } from "../../../src/backtest/rules/rule.js";
import { backtestData } from "../../support/backtestData.js";
import { golden, hasGolden } from "../../support/golden.js";
import { checkSeries, type GoldenSeries } from "../../support/goldenSeries.js";
import { rawData } from "./fixtures.js";

interface System {
  readonly instruments: Readonly<
    Record<
      string,
      {
        readonly daily_prices: GoldenSeries;
        readonly daily_returns_volatility: GoldenSeries;
        readonly daily_percentage_volatility: GoldenSeries;
        readonly raw_carry: GoldenSeries;
        readonly raw_forecast: Readonly<Record<string, GoldenSeries>>;
      }
    >
  >;
}

const CROSSOVER = /^ewmac(\d+)_(\d+)$/;

/** The rule of a name, with the arguments that the golden systems give it. */
function ruleOf(name: string): TradingRule {
  const [, fast, slow] = CROSSOVER.exec(name) ?? [];
  if (fast === undefined) return (inputs) => carry(inputs, { smoothDays: 90 });
  return (inputs) => ewmac(inputs, { fast: Number(fast), slow: Number(slow) });
}

describe.each(["system_chapter15.json", "system_second.json"])("%s", (file) => {
  describe.runIf(hasGolden(file))("raw data and forecasts", () => {
    const { instruments } = hasGolden(file) ? golden<System>(file) : { instruments: {} };
    const raw = rawData(backtestData(Object.keys(instruments)));

    it.each(Object.entries(instruments))("%s", (code, expected) => {
      checkSeries(raw.dailyPrice(code), expected.daily_prices, "daily price");
      checkSeries(raw.volatility(code), expected.daily_returns_volatility, "volatility");
      checkSeries(
        raw.percentageVolatility(code),
        expected.daily_percentage_volatility,
        "percentage volatility",
      );
      checkSeries(raw.rawCarry(code), expected.raw_carry, "raw carry");
      for (const [name, forecast] of Object.entries(expected.raw_forecast)) {
        checkSeries(applyRule(ruleOf(name), raw.inputs(code), {}, name), forecast, name);
      }
    });
  });
});
