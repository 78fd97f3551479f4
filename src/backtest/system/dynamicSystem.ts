import type { InstrumentCode } from "../../instruments/codes.js";
import { lastValue } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";
import type { Account, GroupAccount } from "../accounts/account.js";
import { costDeflator } from "../accounts/costDeflator.js";
import { costOfTrade, requireSpreadCost } from "../accounts/costOfTrade.js";
import { groupAccount } from "../accounts/groupAccount.js";
import { instrumentAccount } from "../accounts/instrumentAccount.js";
import {
  type DynamicPositions,
  type DynamicSettings,
  dynamicPositions,
} from "../dynamic/dynamicPositions.js";
import { portfolioWeights } from "../dynamic/portfolioWeights.js";
import { costPerUnitWeight } from "../dynamic/tradingCosts.js";
import type { ClassicSystem } from "./classicSystem.js";

/** A system whose positions are whole contracts that together come close to the optimal ones at little cost. */
export interface DynamicBacktest extends DynamicPositions {
  /** Whole contracts. */
  position(instrument: InstrumentCode): Series;
  /** The cost of trading a weight of 1, as a fraction of capital. */
  cost(instrument: InstrumentCode): Series;
  account(instrument: InstrumentCode): Account;
  portfolio(): GroupAccount;
}

/**
 * The positions of a system after dynamic optimisation, date by date, and what they earn. Costs are cash costs. Settings of
 * `small_system` hold where `settings` has no other; markets that are not traded can only be reduced.
 *
 * @throws ContangoError `OPTIMISATION`; `BACKTEST_DATA` where a spread cost is not known.
 * @example
 * dynamicBacktest(system).positions; // a column for each instrument
 */
export function dynamicBacktest(system: ClassicSystem, settings: DynamicSettings = {}): DynamicBacktest {
  const { instruments, data } = system;
  const {
    notionalCapital: capital,
    smallSystem,
    longOnlyDynamic,
    rollCostMultiplier,
    normaliseCostsByVolatility,
  } = system.settings;
  const byInstrument = <T>(of: (instrument: InstrumentCode) => T): ReadonlyMap<InstrumentCode, T> =>
    new Map(instruments.map((instrument) => [instrument, of(instrument)]));
  const optimal = byInstrument(system.positionBeforeOverlay);
  const values = byInstrument(system.valuePerContract);
  const index = portfolioWeights(optimal, values);

  const cost = (code: InstrumentCode): Series => {
    const { instrument } = data.instruments.get(code)!;
    requireSpreadCost(instrument);
    const price = system.input(code, "adjustedPrice");
    return costPerUnitWeight(
      {
        costPerContract: costOfTrade({ ...instrument, quantity: 1, price: lastValue(price), slippage: true }),
        fx: lastValue(system.fxRate(code)),
        valuePerContract: lastValue(values.get(code)!),
        capital,
        deflator: costDeflator(price),
      },
      index,
    );
  };
  const { positions, diagnostics } = dynamicPositions(
    {
      positions: optimal,
      valuesPerContract: values,
      volatilities: system.annualVolatilities(),
      correlations: system.returnsCorrelations(),
      costs: byInstrument(cost),
      reduceOnly: system.notTraded,
      longOnly: longOnlyDynamic,
    },
    { ...smallSystem, ...settings },
  );
  const position = (instrument: InstrumentCode): Series => positions.series(instrument);
  const account = (code: InstrumentCode): Account => {
    const { instrument, rollsPerYear } = data.instruments.get(code)!;
    return instrumentAccount({
      position: position(code),
      price: system.dailyPrice(code),
      fxRate: system.fxRate(code),
      instrument,
      capital,
      costs: {
        kind: "cash",
        rollsPerYear,
        rollCostMultiplier,
        normaliseByVolatility: normaliseCostsByVolatility,
      },
    });
  };
  return {
    positions,
    diagnostics,
    position,
    cost,
    account,
    portfolio: () => groupAccount(byInstrument(account), capital),
  };
}
