import { describe, expect, it } from "vitest";
import { accountCurve } from "../../src/backtest/accounts/accountCurve.js";
import { drawdown } from "../../src/backtest/accounts/drawdown.js";
import { statistics } from "../../src/backtest/accounts/statistics.js";
import type { BacktestConfig } from "../../src/backtest/config/backtestConfig.js";
import { classicSystem } from "../../src/backtest/system/classicSystem.js";
import { pageHtml } from "../../src/charts/pageHtml.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { backtestReport } from "../../src/reports/backtestReport.js";
import type { BacktestReportData } from "../../src/reports/backtestReportData.js";
import { backtestReportData } from "../../src/reports/classicReportData.js";
import { min, sum } from "../../src/series/reduce.js";
import { Series } from "../../src/series/series.js";
import { between } from "../../src/series/slice.js";
import { backtestDataOf, instrumentData } from "../../src/testing/backtestInstruments.js";
import { trendingPrice } from "../../src/testing/backtestPrices.js";
import { formatTime } from "../../src/time/text.js";
import { type FakeElement, parsePage } from "../charts/fakePage.js";
import { backtestData } from "../support/backtestData.js";

const made = backtestDataOf([
  instrumentData({
    code: "UP",
    pointSize: 100,
    description: "Rises <steadily>",
    adjustedPrice: trendingPrice({ days: 900, noise: 0.8 }),
  }),
  instrumentData({
    code: "DOWN",
    pointSize: 100,
    currency: "EUR",
    spreadCost: 0.05,
    adjustedPrice: trendingPrice({ days: 880, drift: -0.05, noise: 0.6, seed: 2 }),
  }),
]);
const ewmac = (fast: number) => ({
  function: "ewmac",
  other_args: { fast, slow: 4 * fast },
  forecast_scalar: 15 / Math.sqrt(fast),
});
const config: BacktestConfig = {
  trading_rules: { fast: ewmac(8), medium: ewmac(16), slow: ewmac(64) },
  notional_trading_capital: 250_000,
};
const report = backtestReportData(classicSystem(made, config), { title: "Two & more" });
const document = parsePage(pageHtml(backtestReport(report)));

const texts = (selector: string, root: FakeElement | typeof document = document): string[] =>
  root.querySelectorAll(selector).map(({ textContent }) => textContent);
/** The section under a heading. */
const section = (heading: string): FakeElement =>
  document.querySelectorAll("section").find((one) => one.querySelector("h2")?.textContent === heading)!;
/** The rows of a table, header first. */
const rows = (table: FakeElement): string[][] =>
  table.querySelectorAll("tr").map((row) => row.children.map(({ textContent }) => textContent));
const tables = (heading: string): string[][][] =>
  section(heading).querySelectorAll(".scroll table").map(rows);

const net = accountCurve(report.portfolio, { unit: "percent" });

describe("backtestReport", () => {
  it("has its sections, an instrument each at the end", () => {
    expect(texts("h1")).toEqual(["Two & more"]);
    expect(texts("h2")).toEqual([
      "At a glance",
      "Positions",
      "Equity",
      "Returns",
      "Instruments",
      "Rules",
      "Costs and turnover",
      "Weights",
      "DOWN",
      "UP",
      "Statistics",
    ]);
    expect(texts(".subtitle")).toEqual(["2020-01-01 to 2023-06-13, 2 instruments, capital 250,000 USD"]);
    expect(texts(".text", section("UP"))).toEqual(["Rises <steadily>"]);
  });

  it("says at a glance how it went", () => {
    const [names, values] = [texts("dt"), texts("dd")];
    const figures = Object.fromEntries(names.map((name, at) => [name, values[at]!.replaceAll("−", "-")]));
    const last = formatTime(net.timeAt(-1)).slice(0, 10);
    const since = (from: string): string => `${sum(between(net, from)).toFixed(2)}%`;
    const all = statistics(net);
    expect(figures).toMatchObject({
      "Last day": `${net.at(-1).toFixed(2)}%${last}`,
      "This month": since(last.slice(0, 7)),
      "This year": since(last.slice(0, 4)),
      "Last 365 days": since("2022-06-14"),
      Drawdown: `${drawdown(net).at(-1).toFixed(1)}%deepest ${min(drawdown(net)).toFixed(1)}%`,
      "Volatility a year": `${all.annualStandardDeviation.toFixed(1)}%`,
      "Sharpe ratio": `${all.sharpe.toFixed(2)}last ten years ${all.sharpe.toFixed(2)}`,
    });
    const aYear = (kind: "gross" | "costs"): number =>
      sum(accountCurve(report.portfolio, { kind, unit: "percent" })) / (net.length / 256);
    expect(figures["Return a year"]).toBe(
      `${all.annualMean.toFixed(1)}%before costs ${aYear("gross").toFixed(1)}%`,
    );
    expect(figures["Costs a year"]).toBe(`${aYear("costs").toFixed(2)}%`);
    expect(Number.parseFloat(figures["Costs a year"]!)).toBeLessThan(0);
  });

  it("lists what is held, with its buffer and what was traded on the last day", () => {
    const [table] = tables("Positions");
    expect(table![0]).toEqual([
      "instrument",
      "held",
      "change",
      "lower",
      "optimal",
      "upper",
      "forecast",
      "price",
      "weight",
      "last day",
    ]);
    for (const [at, one] of report.instruments.entries()) {
      const [code, held, change, lower, optimal, upper] = table![at + 1]!;
      const traded = one.held.at(-1) - one.held.at(-2);
      expect([code, Number(held)]).toEqual([one.code, one.held.at(-1)]);
      expect(Number(change)).toBe(traded);
      expect([lower, optimal, upper]).toEqual(
        [one.lower, one.position, one.upper].map((series) => series.at(-1).toFixed(2)),
      );
    }
  });

  it("says what was traded, with its sign", () => {
    const changed = (before: number, after: number): string => {
      const [first] = report.instruments;
      const held = new Series(first!.held.time, first!.held.values.slice());
      held.values.set([before, after], held.length - 2);
      const page = parsePage(pageHtml(backtestReport({ ...report, instruments: [{ ...first!, held }] })));
      return rows(page.querySelectorAll(".scroll table")[0]!)[1]![2]!;
    };
    expect([changed(1, 3), changed(3, 1), changed(2, 2)]).toEqual(["+2", "-2", ""]);
  });

  it("shows returns by month, the last year first, that add up to the years", () => {
    const [[header, ...years]] = tables("Returns") as [string[][]];
    expect(header).toEqual([
      "year",
      ..."Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
      "total",
    ]);
    expect(years.map(([year]) => year)).toEqual(["2023", "2022", "2021", "2020"]);
    expect(years[0]!.slice(7, 13)).toEqual(new Array(6).fill(""));
    for (const [year, ...cells] of years) {
      const months = cells.slice(0, 12).map(Number);
      expect(Math.abs(sum(months) - Number(cells[12]))).toBeLessThan(0.65);
      expect(cells[12]).toBe(sum(between(net, year, year)).toFixed(1));
    }
    expect(years[1]![4]).toBe(sum(between(net, "2022-04", "2022-04")).toFixed(1));
  });

  it("splits what was earned by instrument and by rule", () => {
    const [instruments] = tables("Instruments");
    expect(instruments!.slice(1).map(([code]) => code)).toEqual(["DOWN", "UP"]);
    const total = sum(instruments!.slice(1).map((row) => Number.parseFloat(row[3]!)));
    expect(Math.abs(total - statistics(net).annualMean)).toBeLessThan(0.011);
    for (const row of instruments!.slice(1)) {
      const [gross, costs, part] = row.slice(1, 4).map((text) => Number.parseFloat(text));
      expect(Math.abs(gross! + costs! - part!)).toBeLessThan(0.011);
    }
    expect(
      tables("Rules")[0]!
        .slice(1)
        .map(([name]) => name),
    ).toEqual(["fast", "medium", "slow"]);
    expect(section("Instruments").querySelectorAll("svg.data path.line")).toHaveLength(2);
    const bars = section("Instruments")
      .querySelectorAll(".bars tbody tr")
      .map((row) => row.children[0]!.textContent);
    const earned = report.instruments.toSorted((a, b) => sum(b.account.net) - sum(a.account.net));
    expect(bars).toEqual(earned.map(({ code }) => code));
  });

  it("tells costs and turnover", () => {
    const [costs] = tables("Costs and turnover");
    const [down, up] = costs!.slice(1);
    const { turnover, costPerTrade } = report.instruments[0]!;
    expect(down!.slice(0, 4)).toEqual(["DOWN", turnover.toFixed(1), "4", costPerTrade.toFixed(5)]);
    expect(down![4]).toBe((costPerTrade * (turnover + 8)).toFixed(4));
    expect(Number.parseFloat(up![5]!)).toBe(0);
    expect(Number.parseFloat(down![5]!)).toBeLessThan(0);
  });

  it("draws each instrument's position in its buffer and its forecasts", () => {
    const lines = section("UP")
      .querySelectorAll("svg.data path.line")
      .map((line) => line.getAttribute("data-name"));
    expect(lines).toEqual([
      "buffer, upper",
      "buffer, lower",
      "held",
      "combined",
      "fast",
      "medium",
      "slow",
      "price",
      "combined",
      "held",
    ]);
    expect(section("UP").querySelectorAll("svg.data path.band")).toHaveLength(1);
  });

  it("has every statistic at every frequency", () => {
    const [[header, ...lines]] = tables("Statistics") as [string[][]];
    expect(header).toEqual(["statistic", "business day", "week", "month", "year"]);
    expect(lines).toHaveLength(Object.keys(statistics(net)).length);
    const daily = statistics(net);
    const monthly = statistics(
      accountCurve(report.portfolio, { unit: "percent", frequency: "month" }),
      "month",
    );
    const cells = Object.fromEntries(lines.map(([name, day, , month]) => [name, [day, month]]));
    expect(cells["Sharpe ratio"]).toEqual([daily.sharpe.toFixed(2), monthly.sharpe.toFixed(2)]);
    expect(cells.worst).toEqual([`${daily.min.toFixed(2)}%`, `${monthly.min.toFixed(2)}%`]);
    expect(cells["gains among gains and losses"]![0]).toBe(`${(100 * daily.hitRate).toFixed(1)}%`);
  });

  it("does without rules, rows and instruments", () => {
    const nothing = new Series(new Float64Array(0), new Float64Array(0));
    const portfolio = { gross: nothing, costs: nothing, net: nothing, capital: 1 };
    const empty: BacktestReportData = {
      title: "none",
      currency: "USD",
      portfolio,
      instruments: [],
      rules: [],
    };
    const shown = parsePage(pageHtml(backtestReport(empty)));
    expect(texts("h2", shown)).not.toContain("Rules");
    expect(texts(".subtitle", shown)).toEqual(["no days, 0 instruments, capital 1 USD"]);
    expect(texts("dd", shown)[0]).toBe("–");
    const alone = backtestReportData(
      classicSystem(backtestDataOf(instrumentData({ adjustedPrice: trendingPrice({ days: 2 }) })), config),
    );
    expect(texts("h2", parsePage(pageHtml(backtestReport(alone))))).toContain("TEST");
    expect(pageHtml(backtestReport(alone)).split("<script>")[0]!.slice(8000)).not.toMatch(
      /NaN|undefined|Infinity/,
    );
  });

  it("keeps sections for the largest weights where there are many instruments", () => {
    const [first] = report.instruments;
    const weighted = (code: string, share: number) => {
      const weight = new Series(first!.weight.time, new Float64Array(first!.weight.length).fill(share));
      return { ...first!, code, weight };
    };
    const many = Array.from({ length: 32 }, (_, at) =>
      weighted(`I${at}`, (at === 3 || at === 5 ? 1 : 2) / 64),
    );
    const shown = parsePage(pageHtml(backtestReport({ ...report, instruments: many })));
    const codes = texts("h2", shown).filter((heading) => /^I\d+$/.test(heading));
    expect(codes).toHaveLength(30);
    expect(codes).not.toContain("I3");
    expect(codes).not.toContain("I5");
  });

  it("refuses a capital that is not there", () => {
    const broken = { ...report, portfolio: { ...report.portfolio, capital: 0 } };
    try {
      backtestReport(broken);
      expect.fail("nothing was thrown");
    } catch (error) {
      expect(isContangoError(error, "CAPITAL_VALUE")).toBe(true);
    }
  });

  it("stays below 3 MB with decades of real instruments", () => {
    const data = backtestData(["CORN", "US10", "EUROSTX", "V2X", "MXP", "SOFR"]);
    const real = backtestReportData(classicSystem(data, config));
    expect(real.portfolio.net.length).toBeGreaterThan(10_000);
    expect(Buffer.byteLength(pageHtml(backtestReport(real)))).toBeLessThan(1_500_000);
  });
});
