import type { Account } from "../backtest/accounts/account.js";
import type { CurrencyCode, InstrumentCode } from "../instruments/codes.js";
import type { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";

/** What a backtest report shows of one instrument; all series by business day. */
export interface ReportedInstrument {
  readonly code: InstrumentCode;
  /** A few words; empty where there are none. */
  readonly description: string;
  /** Its part of the portfolio. */
  readonly account: Account;
  /** Back-adjusted, in price units. */
  readonly price: Series;
  /** Scaled and capped, a column for each rule. */
  readonly forecasts: Frame;
  readonly combinedForecast: Series;
  /** A column for each rule; rows add to 1. */
  readonly forecastWeights: Frame;
  /** Share of the portfolio. */
  readonly weight: Series;
  /** Optimal, fractional, in contracts, with the bounds between which what is held is left alone. */
  readonly position: Series;
  readonly lower: Series;
  readonly upper: Series;
  /** What is held, in contracts. */
  readonly held: Series;
  /** How many times a year the average position in the portfolio is traded. */
  readonly turnover: number;
  readonly rollsPerYear: number;
  /** The cost of one trade over the annual standard deviation of one contract. */
  readonly costPerTrade: number;
}

/** What a backtest report shows of one trading rule. */
export interface ReportedRule {
  readonly name: string;
  /** Over all instruments: its part of the portfolio. */
  readonly account: Account;
  /** How many times a year the average forecast is traded, the mean of its instruments. */
  readonly turnover: number;
}

/** Everything that a backtest report shows: plain values, which any system can give. */
export interface BacktestReportData {
  readonly title: string;
  /** That of all accounts. */
  readonly currency: CurrencyCode;
  /** The whole; percentages in the report are of its capital. */
  readonly portfolio: Account;
  readonly instruments: readonly ReportedInstrument[];
  readonly rules: readonly ReportedRule[];
}
