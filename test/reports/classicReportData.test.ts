import { describe, expect, it } from "vitest";
import type { GroupAccount } from "../../src/backtest/accounts/account.js";
import { turnover } from "../../src/backtest/accounts/turnover.js";
import type { BacktestConfig } from "../../src/backtest/config/backtestConfig.js";
import { classicSystem } from "../../src/backtest/system/classicSystem.js";
import { pageHtml } from "../../src/charts/pageHtml.js";
import { backtestReport } from "../../src/reports/backtestReport.js";
import { backtestReportData } from "../../src/reports/classicReportData.js";
import { subtract } from "../../src/series/arithmetic.js";
import { standardDeviation, sum } from "../../src/series/reduce.js";
import { backtestDataOf, instrumentData } from "../../src/testing/backtestInstruments.js";
import { fxRate, trendingPrice } from "../../src/testing/backtestPrices.js";

const data = backtestDataOf(
  [
    instrumentData({ code: "CORN", pointSize: 50, adjustedPrice: trendingPrice({ days: 800, noise: 0.6 }) }),
    instrumentData({
      code: "YEN",
      currency: "JPY",
      pointSize: 10_000,
      spreadCost: 0.01,
      adjustedPrice: trendingPrice({ days: 800, drift: -0.04, seed: 2 }),
    }),
  ],
  { JPYUSD: fxRate({ days: 810, from: "2019-12-25", start: 0.009, noise: 0.00004 }) },
);
const config: BacktestConfig = {
  trading_rules: {
    slow: { function: "ewmac", other_args: { fast: 16, slow: 64 }, forecast_scalar: 3.75 },
    fast: { function: "ewmac", other_args: { fast: 8, slow: 32 }, forecast_scalar: 5.3 },
  },
  forecast_weights: { slow: 0.6, fast: 0.4 },
  instrument_weights: { CORN: 0.5, YEN: 0.5 },
  notional_trading_capital: 5_000_000,
};
const system = classicSystem(data, config);
const report = backtestReportData(system, { title: "Two" });

describe("backtestReportData", () => {
  it("holds what the system says", () => {
    expect([report.title, report.currency]).toEqual(["Two", "USD"]);
    expect(report.portfolio).toBe(system.portfolio());
    expect(report.instruments.map(({ code }) => code)).toEqual(["CORN", "YEN"]);
    const [corn] = report.instruments;
    expect(corn!.held).toBe(system.bufferedPosition("CORN"));
    expect(corn!.position).toBe(system.notionalPosition("CORN"));
    expect(corn!.account).toBe(system.account("CORN"));
    expect(corn!.forecasts.names).toEqual(["fast", "slow"]);
    expect(corn!.rollsPerYear).toBe(4);
    expect(corn!.costPerTrade).toBe(0);
    expect(report.instruments[1]!.costPerTrade).toBeGreaterThan(0);
  });

  it("measures turnover by the average position in the portfolio, not by that with all the capital", () => {
    for (const { code, turnover: times } of report.instruments) {
      expect(times).toBe(system.turnover(code));
      const position = system.bufferedPosition(code);
      expect(times).toBeGreaterThan(1.5 * turnover(position, system.averagePosition(code)));
    }
  });

  it("gives rules parts that add up to about the portfolio, whatever the currency", () => {
    expect(report.rules.map(({ name }) => name)).toEqual(["fast", "slow"]);
    const [fast] = report.rules;
    for (const code of ["CORN", "YEN"]) {
      const whole = system.account(code).gross;
      const parts = report.rules.map(({ account }) => (account as GroupAccount).members.get(code)!.gross);
      const rest = parts.reduce((left, part) => subtract(left, part), whole);
      expect(standardDeviation(rest)).toBeLessThan(0.25 * standardDeviation(whole));
    }
    expect(sum(fast!.account.costs)).toBeLessThan(0);
    const turnovers = ["CORN", "YEN"].map((code) => system.forecastTurnover(code, "fast"));
    expect(fast!.turnover).toBeCloseTo(sum(turnovers) / 2, 9);
  });

  it("can leave rules out", () => {
    const without = backtestReportData(system, { rules: false });
    expect(without.rules).toEqual([]);
    expect(without.title).toBe("Backtest");
    expect(pageHtml(backtestReport(without))).not.toContain("<h2>Rules</h2>");
  });

  it("shows positions for the capital there is where it is compounded", () => {
    const compounded = classicSystem(data, { ...config, capital_multiplier: { func: "full" } });
    const shown = backtestReportData(compounded, { rules: false });
    expect(shown.portfolio).toBe(compounded.portfolioWithMultiplier());
    const [corn] = shown.instruments;
    const multiple = compounded.capitalMultiplier().at(-1);
    expect(multiple).not.toBe(1);
    expect(corn!.position.at(-1)).toBeCloseTo(system.notionalPosition("CORN").at(-1) * multiple, 9);
    expect(corn!.lower.at(-1)).toBeCloseTo(system.buffers("CORN").lower.at(-1) * multiple, 9);
    const { held, lower, upper } = corn!;
    expect(held.at(-1)).toBeGreaterThanOrEqual(Math.round(lower.at(-1)));
    expect(held.at(-1)).toBeLessThanOrEqual(Math.round(upper.at(-1)));
    expect(pageHtml(backtestReport(shown))).toContain("Position in its buffer");
  });

  it("makes a page", () => {
    const html = pageHtml(backtestReport(report));
    expect(html).toContain("<h2>Rules</h2>");
    expect(html).toContain("<h2>YEN</h2>");
  });
});
