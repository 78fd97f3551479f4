import { type BacktestData, instrument, Series } from "contango";
import { backtestDataOf, findLookAhead, instrumentData, trendingPrice } from "contango/testing";
import { describe, expect, it } from "vitest";
import { trendForecast, trendPositions } from "./trend.js";

const price = (days: number, drift: number): Series => trendingPrice({ days, drift });

const corn = instrument({ code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags" });
const dollar = (like: Series): Series => new Series(like.time, new Float64Array(like.length).fill(1), "fx");
const positions = (adjustedPrice: Series, capital = 100_000) =>
  trendPositions({ instrument: corn, adjustedPrice, fxRate: dollar(adjustedPrice), capital, riskTarget: 20 });

describe("the trend strategy", () => {
  it("is long when prices rise, short when they fall", () => {
    expect(trendForecast(price(300, 0.2)).at(-1)).toBeGreaterThan(5);
    expect(trendForecast(price(300, -0.2)).at(-1)).toBeLessThan(-5);
  });

  it("caps its forecast at 20", () => {
    const forecast = trendForecast(price(300, 5));
    expect(Math.max(...forecast.values.filter(Number.isFinite))).toBe(20);
  });

  it("trades twice the contracts with twice the capital", () => {
    const rising = price(300, 0.2);
    expect(positions(rising, 200_000).position.at(-1)).toBeCloseTo(2 * positions(rising).position.at(-1), 9);
  });

  it("keeps its position inside its buffer", () => {
    const { position, lower, upper } = positions(price(300, 0.2));
    expect(lower.at(-1)).toBeLessThan(position.at(-1));
    expect(upper.at(-1)).toBeGreaterThan(position.at(-1));
  });

  it("knows nothing of tomorrow", () => {
    const run = ({ instruments }: BacktestData) => ({ ...positions(instruments.get("CORN")!.adjustedPrice) });
    const report = findLookAhead(
      run,
      backtestDataOf(instrumentData({ code: "CORN", adjustedPrice: price(300, 0.2) })),
    );
    expect(report.status, String(report)).toBe("clean");
  });
});
