import type { ClassicSystem } from "../backtest/system/classicSystem.js";
import type { Series } from "../series/series.js";
import type { RunOutputs } from "./lookAheadCompare.js";

/**
 * The forecasts and positions of a system, by name: for each instrument `CORN forecast ewmac16_64` for each rule,
 * `CORN combined forecast`, `CORN subsystem position`, `CORN notional position`, `CORN buffer lower`, `CORN buffer upper` and
 * `CORN buffered position`.
 *
 * @example
 * findLookAhead((data) => systemOutputs(classicSystem(data, settings)), data);
 */
export function systemOutputs(system: ClassicSystem): RunOutputs {
  const outputs: Record<string, Series> = {};
  for (const code of system.instruments) {
    for (const rule of system.rules(code)) outputs[`${code} forecast ${rule}`] = system.forecast(code, rule);
    const { lower, upper } = system.buffers(code);
    outputs[`${code} combined forecast`] = system.combinedForecast(code);
    outputs[`${code} subsystem position`] = system.subsystemPosition(code);
    outputs[`${code} notional position`] = system.notionalPosition(code);
    outputs[`${code} buffer lower`] = lower;
    outputs[`${code} buffer upper`] = upper;
    outputs[`${code} buffered position`] = system.bufferedPosition(code);
  }
  return outputs;
}
