import { divide } from "../../series/arithmetic.js";
import { ewmMean } from "../../series/ewm.js";
import { lastValue } from "../../series/reduce.js";
import type { Series } from "../../series/series.js";
import type { ForecastMapping } from "../config/settings.js";

/** Forecasts are mapped only where what a position has to be raised by lies between these. */
const LEAST = 1.2;
const MOST = 1.7;
/** The cap of forecasts, and the average forecast. */
const CAP = 20;
const AVERAGE = 10;
const CENTRE_OF_MASS = 500;

/**
 * The mapping of forecasts that an instrument needs whose average position is only a few contracts: small forecasts give
 * no position, so that large ones give a whole one. Undefined where its positions are large enough without, or too small
 * for it to help.
 *
 * @param options `target` is the position, in contracts, that the average forecast should give (default 2).
 * @example
 * fitForecastMapping(notionalPosition, combinedForecast)?.threshold;
 */
export function fitForecastMapping(
  notionalPosition: Series,
  combinedForecast: Series,
  options: { readonly target?: number } = {},
): ForecastMapping | undefined {
  const perForecast = ewmMean(divide(notionalPosition, combinedForecast), { centreOfMass: CENTRE_OF_MASS });
  const a = (options.target ?? 2) / (AVERAGE * lastValue(perForecast));
  if (!(a >= LEAST && a <= MOST)) return undefined;
  const threshold = 22.263 * a - 19.811;
  return { threshold, a, b: (CAP * a) / (CAP - threshold) };
}
