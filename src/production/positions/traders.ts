import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import { type Attribution, attributeExecution } from "../../positions/attributeExecution.js";
import { ROLL_STRATEGY } from "../../positions/tradePlan.js";
import type { Desk } from "../desk.js";

/** Who trades what. */
export interface Traders {
  /** Strategies of `strategy_list`, in order of name. */
  readonly strategies: readonly StrategyName[];
  /** True for a name that a fill may be attributed to. */
  isKnown(strategy: string): boolean;
  /** Attributes a trade by its label or, where it has none, to the only strategy that trades the instrument. */
  attribute(instrument: InstrumentCode, reference: string | undefined): Attribution;
}

/** A strategy trades an instrument if it has an optimal position in it or ever held it. */
export async function readTraders({ config, data }: Pick<Desk, "config" | "data">): Promise<Traders> {
  const strategies = Object.keys(config.get("strategy_list")).sort();
  const byInstrument = new Map<InstrumentCode, Set<StrategyName>>();
  const stored = [...(await data.optimalPositions.list()), ...(await data.strategyPositions.list())];
  for (const { strategy, instrument } of stored) {
    if (!strategies.includes(strategy)) continue;
    const traders = byInstrument.get(instrument) ?? new Set();
    byInstrument.set(instrument, traders.add(strategy));
  }
  const labels = [...strategies, ROLL_STRATEGY];
  return {
    strategies,
    isKnown: (strategy) => strategies.length === 0 || labels.includes(strategy),
    attribute: (instrument, reference) =>
      attributeExecution(reference, labels, [...(byInstrument.get(instrument) ?? [])].sort()),
  };
}
