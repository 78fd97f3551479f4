import type { InstrumentCode } from "../../instruments/codes.js";
import type { ForecastMapping, Weights } from "../config/settings.js";
import { estimationError } from "./estimationError.js";

/** The last estimates of a system; what is left out is not exported, and goes on being estimated. */
export interface EstimatedValues {
  /** By rule. */
  readonly forecastScalars?: Weights;
  /** By instrument and rule. */
  readonly forecastWeights?: Readonly<Record<InstrumentCode, Weights>>;
  /** By instrument. */
  readonly forecastDiversificationMultipliers?: Weights;
  /** Of the instruments that need one. */
  readonly forecastMappings?: Readonly<Record<InstrumentCode, ForecastMapping>>;
  readonly instrumentWeights?: Weights;
  readonly instrumentDiversificationMultiplier?: number;
}

/** Some settings of a backtest under the names of its YAML: put them over a whole one, `{ ...config, ...fixed }`. */
export interface FixedConfiguration {
  readonly [key: string]: number | boolean | FixedConfiguration;
}

/**
 * Estimates as fixed settings of a backtest: those that the values stand for, keys in alphabetical order, and the switches
 * set to false that would estimate them again.
 *
 * @throws ContangoError `ESTIMATION` where a value is not known (NaN), with the path of its key.
 * @example
 * exportConfiguration({ forecastScalars: { carry: 21.8 } });
 * // { forecast_scalars: { carry: 21.8 }, use_forecast_scale_estimates: false }
 */
export function exportConfiguration(values: EstimatedValues): FixedConfiguration {
  const out: Record<string, FixedConfiguration[string]> = {};
  const put = (key: string, value: FixedConfiguration[string] | undefined, estimateSwitch?: string): void => {
    if (value === undefined) return;
    out[key] = sorted(value, key);
    if (estimateSwitch !== undefined) out[estimateSwitch] = false;
  };
  put("forecast_scalars", values.forecastScalars, "use_forecast_scale_estimates");
  put("forecast_weights", values.forecastWeights, "use_forecast_weight_estimates");
  put(
    "forecast_div_multiplier",
    values.forecastDiversificationMultipliers,
    "use_forecast_div_mult_estimates",
  );
  put("forecast_mapping", mappings(values.forecastMappings));
  put("instrument_weights", values.instrumentWeights, "use_instrument_weight_estimates");
  put(
    "instrument_div_multiplier",
    values.instrumentDiversificationMultiplier,
    "use_instrument_div_mult_estimates",
  );
  return sorted(out, "") as FixedConfiguration;
}

function mappings(fitted: EstimatedValues["forecastMappings"]): FixedConfiguration | undefined {
  const entries = Object.entries(fitted ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([code, { threshold, a, b }]) => [code, { a_param: a, b_param: b, threshold }]),
  );
}

/** The same values with keys in alphabetical order. */
function sorted(value: FixedConfiguration[string], path: string): FixedConfiguration[string] {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw estimationError(
      path,
      `the estimate is ${value}; leave out the rule or instrument, or give it more data`,
    );
  }
  const keys = Object.keys(value).sort();
  return Object.fromEntries(
    keys.map((key) => [key, sorted(value[key]!, path === "" ? key : `${path}.${key}`)]),
  );
}
