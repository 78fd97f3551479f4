import { drawdown } from "../backtest/accounts/drawdown.js";
import { periodsPerYear } from "../backtest/accounts/frequency.js";
import { statistics } from "../backtest/accounts/statistics.js";
import { type Figure, figuresPanel } from "../charts/figuresPanel.js";
import type { Section } from "../charts/page.js";
import { type TableCell, tablePanel } from "../charts/tablePanel.js";
import { forwardFill } from "../series/fill.js";
import { min, sum } from "../series/reduce.js";
import { lowerBound } from "../series/search.js";
import type { Series } from "../series/series.js";
import { civilFromDays, DAY, dayOf, daysFromCivil } from "../time/civil.js";
import type { Percent } from "./backtestPercent.js";
import type { BacktestReportData, ReportedInstrument } from "./backtestReportData.js";
import { dateText, numberText, percentText } from "./reportText.js";

/** What to know first: how it went, and what is held now. */
export function headlineSections(data: BacktestReportData, percent: Percent): Section[] {
  const net = percent(data.portfolio);
  return [
    {
      heading: "At a glance",
      panels: [figuresPanel([...recentFigures(net), ...lifetimeFigures(data, net, percent)])],
    },
    {
      heading: "Positions",
      text: "After the last close, in contracts. Nothing is traded while what is held lies between lower and upper, rounded.",
      panels: [tablePanel(data.instruments.map(positionRow), POSITION_TABLE)],
    },
  ];
}

function recentFigures(net: Series): Figure[] {
  const last = net.timeAt(-1);
  const { year, month } = civilFromDays(dayOf(last));
  const since = (time: number): string =>
    percentText(sum(net.values.subarray(lowerBound(net.time, time))), 2);
  const depth = drawdown(net);
  return [
    figure("Last day", percentText(net.at(-1), 2), net.length === 0 ? "" : dateText(last)),
    figure("This month", since(daysFromCivil(year, month, 1) * DAY)),
    figure("This year", since(daysFromCivil(year, 1, 1) * DAY)),
    figure("Last 365 days", since(last - 364 * DAY)),
    figure("Drawdown", percentText(depth.at(-1)), `deepest ${percentText(min(depth))}`),
  ];
}

function lifetimeFigures({ portfolio }: BacktestReportData, net: Series, percent: Percent): Figure[] {
  const all = statistics(net);
  const recent = statistics(net.rows(Math.max(0, net.length - TEN_YEARS)));
  const monthly = statistics(percent(portfolio, { frequency: "month" }), "month");
  const years = net.length / periodsPerYear("business day");
  const aYear = (kind: "gross" | "costs"): number => sum(percent(portfolio, { kind })) / years;
  return [
    figure("Return a year", percentText(all.annualMean), `before costs ${percentText(aYear("gross"))}`),
    figure("Costs a year", percentText(aYear("costs"), 2)),
    figure("Volatility a year", percentText(all.annualStandardDeviation)),
    figure("Sharpe ratio", numberText(all.sharpe, 2), `last ten years ${numberText(recent.sharpe, 2)}`),
    figure("Skew of months", numberText(monthly.skew, 2)),
  ];
}

const TEN_YEARS = 10 * periodsPerYear("business day");

/** A figure with true minus signs, and a dash for nothing. */
const figure = (label: string, value: string, note = ""): Figure => ({
  label,
  value: value === "" ? "–" : value.replace("-", "−"),
  note: note.replace(" -", " −"),
});

const POSITION_TABLE = { decimals: { forecast: 1, lower: 2, optimal: 2, upper: 2 } };

function positionRow(one: ReportedInstrument): Record<string, TableCell> {
  const held = forwardFill(one.held);
  const now = (series: Series): number => forwardFill(series).at(-1);
  return {
    instrument: one.code,
    held: held.at(-1),
    change: changeText(held.at(-1) - held.at(-2)),
    lower: now(one.lower),
    optimal: now(one.position),
    upper: now(one.upper),
    forecast: now(one.combinedForecast),
    price: priceText(now(one.price)),
    weight: percentText(100 * now(one.weight)),
    "last day": new Date(one.price.timeAt(-1)),
  };
}

/** A price with six significant digits, so that prices of all sizes can stand in one column. */
const priceText = (price: number): string =>
  Number.isNaN(price) ? "" : String(Number(price.toPrecision(6)));

const changeText = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? String(change) : "");
