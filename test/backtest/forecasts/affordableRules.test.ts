import { describe, expect, it } from "vitest";
import { affordableRules, keepAffordable } from "../../../src/backtest/forecasts/affordableRules.js";
import { dailyFrame, expectClose, listed, refusal } from "../portfolio/made.js";

describe("affordableRules", () => {
  it("leaves out what costs more than the ceiling; an unknown cost does not", () => {
    const costs = { carry: 0.01, ewmac2_8: 0.2, ewmac16_64: 0.1, breakout: Number.NaN };
    expect(affordableRules(costs, 0.1)).toEqual(["carry", "ewmac16_64", "breakout"]);
    expect(affordableRules(costs, 999)).toEqual(Object.keys(costs));
    expect(affordableRules(costs, 0)).toEqual(["breakout"]);
  });

  it("refuses a ceiling that is no number", () => {
    const error = refusal(() => affordableRules({ carry: 1 }, Number.NaN));
    expect([error.code, error.details.key]).toEqual(["BACKTEST_CONFIG", "forecast_post_ceiling_cost_SR"]);
  });
});

describe("keepAffordable", () => {
  const raw = { carry: 0.5, ewmac16_64: 0.21, ewmac32_128: 0.08, ewmac64_256: 0.21 };

  it("makes the weights that stay add to 1", () => {
    const { carry, ewmac64_256, ...others } = keepAffordable(raw, ["carry", "ewmac64_256"]);
    expectClose([carry!, ewmac64_256!], [0.5 / 0.71, 0.21 / 0.71]);
    expect(others).toEqual({});
  });

  it("does so in each row of a frame", () => {
    const kept = keepAffordable(
      dailyFrame({ carry: [0.25, 0, null], dear: [0.5, 1, 1], ewmac: [0.25, 0, 2] }),
      ["carry", "ewmac"],
    );
    expect(kept.names).toEqual(["carry", "ewmac"]);
    expect(listed(kept.series("carry"))).toEqual([0.5, 0, null]);
    expect(listed(kept.series("ewmac"))).toEqual([0.5, 0, 1]);
  });

  it("gives everything weight 0 where nothing stays", () => {
    expect(Object.values(keepAffordable(raw, []))).toEqual([0, 0, 0, 0]);
    const kept = keepAffordable(dailyFrame({ carry: [0.5, null], ewmac: [0.5, 1] }), ["breakout"]);
    expect(kept.names.map((name) => listed(kept.series(name)))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
