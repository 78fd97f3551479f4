import { type Page, page } from "../charts/page.js";
import { forwardFill } from "../series/fill.js";
import { breakdownSections } from "./backtestBreakdown.js";
import { headlineSections } from "./backtestHeadline.js";
import { instrumentSection } from "./backtestInstrumentSection.js";
import { percentOfCapital } from "./backtestPercent.js";
import { performanceSections, statisticsSection } from "./backtestPerformance.js";
import type { BacktestReportData, ReportedInstrument } from "./backtestReportData.js";
import { dateText, numberText } from "./reportText.js";

/** Instruments with a section of their own at most, so that a page stays small. */
const MOST_SECTIONS = 30;

/**
 * A backtest as a page: headline numbers, positions to look at in the morning, equity and drawdown, returns by month, profit and
 * loss by instrument and by rule, costs and turnover, weights, each instrument's forecasts and position in its buffer, and
 * statistics. Everything is net unless it says otherwise, in percent of the portfolio's capital, and not compounded. Of more than
 * 30 instruments those with the largest weights have a section of their own.
 *
 * @throws ContangoError `CAPITAL_VALUE` where the portfolio's capital is not above zero.
 * @example
 * writePage("reports/chapter15.html", backtestReport(backtestReportData(system, { title: "chapter 15" })));
 */
export function backtestReport(data: BacktestReportData): Page {
  const percent = percentOfCapital(data.portfolio);
  return page({
    title: data.title,
    subtitle: subtitle(data),
    sections: [
      ...headlineSections(data, percent),
      ...performanceSections(data, percent),
      ...breakdownSections(data, percent),
      ...largest(data.instruments).map(instrumentSection),
      statisticsSection(data, percent),
    ],
  });
}

function subtitle({ portfolio, currency, instruments }: BacktestReportData): string {
  const { net, capital } = portfolio;
  const amount = typeof capital === "number" ? capital : capital.at(-1);
  const count = `${instruments.length} ${instruments.length === 1 ? "instrument" : "instruments"}`;
  const span = net.length === 0 ? "no days" : `${dateText(net.timeAt(0))} to ${dateText(net.timeAt(-1))}`;
  return `${span}, ${count}, capital ${numberText(amount, 0)} ${currency}`;
}

function largest(instruments: readonly ReportedInstrument[]): readonly ReportedInstrument[] {
  if (instruments.length <= MOST_SECTIONS) return instruments;
  const weight = (one: ReportedInstrument): number => forwardFill(one.weight).at(-1) || 0;
  const kept = new Set(instruments.toSorted((a, b) => weight(b) - weight(a)).slice(0, MOST_SECTIONS));
  return instruments.filter((one) => kept.has(one));
}
