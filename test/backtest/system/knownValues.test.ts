import { describe, expect, it } from "vitest";
import type { BacktestConfig, TradingRuleBlock } from "../../../src/backtest/config/backtestConfig.js";
import { type ClassicSystem, classicSystem } from "../../../src/backtest/system/classicSystem.js";
import { exportEstimates } from "../../../src/backtest/system/exportEstimates.js";
import { lastValue, max, min } from "../../../src/series/reduce.js";
import { backtestData } from "../../support/backtestData.js";
import { CHAPTER_15_ESTIMATED, goldenSystem } from "../../support/chapter15.js";
import { hasGolden, relativeDifference, TOLERANCE } from "../../support/golden.js";

const FILE = "system_chapter15.json";

/** What the reference gives for variants of the chapter-15 system, beyond what the golden files hold. */
describe.runIf(hasGolden(FILE))("variants of the chapter-15 system", () => {
  const { config, expected } = goldenSystem(FILE);
  const data = backtestData(Object.keys(expected.instruments));
  const variant = (settings: BacktestConfig): ClassicSystem =>
    classicSystem(data, { ...config, ...settings });

  it("drops rules that cost more than the ceiling, and gives 0 where all do", () => {
    const system = variant({ forecast_post_ceiling_cost_SR: 0.013 });
    const weights = system.forecastWeights("CORN");
    expect(weights.names).toEqual(["carry", "ewmac64_256"]);
    expect(lastValue(weights.series("carry"))).toBeCloseTo(0.7042, 4);
    expect(lastValue(weights.series("ewmac64_256"))).toBeCloseTo(0.2958, 4);
    const nothing = system.combinedForecast("V2X");
    expect([max(nothing), min(nothing)]).toEqual([0, 0]);
  });

  it("takes ignored and duplicate instruments off the list, and keeps bad and restricted ones", () => {
    const system = variant({
      duplicate_instruments: { exclude: { rates: "SOFR" } },
      exclude_instrument_lists: {
        ignore_instruments: ["V2X"],
        bad_markets: ["CORN"],
        trading_restrictions: ["MXP"],
      },
    });
    expect(system.instruments).toEqual(["CORN", "EUROSTX", "MXP", "US10"]);
    expect(system.notTraded).toEqual(["CORN", "MXP"]);
    const weights = system.instrumentWeights();
    const last = weights.names.map((name) => lastValue(weights.series(name)));
    expect(last.reduce((total, weight) => total + weight)).toBeCloseTo(1, 12);
    expect(last[0]! / last[3]!).toBeCloseTo(0.233 / 0.117, 6);
  });

  it("exports estimates as fixed settings, with the mapping that small positions need", () => {
    const estimated = classicSystem(data, {
      ...CHAPTER_15_ESTIMATED,
      instruments: [...data.instruments.keys()],
    });
    const exported = exportEstimates(estimated);
    const { EUROSTX } = exported.forecast_mapping as Record<string, Record<string, number>>;
    const { a_param, b_param, threshold } = EUROSTX!;
    const wanted = [1.4744188209970976, 4.2210590064962235, 13.013986211858388];
    expect(relativeDifference([a_param!, b_param!, threshold!], wanted)).toBeLessThan(5e-3);
    const { ewmac16_64, carry } = exported.forecast_scalars as Record<string, number>;
    expect(relativeDifference([ewmac16_64!, carry!], [4.505996841276341, 21.84010306898143])).toBeLessThan(
      TOLERANCE,
    );
    // A rule's own scalar goes before forecast_scalars.
    const trading_rules = Object.fromEntries(
      Object.entries(CHAPTER_15_ESTIMATED.trading_rules ?? {}).map(([name, rule]) => [
        name,
        { ...(rule as TradingRuleBlock), forecast_scalar: null },
      ]),
    ) as BacktestConfig["trading_rules"];
    const fixed = classicSystem(data, {
      ...CHAPTER_15_ESTIMATED,
      ...exported,
      trading_rules,
      forecast_mapping: {},
    });
    // A fixed system uses today's estimates for the whole of the past, so only its last rows are near.
    for (const code of fixed.instruments) {
      const [now, then] = [
        lastValue(fixed.notionalPosition(code)),
        lastValue(estimated.notionalPosition(code)),
      ];
      expect(Math.abs(now / then - 1), code).toBeLessThan(0.01);
    }
  });
});
