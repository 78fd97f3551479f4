import { calendarYearReturns } from "../backtest/accounts/calendarYearReturns.js";
import { cumulative, drawdown } from "../backtest/accounts/drawdown.js";
import type { AccountFrequency } from "../backtest/accounts/frequency.js";
import { type Statistics, statistics } from "../backtest/accounts/statistics.js";
import type { Section } from "../charts/page.js";
import { type TableCell, tablePanel } from "../charts/tablePanel.js";
import { linePanel } from "../charts/timePanel.js";
import { civilFromDays, dayOf } from "../time/civil.js";
import type { Percent } from "./backtestPercent.js";
import type { BacktestReportData } from "./backtestReportData.js";
import { numberText, percentText } from "./reportText.js";

/** The curve, its drawdown, and returns by month and year. */
export function performanceSections({ portfolio }: BacktestReportData, percent: Percent): Section[] {
  const net = percent(portfolio);
  const curve = (kind: "net" | "gross" | "costs") => cumulative(percent(portfolio, { kind })).named(kind);
  return [
    {
      heading: "Equity",
      panels: [
        linePanel([curve("net"), curve("gross"), curve("costs")], {
          title: "Profit and loss, added up",
          unit: "% of capital",
          zero: true,
          height: 340,
          points: 8000,
        }),
        linePanel(drawdown(net), {
          title: "Drawdown, net",
          unit: "% of capital",
          zero: true,
          height: 160,
          points: 4000,
        }),
      ],
    },
    {
      heading: "Returns",
      panels: [
        tablePanel(monthRows(percent(portfolio, { frequency: "month" }), net), {
          title: "Net, by month",
          note: "In percent of capital, not compounded.",
          columns: ["year", ...MONTHS, "total"],
          decimals: Object.fromEntries([...MONTHS, "total"].map((name) => [name, 1])),
          shade: MONTHS,
        }),
      ],
    },
  ];
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A row for each year, the last one first. */
function monthRows(
  monthly: Iterable<readonly [time: number, value: number]>,
  daily: Parameters<typeof calendarYearReturns>[0],
): Record<string, TableCell>[] {
  const rows = new Map<number, Record<string, TableCell>>();
  for (const [year, total] of calendarYearReturns(daily)) rows.set(year, { year: String(year), total });
  for (const [time, value] of monthly) {
    const { year, month } = civilFromDays(dayOf(time));
    const row = rows.get(year);
    if (row !== undefined) row[MONTHS[month - 1]!] = value;
  }
  const empty = Object.fromEntries(["year", ...MONTHS, "total"].map((name) => [name, undefined]));
  return [...rows.values()].reverse().map((row) => ({ ...empty, ...row }));
}

const FREQUENCIES: readonly AccountFrequency[] = ["business day", "week", "month", "year"];

/** Every statistic at every frequency. */
export function statisticsSection({ portfolio }: BacktestReportData, percent: Percent): Section {
  const all = FREQUENCIES.map((frequency): [string, Statistics] => [
    frequency,
    statistics(percent(portfolio, { frequency }), frequency),
  ]);
  const rows = Object.entries(STATISTICS).map(([name, { label, text }]) => ({
    statistic: label,
    ...Object.fromEntries(
      all.map(([frequency, values]) => [frequency, text(values[name as keyof Statistics])]),
    ),
  }));
  return {
    heading: "Statistics",
    panels: [
      tablePanel(rows, { note: "Of net profit and loss in percent of capital, by period, not compounded." }),
    ],
  };
}

type Line = { readonly label: string; readonly text: (value: number) => string };
const ratio = (label: string, decimals = 2): Line => ({
  label,
  text: (value) => numberText(value, decimals),
});
const percents = (label: string): Line => ({ label, text: (value) => percentText(value, 2) });
const share = (label: string): Line => ({ label, text: (value) => percentText(100 * value) });

const STATISTICS: Readonly<Record<keyof Statistics, Line>> = {
  annualMean: percents("annual mean"),
  annualStandardDeviation: percents("annual standard deviation"),
  sharpe: ratio("Sharpe ratio"),
  sortino: ratio("Sortino ratio"),
  skew: ratio("skew"),
  mean: percents("mean"),
  median: percents("median"),
  standardDeviation: percents("standard deviation"),
  min: percents("worst"),
  max: percents("best"),
  averageDrawdown: percents("average drawdown"),
  timeInDrawdown: share("time in drawdown"),
  calmar: ratio("Calmar ratio"),
  averageReturnToDrawdown: ratio("annual mean to average drawdown"),
  averageLoss: percents("average loss"),
  averageGain: percents("average gain"),
  gainLossRatio: ratio("average gain to average loss"),
  profitFactor: ratio("gains to losses"),
  hitRate: share("gains among gains and losses"),
  tStatistic: ratio("t of the mean"),
  pValue: ratio("p of the mean", 4),
};
