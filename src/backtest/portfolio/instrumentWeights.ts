import type { InstrumentCode } from "../../instruments/codes.js";
import type { Series } from "../../series/series.js";
import type { Weights } from "../config/settings.js";
import { configError } from "./configError.js";
import { equalWeights } from "./equalWeights.js";

/**
 * The raw weight of each instrument: what is configured, else the same for all; 0 for those of `zero`, which an equal
 * weighting does not count. Weights of instruments that are not in the list are left out.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where weights are configured and an instrument's is missing or not a
 * finite number.
 */
export function fixedInstrumentWeights(
  configured: Weights | undefined,
  instruments: readonly InstrumentCode[],
  zero: ReadonlySet<InstrumentCode> = new Set(),
): Weights {
  const weights = configured ?? equalWeights(instruments.filter((instrument) => !zero.has(instrument)));
  return Object.fromEntries(
    instruments.map((instrument) => {
      if (zero.has(instrument)) return [instrument, 0];
      const weight = Object.hasOwn(weights, instrument) ? weights[instrument]! : undefined;
      if (Number.isFinite(weight)) return [instrument, weight!];
      if (weight !== undefined) {
        throw configError(`instrument_weights.${instrument}`, `is ${weight}; give a number`, { instrument });
      }
      throw configError(
        "instrument_weights",
        `has no weight for ${instrument}; add one, or leave ${instrument} out with ` +
          "exclude_instrument_lists.ignore_instruments",
        { instrument },
      );
    }),
  );
}

/** The instruments whose position is never anything but 0 or missing: they get no weight. */
export function instrumentsNeverHeld(
  positions: ReadonlyMap<InstrumentCode, Series>,
): readonly InstrumentCode[] {
  return [...positions]
    .filter(([, { values }]) => values.every((value) => value === 0 || Number.isNaN(value)))
    .map(([instrument]) => instrument);
}
