import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import { type Attribution, attributeExecution } from "../../positions/attributeExecution.js";
import { lastPosition } from "../../positions/positionHistory.js";
import { ROLL_STRATEGY } from "../../positions/tradePlan.js";
import type { Desk } from "../desk.js";
import { strategiesAt } from "./automation.js";

/** Who trades what. */
export interface Traders {
  /** Strategies of `strategy_list`, in order of name. */
  readonly strategies: readonly StrategyName[];
  /** True for a name that a fill may be attributed to. */
  isKnown(strategy: string): boolean;
  /** True for a strategy whose fills a person records, and the broker does not tell. */
  isByHand(strategy: StrategyName): boolean;
  /** The strategies that trade an instrument, in order of name. */
  of(instrument: InstrumentCode): readonly StrategyName[];
  /** Attributes a trade by its label or, where it has none, to the only strategy that trades the instrument. */
  attribute(instrument: InstrumentCode, reference: string | undefined): Attribution;
}

/**
 * A strategy trades an instrument if it has an optimal position in it or ever held it; one that `strategy_list` no longer has,
 * while it holds it.
 */
export async function readTraders({ config, data }: Pick<Desk, "config" | "data">): Promise<Traders> {
  const strategies = Object.keys(config.get("strategy_list")).sort();
  const labels = new Set([...strategies, ROLL_STRATEGY]);
  const byHand = strategiesAt(config, ["manual"]);
  const byInstrument = new Map<InstrumentCode, Set<StrategyName>>();
  const add = (strategy: StrategyName, instrument: InstrumentCode): void => {
    const traders = byInstrument.get(instrument) ?? new Set();
    byInstrument.set(instrument, traders.add(strategy));
  };
  for (const { strategy, instrument } of await data.optimalPositions.list()) {
    if (strategies.includes(strategy)) add(strategy, instrument);
  }
  for (const key of await data.strategyPositions.list()) {
    const { strategy, instrument } = key;
    if (strategy === ROLL_STRATEGY) continue;
    if (!strategies.includes(strategy)) {
      if (lastPosition(await data.strategyPositions.read(key, { last: 1 })) === 0) continue;
      labels.add(strategy);
    }
    add(strategy, instrument);
  }
  const of = (instrument: InstrumentCode): readonly StrategyName[] =>
    [...(byInstrument.get(instrument) ?? [])].sort();
  return {
    strategies,
    isKnown: (strategy) => strategies.length === 0 || labels.has(strategy),
    isByHand: (strategy) => byHand.includes(strategy),
    of,
    attribute: (instrument, reference) => attributeExecution(reference, [...labels], of(instrument)),
  };
}
