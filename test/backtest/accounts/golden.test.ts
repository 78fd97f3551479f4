import { describe, expect, it } from "vitest";
import type { Account } from "../../../src/backtest/accounts/account.js";
import { type AccountView, accountCurve } from "../../../src/backtest/accounts/accountCurve.js";
import { bufferedPosition } from "../../../src/backtest/accounts/bufferedPosition.js";
import { calendarYearReturns } from "../../../src/backtest/accounts/calendarYearReturns.js";
import { groupAccount } from "../../../src/backtest/accounts/groupAccount.js";
import { type AccountCosts, instrumentAccount } from "../../../src/backtest/accounts/instrumentAccount.js";
import { annualSharpeCost, sharpeCostPerTrade } from "../../../src/backtest/accounts/sharpeCosts.js";
import { statistics } from "../../../src/backtest/accounts/statistics.js";
import { statisticsText } from "../../../src/backtest/accounts/statisticsText.js";
import { turnover } from "../../../src/backtest/accounts/turnover.js";
import { multiply } from "../../../src/series/arithmetic.js";
import { asOf } from "../../../src/series/reindex.js";
import type { Series } from "../../../src/series/series.js";
import { hasGolden, relativeDifference, TOLERANCE } from "../../support/golden.js";
import { checkSeries } from "../../support/goldenSeries.js";
import { type Inputs, type SystemInputs, systemInputs } from "./goldenSystem.js";

const FILES = ["system_chapter15.json", "system_second.json"];

function costsOf(own: Inputs, held: Series, sharpe: boolean): AccountCosts {
  if (!sharpe) return { kind: "cash", rollsPerYear: own.rollsPerYear, rollCostMultiplier: 0.5 };
  const averagePosition = multiply(own.averagePosition, asOf(own.share, own.averagePosition));
  const annualCost = annualSharpeCost({
    costPerTrade: sharpeCostPerTrade(own),
    turnover: turnover(held, averagePosition),
    rollsPerYear: own.rollsPerYear,
  });
  return { kind: "sharpe", annualCost, averagePosition, volatility: own.volatility };
}

function accountsOf(system: SystemInputs): {
  readonly positions: Map<string, Series>;
  readonly accounts: Map<string, Account>;
} {
  const positions = new Map<string, Series>();
  const accounts = new Map<string, Account>();
  for (const [code, own] of system.instruments) {
    const position = bufferedPosition(own.notionalPosition, own.buffers, { tradeToEdge: system.tradeToEdge });
    const { instrument, dailyPrice: price, fxRate } = own;
    const costs = costsOf(own, position, system.sharpeCosts);
    positions.set(code, position);
    accounts.set(
      code,
      instrumentAccount({ position, price, fxRate, instrument, capital: system.capital, costs }),
    );
  }
  return { positions, accounts };
}

const VIEWS = ["net", "gross", "costs"] as const;
const percent = (account: Account, kind: NonNullable<AccountView["kind"]>): Series =>
  accountCurve(account, { kind, unit: "percent" });

for (const file of FILES) {
  describe.runIf(hasGolden(file))(file, () => {
    if (!hasGolden(file)) return;
    const { expected, system } = systemInputs(file);
    const { positions, accounts } = accountsOf(system);
    const portfolio = groupAccount(accounts, system.capital);

    it.each(Object.keys(expected.instruments))("%s: position, and profit and loss", (code) => {
      const own = expected.instruments[code]!;
      checkSeries(
        system.instruments.get(code)!.notionalPosition,
        own.notional_position,
        `${code} notional position`,
      );
      checkSeries(positions.get(code)!, own.buffered_position, `${code} buffered position`);
      for (const kind of VIEWS) {
        checkSeries(percent(accounts.get(code)!, kind), own[`pandl_${kind}_percent`], `${code} ${kind}`);
      }
    });

    it("portfolio: profit and loss, statistics, years", () => {
      for (const kind of VIEWS) {
        checkSeries(percent(portfolio, kind), expected[`portfolio_${kind}_percent`], `portfolio ${kind}`);
      }
      const net = percent(portfolio, "net");
      expect(statisticsText(statistics(net))).toEqual(expected.stats);
      const years = calendarYearReturns(net);
      expect([...years.keys()].map(String)).toEqual(Object.keys(expected.annual));
      expect(relativeDifference([...years.values()], Object.values(expected.annual))).toBeLessThanOrEqual(
        TOLERANCE,
      );
    });
  });
}
