import type { InstrumentCode } from "../../instruments/codes.js";
import { leaves } from "../portfolio/groupedWeights.js";
import type { BacktestSettings, InstrumentWeights } from "./settings.js";

type ListSettings = Pick<BacktestSettings, "instruments" | "instrumentWeights" | "excluded">;

/**
 * The instruments of a system, in alphabetical order: those with an instrument weight, else those listed, else all that
 * have data; without the excluded ones. Markets that are bad or restricted stay: see {@link notTradedInstruments}.
 *
 * @param available the instruments that have data.
 */
export function systemInstruments(
  { instruments, instrumentWeights, excluded }: ListSettings,
  available: Iterable<InstrumentCode>,
): readonly InstrumentCode[] {
  const listed = weightedInstruments(instrumentWeights) ?? instruments ?? available;
  const left = new Set(listed);
  for (const code of excluded) left.delete(code);
  return [...left].sort();
}

/**
 * The instruments of a system that should not be traded, being bad markets or restricted ones. A classic system holds them
 * all the same, unless they are given zero weight; a dynamic one only reduces them.
 */
export function notTradedInstruments(
  settings: ListSettings & Pick<BacktestSettings, "notTraded">,
  available: Iterable<InstrumentCode>,
): readonly InstrumentCode[] {
  const notTraded = new Set(settings.notTraded);
  return systemInstruments(settings, available).filter((code) => notTraded.has(code));
}

/** The setting that the list of instruments comes from. */
export function instrumentsKey({ instruments, instrumentWeights }: ListSettings): string | undefined {
  if (instrumentWeights.kind !== "equal") return "instrument_weights";
  return instruments === undefined ? undefined : "instruments";
}

function weightedInstruments(weights: InstrumentWeights): readonly InstrumentCode[] | undefined {
  if (weights.kind === "equal") return undefined;
  return weights.kind === "flat" ? Object.keys(weights.weights) : leaves(weights.grouping);
}
