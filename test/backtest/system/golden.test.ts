import { describe, expect, it } from "vitest";
import { accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { calendarYearReturns } from "../../../src/backtest/accounts/calendarYearReturns.js";
import { statistics } from "../../../src/backtest/accounts/statistics.js";
import { statisticsText } from "../../../src/backtest/accounts/statisticsText.js";
import { classicSystem } from "../../../src/backtest/system/classicSystem.js";
import type { Series } from "../../../src/series/series.js";
import { backtestData } from "../../support/backtestData.js";
import { goldenSystem, goldenSystemFiles } from "../../support/chapter15.js";
import { relativeDifference, TOLERANCE } from "../../support/golden.js";
import { checkSeries, type GoldenSeries } from "../../support/goldenSeries.js";

const DOLLAR = "USD";

for (const file of goldenSystemFiles()) {
  describe(`every series of ${file}`, () => {
    const { expected, config } = goldenSystem(file);
    const codes = Object.keys(expected.instruments);
    const system = classicSystem(backtestData(codes), config);

    it.each(codes)("%s", (code) => {
      const want = expected.instruments[code]!;
      const compare = (name: string, actual: Series, golden: GoldenSeries, until?: number): void =>
        checkSeries(actual, golden, `${code} ${name}`, until === undefined ? {} : { until });
      const byRule = (
        name: string,
        actual: (rule: string) => Series,
        golden: Readonly<Record<string, GoldenSeries>>,
      ): void => {
        for (const [rule, series] of Object.entries(golden)) compare(`${name} ${rule}`, actual(rule), series);
      };
      const price = system.dailyPrice(code);
      compare("daily price", price, want.daily_prices);
      compare("volatility", system.volatility(code), want.daily_returns_volatility);
      compare("percentage volatility", system.percentageVolatility(code), want.daily_percentage_volatility);
      compare("raw carry", system.rawCarry(code), want.raw_carry);
      byRule("raw forecast", (rule) => system.rawForecast(code, rule), want.raw_forecast);
      byRule("forecast", (rule) => system.forecast(code, rule), want.capped_forecast);
      byRule("forecast weight", (rule) => system.forecastWeights(code).series(rule), want.forecast_weights);
      compare("combined forecast", system.combinedForecast(code), want.combined_forecast);
      // A currency in itself is 1 up to the day on which the values were made.
      const { currency } = system.data.instruments.get(code)!.instrument;
      compare(
        "FX rate",
        system.fxRate(code),
        want.fx_rate,
        currency === DOLLAR ? price.timeAt(-1) : undefined,
      );
      compare("value volatility", system.instrumentValueVolatility(code), want.instrument_value_vol);
      compare("average position", system.averagePosition(code), want.average_position_at_subsystem_level);
      compare("subsystem position", system.subsystemPosition(code), want.subsystem_position);
      compare("instrument weight", system.instrumentWeights().series(code), want.instrument_weight);
      compare("position", system.notionalPosition(code), want.notional_position);
      compare("upper buffer", system.buffers(code).upper, want.buffer_top);
      compare("lower buffer", system.buffers(code).lower, want.buffer_bottom);
      compare("buffered position", system.bufferedPosition(code), want.buffered_position);
      const account = system.account(code);
      compare("net", accountCurve(account, { unit: "percent" }), want.pandl_net_percent);
      compare("gross", accountCurve(account, { kind: "gross", unit: "percent" }), want.pandl_gross_percent);
      compare("costs", accountCurve(account, { kind: "costs", unit: "percent" }), want.pandl_costs_percent);
    });

    it("portfolio: profit and loss, statistics as printed, calendar years", () => {
      const portfolio = system.portfolio();
      const net = accountCurve(portfolio, { unit: "percent" });
      checkSeries(net, expected.portfolio_net_percent, "net");
      checkSeries(
        accountCurve(portfolio, { kind: "gross", unit: "percent" }),
        expected.portfolio_gross_percent,
        "gross",
      );
      checkSeries(
        accountCurve(portfolio, { kind: "costs", unit: "percent" }),
        expected.portfolio_costs_percent,
        "costs",
      );
      expect(statisticsText(statistics(net))).toEqual(expected.stats);
      const years = calendarYearReturns(net);
      expect([...years.keys()].map(String)).toEqual(Object.keys(expected.annual));
      expect(relativeDifference([...years.values()], Object.values(expected.annual))).toBeLessThanOrEqual(
        TOLERANCE,
      );
    });
  });
}
