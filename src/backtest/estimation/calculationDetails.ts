import { lastValue } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";

/** The steps from a forecast to a position and its buffers, under the names that a table of them has. */
export interface CalculationSteps {
  readonly combinedForecast: Series;
  readonly price: Series;
  /** Daily standard deviation, in price units. */
  readonly volatility: Series;
  /** Daily standard deviation, in percent. */
  readonly percentageVolatility: Series;
  /** Value of a price move of 1%, in the instrument's currency. */
  readonly blockValue: Series;
  readonly instrumentCurrencyVolatility: Series;
  readonly fxRate: Series;
  readonly instrumentValueVolatility: Series;
  /** The position for the average forecast, with all the capital. */
  readonly averagePosition: Series;
  readonly subsystemPosition: Series;
  readonly notionalPosition: Series;
  readonly instrumentWeight: Series;
  readonly instrumentDiversificationMultiplier: Series;
  /** Value of a price move of 1 of one contract. */
  readonly pointSize: number;
  /** Standard deviation to aim at a day, in the base currency. */
  readonly dailyCashVolatilityTarget: number;
  readonly bufferUpper: Series;
  readonly bufferLower: Series;
}

/**
 * The last known value of each step of the way to an instrument's position, by the step's short name.
 *
 * @example
 * calculationDetails(steps)["IVV"];
 */
export function calculationDetails(steps: CalculationSteps): Readonly<Record<string, number>> {
  return {
    Fcast: lastValue(steps.combinedForecast),
    Price: lastValue(steps.price),
    "S(P_d)": lastValue(steps.volatility),
    "S(%daily)": lastValue(steps.percentageVolatility),
    "Blck val": lastValue(steps.blockValue),
    ICV: lastValue(steps.instrumentCurrencyVolatility),
    FX: lastValue(steps.fxRate),
    IVV: lastValue(steps.instrumentValueVolatility),
    "Vol scalar": lastValue(steps.averagePosition),
    "SS Pos": lastValue(steps.subsystemPosition),
    "Pos.": lastValue(steps.notionalPosition),
    "Instr.Wt": lastValue(steps.instrumentWeight),
    IDM: lastValue(steps.instrumentDiversificationMultiplier),
    "Blc size": steps.pointSize,
    "Daily VolTgt": steps.dailyCashVolatilityTarget,
    "Bfr+": lastValue(steps.bufferUpper),
    "Bfr-": lastValue(steps.bufferLower),
  };
}
