import type { InstrumentCode } from "../../instruments/codes.js";
import type { Account } from "../accounts/account.js";
import { forecastAccount } from "../accounts/forecastAccount.js";
import { annualSharpeCost, pooledByLength, sharpeCostPerTrade } from "../accounts/sharpeCosts.js";
import { turnover } from "../accounts/turnover.js";
import { instrumentOf, rollsPerYearOf, type SystemContext } from "./context.js";
import type { ForecastStage } from "./forecastStage.js";
import type { SizingStage } from "./sizingStage.js";

/** What trading on single forecasts earns and costs. */
export interface CostStage {
  /** The cost of one trade as a share of a contract's annual standard deviation. */
  costPerTrade(instrument: InstrumentCode): number;
  /** Times a year that the forecast trades its average size; of this instrument alone. */
  forecastTurnover(instrument: InstrumentCode, rule: string): number;
  /** What trading the forecast costs, as a Sharpe ratio a year. */
  forecastCost(instrument: InstrumentCode, rule: string): number;
  /** The account of the forecast alone, with all the capital. */
  forecastAccount(instrument: InstrumentCode, rule: string): Account;
}

export function costStage(
  context: SystemContext,
  forecasts: ForecastStage,
  sizing: Pick<SizingStage, "fxRate">,
): CostStage {
  const { settings, instruments, cache, raw } = context;

  const costPerTrade = (instrument: InstrumentCode): number =>
    cache.once(instrument, "costPerTrade", () =>
      sharpeCostPerTrade({
        instrument: instrumentOf(context, instrument),
        dailyPrice: raw.dailyPrice(instrument),
        volatility: raw.volatility(instrument),
      }),
    );

  /** The instruments that trade with the same rules as this one, itself among them. */
  const sameRules = (instrument: InstrumentCode): readonly InstrumentCode[] => {
    const list = forecasts.rules(instrument).join();
    return instruments.filter((other) => forecasts.rules(other).join() === list);
  };

  const forecastTurnover = (instrument: InstrumentCode, rule: string): number =>
    cache.once(instrument, `forecastTurnover ${rule}`, () =>
      turnover(forecasts.forecast(instrument, rule), settings.averageAbsoluteForecast),
    );

  /** The mean over the instruments with the same rules, weighted by the length of their forecasts; found once for them all. */
  const pooled = (
    what: string,
    instrument: InstrumentCode,
    rule: string,
    value: (member: InstrumentCode) => number,
  ): number =>
    cache.once(undefined, `${what} ${rule} of ${forecasts.rules(instrument).join()}`, () => {
      const members = sameRules(instrument).map((member) => ({
        value: value(member),
        rows: forecasts.forecast(member, rule).length,
      }));
      return pooledByLength(members);
    });

  function tradingCost(instrument: InstrumentCode, rule: string): number {
    const times = settings.poolForecastTurnover
      ? pooled("turnover", instrument, rule, (member) => forecastTurnover(member, rule))
      : forecastTurnover(instrument, rule);
    return annualSharpeCost({ costPerTrade: costPerTrade(instrument), turnover: times, rollsPerYear: 0 });
  }

  const forecastCost = (instrument: InstrumentCode, rule: string): number =>
    cache.once(instrument, `forecastCost ${rule}`, () => {
      const trading = settings.poolForecastCosts
        ? pooled("tradingCost", instrument, rule, (member) => tradingCost(member, rule))
        : tradingCost(instrument, rule);
      const rollsPerYear = rollsPerYearOf(context, instrument);
      return (
        trading + annualSharpeCost({ costPerTrade: costPerTrade(instrument), turnover: 0, rollsPerYear })
      );
    });

  return {
    costPerTrade,
    forecastTurnover,
    forecastCost,
    forecastAccount: (instrument, rule) =>
      cache.once(instrument, `forecastAccount ${rule}`, () =>
        forecastAccount({
          forecast: forecasts.forecast(instrument, rule),
          price: raw.dailyPrice(instrument),
          volatility: raw.volatility(instrument),
          fxRate: sizing.fxRate(instrument),
          instrument: instrumentOf(context, instrument),
          capital: settings.notionalCapital,
          percentageVolatilityTarget: settings.percentageVolatilityTarget,
          averageAbsoluteForecast: settings.averageAbsoluteForecast,
          annualCost: forecastCost(instrument, rule),
        }),
      ),
  };
}
