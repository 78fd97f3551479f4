import type { Account } from "../backtest/accounts/account.js";
import { cumulative, drawdown } from "../backtest/accounts/drawdown.js";
import { periodsPerYear } from "../backtest/accounts/frequency.js";
import { statistics } from "../backtest/accounts/statistics.js";
import { barPanel } from "../charts/barPanel.js";
import type { Panel, Section } from "../charts/page.js";
import { type TableCell, tablePanel } from "../charts/tablePanel.js";
import { linePanel } from "../charts/timePanel.js";
import { forwardFill } from "../series/fill.js";
import { min, sum } from "../series/reduce.js";
import type { Percent } from "./backtestPercent.js";
import type { BacktestReportData, ReportedInstrument } from "./backtestReportData.js";
import { numberText, percentText } from "./reportText.js";

/** A part of the portfolio: an instrument, or a rule. */
interface Part {
  readonly name: string;
  readonly account: Account;
}

/** Who earned it: instruments, rules; and what it cost. */
export function breakdownSections(data: BacktestReportData, percent: Percent): Section[] {
  const { instruments, rules, portfolio } = data;
  const years = percent(portfolio).length / periodsPerYear("business day");
  const parts = instruments.map(({ code, account }): Part => ({ name: code, account }));
  return [
    { heading: "Instruments", panels: partPanels("instrument", parts, years, percent) },
    ...(rules.length === 0 ? [] : [{ heading: "Rules", panels: partPanels("rule", rules, years, percent) }]),
    { heading: "Costs and turnover", panels: costPanels(data, years, percent) },
    { heading: "Weights", panels: weightPanels(instruments) },
  ];
}

function partPanels(what: string, parts: readonly Part[], years: number, percent: Percent): Panel[] {
  const net = parts.map(({ name, account }) => percent(account).named(name));
  const aYear = (part: Part, kind: "net" | "gross" | "costs"): number =>
    sum(percent(part.account, { kind })) / years;
  const rows = parts.map((part, at): Record<string, TableCell> => {
    const about = statistics(net[at]!);
    return {
      [what]: part.name,
      gross: percentText(aYear(part, "gross"), 2),
      costs: percentText(aYear(part, "costs"), 2),
      net: percentText(aYear(part, "net"), 2),
      volatility: percentText(about.annualStandardDeviation, 2),
      "Sharpe ratio": numberText(about.sharpe, 2),
      "deepest drawdown": percentText(min(drawdown(net[at]!))),
    };
  });
  return [
    barPanel(
      parts.map((part) => [part.name, aYear(part, "net")] as const).sort(([, a], [, b]) => b - a),
      { title: "Net profit and loss a year", unit: "% of capital" },
    ),
    ...(parts.length > MOST_LINES ? [] : [lines(net.map((one) => cumulative(one)))]),
    tablePanel(rows, {
      note: "A year of the portfolio, in percent of its capital; the Sharpe ratio is of the part's own days.",
    }),
  ];
}

/** More lines than these cannot be told apart. */
const MOST_LINES = 12;

const lines = (series: Parameters<typeof linePanel>[0]): Panel =>
  linePanel(series, {
    title: "Net profit and loss, added up",
    unit: "% of capital",
    zero: true,
    height: 320,
    points: 8000,
  });

function costPanels({ instruments, rules }: BacktestReportData, years: number, percent: Percent): Panel[] {
  const rows = instruments.map((one): Record<string, TableCell> => {
    const { turnover, rollsPerYear, costPerTrade } = one;
    const [gross, costs] = (["gross", "costs"] as const).map((kind) => sum(percent(one.account, { kind })));
    return {
      instrument: one.code,
      turnover: numberText(turnover, 1),
      rolls: rollsPerYear,
      "cost of a trade, SR": numberText(costPerTrade, 5),
      "cost a year, SR": numberText(costPerTrade * (turnover + 2 * rollsPerYear), 4),
      "paid a year": percentText(costs! / years, 3),
      "of gross": gross! > 0 ? percentText((-100 * costs!) / gross!) : "",
    };
  });
  return [
    tablePanel(rows, {
      note: "Turnover: how many times a year the average position is traded. SR: over the annual standard deviation of the instrument, at the last year's prices.",
    }),
    ...(rules.length === 0
      ? []
      : [
          barPanel(
            rules.map(({ name, turnover }) => [name, turnover] as const),
            {
              title: "Turnover of rules",
              unit: "times a year",
              decimals: 1,
            },
          ),
        ]),
  ];
}

function weightPanels(instruments: readonly ReportedInstrument[]): Panel[] {
  const names = [...new Set(instruments.flatMap(({ forecastWeights }) => forecastWeights.names))].sort();
  const rows = instruments.map(({ code, forecastWeights }): Record<string, TableCell> => {
    const share = (name: string): string =>
      forecastWeights.columns.has(name)
        ? percentText(100 * forwardFill(forecastWeights.series(name)).at(-1))
        : "";
    return { instrument: code, ...Object.fromEntries(names.map((name) => [name, share(name)])) };
  });
  const weights = instruments.map(({ code, weight }) => weight.named(code));
  return [
    instruments.length > MOST_LINES
      ? barPanel(
          weights.map((weight) => [weight.name, forwardFill(weight).at(-1)] as const),
          { title: "Instrument weights" },
        )
      : linePanel(weights, { title: "Instrument weights", zero: true, height: 240, points: 4000 }),
    tablePanel(rows, { title: "Forecast weights, now" }),
  ];
}
