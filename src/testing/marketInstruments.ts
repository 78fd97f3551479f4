import {
  type RollParameters,
  type RollParametersInput,
  rollParameters,
} from "../contracts/rollParameters.js";
import { type Commission, type Instrument, instrument } from "../instruments/instrument.js";
import { refuse } from "./marketRefusal.js";
import { type MarketSession, marketSession } from "./marketSessions.js";

/** An instrument of a generated market as a user may describe it. */
export interface MarketInstrumentInput {
  readonly code: string;
  readonly rollParameters: RollParametersInput;
  /** Price of the underlying on the first day (default 100). */
  readonly price?: number;
  /** Standard deviation of a year's log returns (default 0.15). */
  readonly volatility?: number;
  /** How strongly the price is pulled to where it began, a year (default 0.25, so that decades stay plausible). */
  readonly meanReversion?: number;
  /** Log price difference of two contracts a year apart, on average: above 0 is contango, below backwardation (default 0.02). */
  readonly slope?: number;
  /** How far harvest and season move a contract's price from the mean of the year, up and down, as a fraction (default 0). */
  readonly seasonality?: number;
  /** Smallest price step (default: a hundredth of a percent of the price, rounded to a power of ten). */
  readonly tick?: number;
  /** Contracts that trade on an average day in the contract that most trade (default 100,000). */
  readonly volume?: number;
  readonly pointSize?: number;
  readonly currency?: string;
  readonly assetClass?: string;
  /** `US`, `EMEA`, `ASIA` … (default none). */
  readonly region?: string;
  /** Default that of the region. */
  readonly session?: MarketSession;
  /** Default none. */
  readonly commission?: Partial<Commission>;
}

/** An instrument of a generated market, checked, with everything filled in. */
export interface MarketInstrument {
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
  readonly price: number;
  readonly volatility: number;
  readonly meanReversion: number;
  readonly slope: number;
  readonly seasonality: number;
  readonly tick: number;
  readonly volume: number;
  readonly session: MarketSession;
}

/**
 * Checks an instrument of a market and fills in what was left out.
 *
 * @throws ContangoError `MARKET_PARAMETER` for a number out of range, or a month that is held but not priced; `ROLL_CYCLE`,
 * `ROLL_PARAMETERS`, `INSTRUMENT_CODE`, `INSTRUMENT_VALUE`.
 */
export function marketInstrument(input: MarketInstrumentInput): MarketInstrument {
  const {
    code,
    price = 100,
    volatility = 0.15,
    meanReversion = 0.25,
    slope = 0.02,
    seasonality = 0,
    volume = 100_000,
  } = input;
  const { tick = 10 ** Math.round(Math.log10(price) - 4) } = input;
  const check = (name: string, value: number, low: number, high: number): void => {
    if (value >= low && value <= high) return;
    throw refuse(`${code}: ${name} was ${value}; give a number from ${low} to ${high}`, code);
  };
  check("price", price, 1e-9, 1e9);
  check("volatility", volatility, 0, 2);
  check("mean reversion", meanReversion, 0, 50);
  check("slope", slope, -1, 1);
  check("seasonality", seasonality, 0, 0.5);
  check("tick", tick, 1e-12, price / 10);
  check("volume", volume, 0, 1e12);
  const parameters = rollParameters(input.rollParameters);
  const unpriced = [...parameters.holdCycle].find((letter) => !parameters.pricedCycle.includes(letter));
  if (unpriced !== undefined) {
    throw refuse(
      `${code}: month ${unpriced} is held but not priced; add it to the priced cycle ${parameters.pricedCycle}`,
      code,
    );
  }
  const { pointSize = 1, currency = "USD", assetClass = "Other", region = "", commission = {} } = input;
  const traded = { code, pointSize, currency, assetClass, region, commission, spreadCost: tick / 2 };
  return {
    instrument: instrument(traded),
    rollParameters: parameters,
    price,
    volatility,
    meanReversion,
    slope,
    seasonality,
    tick,
    volume,
    session: marketSession(code, region, input.session),
  };
}
