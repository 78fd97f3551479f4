import type { Account, GroupAccount } from "../backtest/accounts/account.js";
import { groupAccount } from "../backtest/accounts/groupAccount.js";
import { weightsOfRule } from "../backtest/accounts/ruleWeights.js";
import { weightedAccount } from "../backtest/accounts/weightedAccount.js";
import type { ClassicSystem } from "../backtest/system/classicSystem.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { divide } from "../series/arithmetic.js";
import { mean } from "../series/reduce.js";
import { asOf } from "../series/reindex.js";
import { toFrame } from "../series/toFrame.js";
import type { BacktestReportData, ReportedInstrument, ReportedRule } from "./backtestReportData.js";

export interface BacktestReportOptions {
  /** Default "Backtest". */
  readonly title?: string;
  /** False: leave out profit and loss by rule, which takes most of the time where there are many rules (default true). */
  readonly rules?: boolean;
}

/**
 * What a backtest report shows of a classic system: of the positions for the notional capital, or where capital is compounded, of
 * those for the capital there is. A rule's part is that of its forecasts in the optimal positions, in fractional contracts at
 * Sharpe-ratio costs: parts of rules add up to about the portfolio.
 *
 * @throws ContangoError whatever the system throws while it computes, such as `BACKTEST_DATA`.
 * @example
 * writePage("chapter15.html", backtestReport(backtestReportData(system, { title: "Chapter 15" })));
 */
export function backtestReportData(
  system: ClassicSystem,
  { title = "Backtest", rules = true }: BacktestReportOptions = {},
): BacktestReportData {
  const compounded = system.settings.capitalMultiplier !== "fixed";
  const portfolio = compounded ? system.portfolioWithMultiplier() : system.portfolio();
  const held = compounded ? compoundedPositions : notionalPositions;
  return {
    title,
    currency: system.settings.baseCurrency,
    portfolio,
    instruments: system.instruments.map((code) => ({
      ...reportedInstrument(system, code, portfolio),
      ...held(system, code),
    })),
    rules: rules ? reportedRules(system, portfolio) : [],
  };
}

type Positions = Pick<ReportedInstrument, "position" | "lower" | "upper" | "held">;

const notionalPositions = (system: ClassicSystem, code: InstrumentCode): Positions => ({
  position: system.notionalPosition(code),
  ...system.buffers(code),
  held: system.bufferedPosition(code),
});

function compoundedPositions(system: ClassicSystem, code: InstrumentCode): Positions {
  return {
    position: system.actualPosition(code),
    ...system.actualBuffers(code),
    held: system.actualBufferedPosition(code),
  };
}

function reportedInstrument(
  system: ClassicSystem,
  code: InstrumentCode,
  portfolio: GroupAccount,
): Omit<ReportedInstrument, keyof Positions> {
  const { instrument, rollsPerYear } = system.data.instruments.get(code)!;
  const price = system.dailyPrice(code);
  const rules = system.rules(code).map((rule) => [rule, system.forecast(code, rule)] as const);
  const weight = system.instrumentWeights().series(code);
  return {
    code,
    description: instrument.description,
    account: portfolio.members.get(code)!,
    price,
    forecasts: toFrame(new Map(rules)),
    combinedForecast: system.combinedForecast(code),
    forecastWeights: system.forecastWeights(code),
    weight,
    turnover: system.turnover(code),
    rollsPerYear,
    costPerTrade: system.costPerTrade(code),
  };
}

function reportedRules(system: ClassicSystem, { capital }: GroupAccount): ReportedRule[] {
  const names = [...new Set(system.instruments.flatMap((code) => system.rules(code)))].sort();
  return names.map((name) => {
    const parts = [...weightsOfRule(system.ruleWeights(), name)].map(([code, weight]): [string, Account] => {
      // A forecast's account leaves the FX rate out of its position.
      const share = divide(weight, asOf(system.fxRate(code), weight));
      return [code, weightedAccount(system.forecastAccount(code, name), share)];
    });
    const turnovers = parts.map(([code]) => system.forecastTurnover(code, name));
    return { name, account: groupAccount(new Map(parts), capital), turnover: mean(turnovers) };
  });
}
