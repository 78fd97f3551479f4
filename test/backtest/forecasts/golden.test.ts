import { describe, expect, it } from "vitest";
import { golden, hasGolden } from "../../support/golden.js";
import { checkSeries } from "../../support/goldenSeries.js";
import { type GoldenSystem, systemInstruments } from "../portfolio/goldenSystem.js";

describe.each(["system_chapter15.json", "system_second.json"])("%s", (file) => {
  it.runIf(hasGolden(file))("capped forecasts, their weights, and what they combine to", () => {
    const expected = golden<GoldenSystem>(file);
    const instruments = systemInstruments(expected);
    for (const [code, want] of Object.entries(expected.instruments)) {
      const { forecasts, forecastWeights, combined } = instruments.get(code)!;
      for (const [rule, forecast] of Object.entries(want.capped_forecast)) {
        checkSeries(forecasts.get(rule)!, forecast, `${code} ${rule}`);
      }
      expect(forecastWeights.names).toEqual(Object.keys(want.forecast_weights).sort());
      for (const [rule, weight] of Object.entries(want.forecast_weights)) {
        checkSeries(forecastWeights.series(rule), weight, `${code} weight of ${rule}`);
      }
      checkSeries(combined, want.combined_forecast, `${code} combined forecast`);
    }
  });
});
