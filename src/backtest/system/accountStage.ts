import type { InstrumentCode } from "../../instruments/codes.js";
import { multiply } from "../../series/arithmetic.js";
import { asOf } from "../../series/reindex.js";
import type { Series } from "../../series/series.js";
import type { Account, GroupAccount } from "../accounts/account.js";
import { accountCurve } from "../accounts/accountCurve.js";
import { bufferedPosition } from "../accounts/bufferedPosition.js";
import { groupAccount } from "../accounts/groupAccount.js";
import { type AccountCosts, instrumentAccount } from "../accounts/instrumentAccount.js";
import { ruleAccounts } from "../accounts/ruleAccounts.js";
import { type InstrumentShare, type RuleWeights, ruleWeights } from "../accounts/ruleWeights.js";
import { annualSharpeCost } from "../accounts/sharpeCosts.js";
import { subsystemAccount } from "../accounts/subsystemAccount.js";
import { turnover } from "../accounts/turnover.js";
import { actualBuffers, actualPosition } from "../portfolio/actualPosition.js";
import { actualCapital, capitalMultiplier } from "../portfolio/capitalMultiplier.js";
import { positionBuffers } from "../portfolio/positionBuffers.js";
import type { PositionBuffers } from "./classicSystem.js";
import type { CombinationStage } from "./combinationStage.js";
import { instrumentOf, rollsPerYearOf, type SystemContext } from "./context.js";
import type { CostStage } from "./costStage.js";
import type { PortfolioStage } from "./portfolioStage.js";
import type { SizingStage } from "./sizingStage.js";

/** The accounts of instruments by themselves, each with all the capital. */
export const subsystemAccounts =
  (
    context: SystemContext,
    sizing: SizingStage,
    costs: CostStage,
  ): ((instrument: InstrumentCode) => Account) =>
  (instrument) =>
    context.cache.once(instrument, "subsystemAccount", () => {
      const { settings, raw } = context;
      const position = sizing.subsystemPosition(instrument);
      const averagePosition = sizing.averagePosition(instrument);
      const { bufferMethod: method, bufferSize: size, tradeToEdge } = settings;
      return subsystemAccount({
        position,
        buffers: method === "none" ? undefined : positionBuffers({ method, size, position, averagePosition }),
        tradeToEdge,
        price: raw.dailyPrice(instrument),
        fxRate: sizing.fxRate(instrument),
        instrument: instrumentOf(context, instrument),
        capital: settings.notionalCapital,
        costs: accountCosts(context, costs, instrument, averagePosition, () =>
          turnover(position, averagePosition),
        ),
      });
    });

/** What trading an instrument is charged with. */
function accountCosts(
  context: SystemContext,
  costs: CostStage,
  instrument: InstrumentCode,
  averagePosition: Series,
  turnoverOfPosition: () => number,
): AccountCosts {
  const { settings, raw } = context;
  const rollsPerYear = rollsPerYearOf(context, instrument);
  if (!settings.sharpeCosts) {
    return {
      kind: "cash",
      rollsPerYear,
      rollCostMultiplier: settings.rollCostMultiplier,
      normaliseByVolatility: settings.normaliseCostsByVolatility,
    };
  }
  const costPerTrade = costs.costPerTrade(instrument);
  return {
    kind: "sharpe",
    annualCost: annualSharpeCost({ costPerTrade, turnover: turnoverOfPosition(), rollsPerYear }),
    averagePosition,
    volatility: raw.volatility(instrument),
  };
}

/** The profit and loss of the portfolio and its instruments. */
export interface AccountStage {
  account(instrument: InstrumentCode): Account;
  portfolio(): GroupAccount;
  /** How much of the portfolio each rule of each instrument is; they do not add to 1. */
  ruleWeights(): RuleWeights;
  /** A member for each rule, whose members are instruments; each has its share of the capital. */
  ruleAccounts(): GroupAccount;
  /** Times a year that the position trades its average size in the portfolio. */
  turnover(instrument: InstrumentCode): number;
  /** The multiple of the notional capital that is at risk. */
  capitalMultiplier(): Series;
  actualPosition(instrument: InstrumentCode): Series;
  actualBuffers(instrument: InstrumentCode): PositionBuffers;
  /** What would have been held with the capital there is, in whole contracts. */
  actualBufferedPosition(instrument: InstrumentCode): Series;
  /** With positions that follow the capital multiplier, in percent of the capital there then is. */
  portfolioWithMultiplier(): GroupAccount;
}

export function accountStage(
  context: SystemContext,
  sizing: SizingStage,
  costs: CostStage,
  combination: CombinationStage,
  portfolio: PortfolioStage,
): AccountStage {
  const { settings, instruments, cache, raw } = context;

  /** The position for the average forecast at the instrument's share of the portfolio. */
  const portfolioAverage = (instrument: InstrumentCode): Series => {
    const weight = multiply(
      portfolio.instrumentWeights().series(instrument),
      portfolio.instrumentDiversificationMultiplier(),
    );
    const average = sizing.averagePosition(instrument);
    return multiply(average, asOf(weight, average));
  };

  function accountOf(instrument: InstrumentCode, position: Series): Account {
    const average = portfolioAverage(instrument);
    return instrumentAccount({
      position,
      price: raw.dailyPrice(instrument),
      fxRate: sizing.fxRate(instrument),
      instrument: instrumentOf(context, instrument),
      capital: settings.notionalCapital,
      costs: accountCosts(context, costs, instrument, average, () => turnover(position, average)),
    });
  }

  const groupOf = (of: (instrument: InstrumentCode) => Account, capital: number | Series): GroupAccount =>
    groupAccount(new Map(instruments.map((instrument) => [instrument, of(instrument)])), capital);

  const stage: AccountStage = {
    account: (instrument) =>
      cache.once(instrument, "account", () => accountOf(instrument, portfolio.bufferedPosition(instrument))),
    portfolio: () =>
      cache.once(undefined, "portfolio", () => groupOf(stage.account, settings.notionalCapital)),
    ruleWeights: () =>
      cache.once(undefined, "ruleWeights", () => {
        const shares = instruments.map((instrument): [InstrumentCode, InstrumentShare] => [
          instrument,
          {
            instrumentWeight: portfolio.instrumentWeights().series(instrument),
            forecastDiversificationMultiplier: combination.forecastDiversificationMultiplier(instrument),
            forecastWeights: combination.forecastWeights(instrument),
          },
        ]);
        return ruleWeights(new Map(shares), portfolio.instrumentDiversificationMultiplier());
      }),
    ruleAccounts: () =>
      cache.once(undefined, "ruleAccounts", () =>
        ruleAccounts(stage.ruleWeights(), costs.forecastAccount, settings.notionalCapital),
      ),
    turnover: (instrument) =>
      cache.once(instrument, "turnover", () =>
        turnover(portfolio.bufferedPosition(instrument), portfolioAverage(instrument)),
      ),
    capitalMultiplier: () =>
      cache.once(undefined, "capitalMultiplier", () =>
        capitalMultiplier(settings.capitalMultiplier, accountCurve(stage.portfolio(), { unit: "percent" })),
      ),
    actualPosition: (instrument) =>
      actualPosition(portfolio.notionalPosition(instrument), stage.capitalMultiplier()),
    actualBuffers: (instrument) => actualBuffers(portfolio.buffers(instrument), stage.capitalMultiplier()),
    actualBufferedPosition: (instrument) =>
      cache.once(instrument, "actualBufferedPosition", () =>
        bufferedPosition(
          stage.actualPosition(instrument),
          settings.bufferMethod === "none" ? undefined : stage.actualBuffers(instrument),
          { tradeToEdge: settings.tradeToEdge },
        ),
      ),
    portfolioWithMultiplier: () =>
      cache.once(undefined, "portfolioWithMultiplier", () =>
        groupOf(
          (instrument) => accountOf(instrument, stage.actualBufferedPosition(instrument)),
          actualCapital(stage.capitalMultiplier(), settings.notionalCapital),
        ),
      ),
  };
  return stage;
}
