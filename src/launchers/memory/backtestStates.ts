import type { StrategyName } from "../../instruments/codes.js";
import { joinBytes } from "../../storage/frameCodec.js";
import type { BacktestStateId, BacktestStates, DeletedState } from "../backtestStates.js";
import { decodeState } from "../decodeState.js";
import { encodeState } from "../encodeState.js";
import { stateConfig } from "../stateConfig.js";
import { chosenState, cutOff, oldStates, stateId } from "../stateId.js";

interface Kept {
  readonly bytes: Uint8Array;
  readonly config: string;
}

/**
 * Backtest states in the memory of this process, gone with it: for tests and for trying things out.
 *
 * @example
 * const states = memoryBacktestStates();
 */
export function memoryBacktestStates(): BacktestStates {
  const strategies = new Map<StrategyName, Map<BacktestStateId, Kept>>();
  const idsOf = (strategy: StrategyName): readonly BacktestStateId[] =>
    [...(strategies.get(strategy)?.keys() ?? [])].sort();
  return {
    async save(strategy, run) {
      const parts: Uint8Array[] = [];
      await encodeState(strategy, run, async (part) => {
        parts.push(part);
      });
      const kept = { bytes: joinBytes(parts), config: await stateConfig(run.config) };
      const id = stateId(run.time);
      strategies.set(strategy, (strategies.get(strategy) ?? new Map()).set(id, kept));
      return id;
    },
    list: async (strategy) => idsOf(strategy),
    async load(strategy, wanted) {
      const id = chosenState(strategy, idsOf(strategy), wanted);
      const { bytes, config } = strategies.get(strategy)!.get(id)!;
      return decodeState(bytes, `${strategy}/${id} in memory`, config);
    },
    async deleteOlderThan(days, now) {
      const before = cutOff(days, now);
      const deleted: DeletedState[] = [];
      for (const [strategy, states] of strategies) {
        for (const id of oldStates(idsOf(strategy), before)) {
          states.delete(id);
          deleted.push({ strategy, id });
        }
      }
      return deleted;
    },
  };
}
