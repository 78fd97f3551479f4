import type { Frame } from "../../series/frame.js";
import { lastValue } from "../../series/reduce.js";
import type { Weights } from "../config/settings.js";
import { estimationError } from "../estimation/estimationError.js";
import { exportConfiguration, type FixedConfiguration } from "../estimation/exportConfiguration.js";
import { fitForecastMapping } from "../estimation/forecastMappingFit.js";
import type { ClassicSystem } from "./classicSystem.js";

/** What may be taken over from a system as fixed settings. */
export const EXPORTED_SETTINGS = [
  "forecast_scalars",
  "forecast_weights",
  "forecast_div_multiplier",
  "forecast_mapping",
  "instrument_weights",
  "instrument_div_multiplier",
] as const;
export type ExportedSetting = (typeof EXPORTED_SETTINGS)[number];

/**
 * The last scalars, weights, multipliers and mappings of a system as fixed settings, for a configuration that estimates
 * nothing: put it over the one that the system has (`fixedConfigurationYaml` writes it as YAML), in which no rule may have a
 * `forecast_scalar` of its own, which would win. Scalars are exported by rule, so those that are estimated by instrument are refused.
 *
 * @param settings which to export; default all.
 * @throws ContangoError `ESTIMATION` where a value is not known, or scalars are not pooled.
 * @example
 * fixedConfigurationYaml(exportEstimates(system, ["forecast_scalars", "instrument_weights"]));
 */
export function exportEstimates(
  system: ClassicSystem,
  settings: readonly ExportedSetting[] = EXPORTED_SETTINGS,
): FixedConfiguration {
  const unknown = settings.find((setting) => !EXPORTED_SETTINGS.includes(setting));
  if (unknown !== undefined) {
    throw estimationError(unknown, `is not exported; give some of ${EXPORTED_SETTINGS.join(", ")}`);
  }
  const { instruments } = system;
  const byInstrument = <T>(of: (instrument: string) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(instruments.map((instrument) => [instrument, of(instrument)]));
  const given = <T>(setting: ExportedSetting, value: () => T): T | undefined =>
    settings.includes(setting) ? value() : undefined;
  const values = {
    forecastScalars: given("forecast_scalars", () => {
      requirePooledScalars(system);
      return Object.fromEntries(
        [...system.settings.rules.keys()].map((rule) => [rule, latestScalar(system, rule)]),
      );
    }),
    forecastWeights: given("forecast_weights", () =>
      byInstrument((instrument) => lastRow(system.forecastWeights(instrument))),
    ),
    forecastDiversificationMultipliers: given("forecast_div_multiplier", () =>
      byInstrument((instrument) => lastValue(system.forecastDiversificationMultiplier(instrument))),
    ),
    forecastMappings: given("forecast_mapping", () =>
      Object.fromEntries(
        instruments.flatMap((instrument) => {
          const mapping = fitForecastMapping(
            system.notionalPosition(instrument),
            system.combinedForecast(instrument),
          );
          return mapping === undefined ? [] : [[instrument, mapping] as const];
        }),
      ),
    ),
    instrumentWeights: given("instrument_weights", () => lastRow(system.instrumentWeights())),
    instrumentDiversificationMultiplier: given("instrument_div_multiplier", () =>
      lastValue(system.instrumentDiversificationMultiplier()),
    ),
  };
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return exportConfiguration(Object.fromEntries(known));
}

/** The scalar of a rule on the last day that any instrument has a forecast. */
function latestScalar(system: ClassicSystem, rule: string): number {
  const scalars = system.instruments.map((instrument) => system.forecastScalar(instrument, rule));
  return lastValue(
    scalars.reduce((latest, scalar) => (scalar.timeAt(-1) > latest.timeAt(-1) ? scalar : latest)),
  );
}

const lastRow = (weights: Frame): Weights =>
  Object.fromEntries(weights.names.map((name) => [name, weights.floats(name).at(-1) ?? Number.NaN]));

function requirePooledScalars({ settings }: ClassicSystem): void {
  if (!settings.estimateForecastScalars || settings.forecastScalarEstimate.poolInstruments) return;
  throw estimationError(
    "forecast_scalar_estimate.pool_instruments",
    "scalars that differ by instrument cannot be written as forecast_scalars; pool them, or leave them out of the export",
  );
}
