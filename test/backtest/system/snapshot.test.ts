import { describe, expect, it } from "vitest";
import { classicSystem } from "../../../src/backtest/system/classicSystem.js";
import { backtestSnapshot, snapshotOf } from "../../../src/backtest/system/snapshot.js";
import { series } from "../../../src/series/construct.js";
import { backtestData } from "../../support/backtestData.js";

const config = {
  trading_rules: {
    trend: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 },
    carry: { function: "carry", forecast_scalar: 20 },
  },
  instrument_weights: { CORN: 0.5, US10: 0.5 },
};
const data = backtestData(["CORN", "US10"]);

describe("the snapshot of a system", () => {
  it("has the system's own series by name", () => {
    const system = classicSystem(data, config);
    const { instruments, portfolio, seriesOf } = backtestSnapshot(system);
    expect(instruments).toEqual(["CORN", "US10"]);
    expect([...portfolio.keys()]).toEqual([
      "instrumentDiversificationMultiplier",
      "grossPandl",
      "costs",
      "netPandl",
    ]);
    const corn = seriesOf("CORN");
    expect(corn.get("forecast.carry")?.values).toEqual(system.forecast("CORN", "carry").values);
    expect(corn.get("lowerBuffer")?.values).toEqual(system.buffers("CORN").lower.values);
    expect(corn.get("netPandl")?.values).toEqual(system.account("CORN").net.values);
    expect(corn.get("instrumentWeight")?.values).toEqual(system.instrumentWeights().floats("CORN"));
    expect([...corn.values()].every((one) => one.length > 0)).toBe(true);
    expect(() => seriesOf("GOLD")).toThrow(expect.objectContaining({ code: "INSTRUMENT_MISSING" }));
  });

  it("leaves out the series of single rules where asked to", () => {
    const system = classicSystem(data, config);
    const names = (options: { rules?: boolean }): string[] => [
      ...backtestSnapshot(system, options).seriesOf("CORN").keys(),
    ];
    const ofRules = names({}).filter((name) => name.includes("."));
    expect(ofRules.length).toBeGreaterThan(0);
    expect(names({ rules: false })).toEqual(names({}).filter((name) => !ofRules.includes(name)));
  });

  it("leaves out carry without multiple prices, and profit and loss without costs", () => {
    const { trend } = config.trading_rules;
    const [, us10] = [...data.instruments.values()];
    const { multiplePrices: _, ...bare } = us10!;
    const system = classicSystem(
      {
        ...data,
        instruments: new Map([
          ["US10", { ...bare, instrument: { ...bare.instrument, spreadCost: Number.NaN } }],
        ]),
      },
      { trading_rules: { trend } },
    );
    const { portfolio, seriesOf } = backtestSnapshot(system);
    expect([...portfolio.keys()]).toEqual(["instrumentDiversificationMultiplier"]);
    const names = [...seriesOf("US10").keys()];
    expect(names).toContain("combinedForecast");
    expect(names).not.toContain("rawCarry");
    expect(names).not.toContain("netPandl");
  });
});

describe("a snapshot of given series", () => {
  it("has them by instrument, and refuses an instrument that is not there", () => {
    const forecast = series(["2024-03-28"], [1]);
    const { instruments, seriesOf, portfolio } = snapshotOf(
      { US10: { forecast }, CORN: {} },
      { profit: forecast },
    );
    expect(instruments).toEqual(["CORN", "US10"]);
    expect([...seriesOf("US10")]).toEqual([["forecast", forecast]]);
    expect([...portfolio.keys()]).toEqual(["profit"]);
    expect(() => seriesOf("toString")).toThrow("toString is not in the snapshot; it has CORN, US10");
  });
});
