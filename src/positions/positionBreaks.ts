import { parseContractKey } from "../contracts/contractKey.js";
import type { InstrumentCode } from "../instruments/codes.js";
import type { ByInstrument } from "./requiredTrades.js";

/** Positions in contracts by contract key, `CORN/20241200`. */
export type ContractPositions = ReadonlyMap<string, number>;

/** Positions that should be equal and are not. */
export interface PositionBreak {
  /** The contract key, or the instrument. */
  readonly key: string;
  /** In the books. */
  readonly ours: number;
  /** At the broker, or what the strategies add up to. */
  readonly theirs: number;
}

/** Contracts of which the broker holds another position than the books, in order of key; one that is not listed counts as zero. */
export function brokerBreaks(ours: ContractPositions, broker: ContractPositions): readonly PositionBreak[] {
  return differences(ours, broker);
}

/** Instruments whose contracts add up to another position than their strategies, in order of code. */
export function strategyBreaks(
  contracts: ContractPositions,
  strategies: readonly ByInstrument<number>[],
): readonly PositionBreak[] {
  const held = new Map<InstrumentCode, number>();
  for (const [key, position] of contracts) add(held, parseContractKey(key).instrument, position);
  const wanted = new Map<InstrumentCode, number>();
  for (const positions of strategies) {
    const entries: Iterable<[InstrumentCode, number]> =
      positions instanceof Map ? positions : Object.entries(positions);
    for (const [instrument, position] of entries) add(wanted, instrument, position);
  }
  return differences(held, wanted);
}

function add(sums: Map<string, number>, key: string, position: number): void {
  sums.set(key, (sums.get(key) ?? 0) + position);
}

function differences(
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
): readonly PositionBreak[] {
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return keys
    .map((key) => ({ key, ours: ours.get(key) ?? 0, theirs: theirs.get(key) ?? 0 }))
    .filter(({ ours: a, theirs: b }) => a !== b);
}
