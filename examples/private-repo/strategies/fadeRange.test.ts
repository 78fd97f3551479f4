import {
  type BacktestData,
  classicSystem,
  diff,
  ewmStandardDeviation,
  resampleBusinessDays,
  type Series,
  shift,
  sum,
} from "contango";
import {
  backtestDataOf,
  findLookAhead,
  gappingPrice,
  instrumentData,
  rangingPrice,
  rollJump,
  ruleLookAhead,
  systemOutputs,
  trendingPrice,
} from "contango/testing";
import { describe, expect, it } from "vitest";
import { FADE_RANGE, fadeRange } from "./fadeRange.js";

/** What the rule says of a price, from nothing but the series that it reads. */
function forecast(adjustedPrice: Series, days = 40): Series {
  const dailyPrice = resampleBusinessDays(adjustedPrice, "last");
  const volatility = ewmStandardDeviation(diff(dailyPrice), { span: 35, minPeriods: 10 });
  return fadeRange({ dailyPrice, volatility }, { days });
}

describe("the rule", () => {
  it("is short at the top of a range and long at its bottom", () => {
    const says = forecast(rangingPrice({ days: 200, range: 10, period: 40, noise: 0.1 }));
    const [top, bottom] = [130, 150];
    expect(says.at(top)).toBeLessThan(-2);
    expect(says.at(bottom)).toBeGreaterThan(2);
  });

  it("turns from long to short on a gap up", () => {
    const says = forecast(gappingPrice({ days: 120, drift: -0.2, gap: 12, at: 100 }));
    expect(says.at(99)).toBeGreaterThan(2);
    expect(says.at(100)).toBeLessThan(-2);
  });

  it("takes no roll for a move: it reads the adjusted price", () => {
    const { adjustedPrice, multiplePrices } = rollJump({ days: 120, jump: 15, at: 80, noise: 0.5 });
    const changeOfPrice = diff(multiplePrices.series("PRICE")).at(80);
    expect(changeOfPrice).toBeGreaterThan(10);
    expect(Math.abs(forecast(adjustedPrice).at(80) - forecast(adjustedPrice).at(79))).toBeLessThan(2);
  });

  it("goes on after holidays", () => {
    const says = forecast(trendingPrice({ days: 120, missing: [60, 61, 62] }));
    expect(says.at(62)).toBeNaN();
    expect(Number.isFinite(says.at(63))).toBe(true);
  });

  it("knows nothing of tomorrow", () => {
    const report = ruleLookAhead(fadeRange, { days: 20 });
    expect(report.status, String(report)).toBe("clean");
  });

  it("would be found out if its mean were centred", () => {
    const peeking: typeof fadeRange = ({ dailyPrice, volatility }, args) =>
      fadeRange({ dailyPrice: shift(dailyPrice, -10), volatility }, args);
    expect(ruleLookAhead(peeking, { days: 20 }).status).toBe("look-ahead");
  });
});

describe("the system", () => {
  const market = (adjustedPrice: Series): BacktestData =>
    backtestDataOf([
      instrumentData({ code: "CORN", pointSize: 50, spreadCost: 0.05, adjustedPrice, carry: 2 }),
      instrumentData({ code: "BUND", pointSize: 1000, currency: "EUR" }),
    ]);
  const ranging = market(rangingPrice({ days: 900, period: 20 }));
  const trending = market(trendingPrice({ days: 900, drift: 0.3 }));

  it("earns in a range, and loses in a trend", () => {
    const earned = (data: BacktestData): number => sum(classicSystem(data, FADE_RANGE).account("CORN").net);
    expect(earned(ranging)).toBeGreaterThan(0);
    expect(earned(trending)).toBeLessThan(0);
  });

  it("keeps forecasts within 20, and what it holds within its buffer", () => {
    const system = classicSystem(ranging, FADE_RANGE);
    expect(Math.max(...system.combinedForecast("CORN").values.map(Math.abs))).toBeLessThanOrEqual(20);
    const { lower, upper } = system.buffers("CORN");
    const held = system.bufferedPosition("CORN").at(-1);
    expect(held).toBeGreaterThanOrEqual(Math.round(lower.at(-1)));
    expect(held).toBeLessThanOrEqual(Math.round(upper.at(-1)));
  });

  it("knows nothing of tomorrow in its forecasts and positions", () => {
    const report = findLookAhead((data) => systemOutputs(classicSystem(data, FADE_RANGE)), ranging);
    expect(report.status, String(report)).toBe("clean");
  });
});
