import { describe, expect, it } from "vitest";
import type { BacktestConfig } from "../../../src/backtest/config/backtestConfig.js";
import type { BacktestData } from "../../../src/backtest/data.js";
import { classicSystem } from "../../../src/backtest/system/classicSystem.js";
import { backtestDataOf, instrumentData } from "../../../src/testing/backtestInstruments.js";

const config: BacktestConfig = { trading_rules: { price: ({ dailyPrice }) => dailyPrice } };
const data = backtestDataOf([instrumentData({ code: "CORN" })]);

describe("what a system is made of", () => {
  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a promise, not awaited", Promise.resolve(data)],
    ["lists", { instruments: [instrumentData({ code: "CORN" })], fxPrices: {} }],
  ])("is refused for data that is %s", (_, given) => {
    const build = () => classicSystem(given as BacktestData, config);
    expect(build).toThrow(expect.objectContaining({ code: "BACKTEST_DATA" }));
    expect(build).toThrow("give what loadBacktestData() resolves to (await it)");
  });

  it.each<[unknown]>([[undefined], [null], ["trend.yaml"]])(
    "is refused for the configuration %s",
    (given) => {
      const build = () => classicSystem(data, given as BacktestConfig);
      expect(build).toThrow(expect.objectContaining({ code: "BACKTEST_CONFIG" }));
      expect(build).toThrow("must be a block of settings");
    },
  );
});
