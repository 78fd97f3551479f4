import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { leaves } from "../portfolio/groupedWeights.js";
import type { BacktestSettings } from "./settings.js";

type RuleSettings = Pick<
  BacktestSettings,
  "rules" | "forecastWeights" | "ruleVariations" | "estimateForecastWeights"
>;

/**
 * The rules of an instrument, in alphabetical order: with fixed weights those that have one, with estimated weights those
 * of `rule_variations`; all where neither is set.
 *
 * @throws ContangoError `BACKTEST_CONFIG` where they are set by instrument, and not for this one.
 */
export function instrumentRules(settings: RuleSettings, instrument: InstrumentCode): readonly string[] {
  const names = settings.estimateForecastWeights
    ? variations(settings.ruleVariations, instrument)
    : weighted(settings.forecastWeights, instrument);
  return [...(names ?? settings.rules.keys())].sort();
}

function variations(
  given: RuleSettings["ruleVariations"],
  instrument: InstrumentCode,
): readonly string[] | undefined {
  if (given === undefined || Array.isArray(given)) return given as readonly string[] | undefined;
  return ofInstrument(given as Readonly<Record<string, readonly string[]>>, instrument, "rule_variations");
}

function weighted(
  weights: RuleSettings["forecastWeights"],
  instrument: InstrumentCode,
): readonly string[] | undefined {
  switch (weights.kind) {
    case "equal":
      return undefined;
    case "flat":
      return Object.keys(weights.weights);
    case "byInstrument":
      return Object.keys(ofInstrument(weights.weights, instrument, "forecast_weights"));
    case "grouped":
      return leaves(weights.grouping);
  }
}

/** What a setting holds for an instrument. @throws ContangoError `BACKTEST_CONFIG` where it holds nothing. */
export function ofInstrument<T>(
  values: Readonly<Record<InstrumentCode, T>>,
  instrument: InstrumentCode,
  setting: string,
): T {
  if (Object.hasOwn(values, instrument)) return values[instrument]!;
  const key = `${setting}.${instrument}`;
  throw new ContangoError(
    "BACKTEST_CONFIG",
    "backtest",
    `${key} is not set, and ${setting} is by instrument (${Object.keys(values).slice(0, 5).join(", ")}${Object.keys(values).length > 5 ? " …" : ""}); add it, or take ${instrument} out of the system`,
    { details: { key, instrument } },
  );
}
