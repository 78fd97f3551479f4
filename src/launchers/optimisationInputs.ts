import { costOfTrade } from "../backtest/accounts/costOfTrade.js";
import type { InstrumentToOptimise } from "../backtest/dynamic/optimisePositions.js";
import { returnsCorrelationData } from "../backtest/estimation/correlationData.js";
import { correlationEstimates } from "../backtest/estimation/correlationEstimates.js";
import type { CorrelationMatrix } from "../backtest/estimation/correlationMatrix.js";
import type { ClassicSystem } from "../backtest/system/classicSystem.js";
import type { InstrumentCode } from "../instruments/codes.js";
import type { RawPosition } from "../positions/optimalPosition.js";
import { lastValue } from "../series/reduce.js";
import { ROOT_BUSINESS_DAYS_IN_YEAR } from "../time/businessDays.js";

/** What the optimiser needs to know of an instrument, as of the last day of a system; NaN where it is not known. */
export function instrumentToOptimise(
  system: ClassicSystem,
  instrument: InstrumentCode,
  { optimal, referencePrice: price }: RawPosition,
  held: number,
): InstrumentToOptimise {
  const { data, settings } = system;
  const terms = data.instruments.get(instrument)!.instrument;
  const capital = settings.notionalCapital;
  const fx = lastValue(system.fxRate(instrument));
  const weightPerContract = (price * fx * terms.pointSize) / capital;
  const costOfContract = (costOfTrade({ ...terms, quantity: 1, price }) * fx) / capital;
  return {
    optimal,
    previous: held,
    weightPerContract,
    volatility: (lastValue(system.percentageVolatility(instrument)) * ROOT_BUSINESS_DAYS_IN_YEAR) / 100,
    cost: costOfContract / Math.abs(weightPerContract),
    reduceOnly: settings.notTraded.includes(instrument),
    longOnly: settings.longOnlyDynamic.includes(instrument),
  };
}

/** Correlations of the daily returns of instruments over all that a system knows; undefined while that is too short. */
export function correlationsOfReturns(
  system: ClassicSystem,
  instruments: readonly InstrumentCode[],
): CorrelationMatrix | undefined {
  if (instruments.length === 0) return undefined;
  const { returnsCorrelationEstimate: settings } = system.settings;
  const returns = instruments.map(
    (instrument) => [instrument, system.input(instrument, "percentageReturns")] as const,
  );
  const { frequency, forwardFill } = settings;
  const data = returnsCorrelationData(new Map(returns), { frequency, forwardFill });
  const wholeHistory = { ...settings, dateMethod: "in_sample" } as const;
  return correlationEstimates(data, wholeHistory, "instrument_returns_correlation").at(-1);
}
