import { describe, it } from "vitest";
import { golden, hasGolden } from "../../support/golden.js";
import { checkSeries } from "../../support/goldenSeries.js";
import { type GoldenSystem, systemInstruments, systemPortfolio } from "./goldenSystem.js";

describe.each(["system_chapter15.json", "system_second.json"])("%s", (file) => {
  it.runIf(hasGolden(file))("FX, risk, positions, weights and buffers", () => {
    const expected = golden<GoldenSystem>(file);
    const instruments = systemInstruments(expected);
    const { weights, positions } = systemPortfolio(expected, instruments);
    for (const [code, want] of Object.entries(expected.instruments)) {
      const { until, fx, valueVolatility, average, subsystem } = instruments.get(code)!;
      const { notional, buffers } = positions.get(code)!;
      checkSeries(fx, want.fx_rate, `${code} FX rate`, { until });
      checkSeries(valueVolatility, want.instrument_value_vol, `${code} value volatility`);
      checkSeries(average, want.average_position_at_subsystem_level, `${code} average position`);
      checkSeries(subsystem, want.subsystem_position, `${code} subsystem position`);
      checkSeries(weights.series(code), want.instrument_weight, `${code} weight`);
      checkSeries(notional, want.notional_position, `${code} notional position`);
      checkSeries(buffers.upper, want.buffer_top, `${code} upper buffer`);
      checkSeries(buffers.lower, want.buffer_bottom, `${code} lower buffer`);
    }
  });
});
