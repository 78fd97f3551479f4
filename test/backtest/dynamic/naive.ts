import { roundHalfEven } from "../../../src/series/rounding.js";
import type { Problem } from "./problems.js";

export interface NaiveSettings {
  readonly shadowCost: number;
  readonly trackingErrorBuffer: number;
}

/** The optimiser written out: everything from scratch for each candidate. */
export function naiveOptimise({ instruments, correlations }: Problem, settings: NaiveSettings): number[] {
  const rows = Object.values(instruments);
  const n = rows.length;
  const value = rows.map((row) => row.weightPerContract);
  const optimum = rows.map((row) => row.optimal * row.weightPerContract);
  const prior = rows.map((row) => row.previous! * row.weightPerContract);
  const error = (a: readonly number[], b: readonly number[]): number => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const covariance = correlations.matrix[i * n + j]! * rows[i]!.volatility * rows[j]!.volatility;
        total += (a[i]! - b[i]!) * (a[j]! - b[j]!) * covariance;
      }
    }
    return Math.sqrt(Math.max(total, 0));
  };
  const objective = (weights: readonly number[]): number =>
    weights.reduce(
      (total, weight, i) => total + Math.abs(rows[i]!.cost * (weight - prior[i]!) * settings.shadowCost),
      error(weights, optimum),
    );
  const ranges = rows.map((row, i): readonly [number, number] => {
    const held = row.previous!;
    const limit = Number.isNaN(row.positionLimit!) ? 999 / value[i]! : row.positionLimit!;
    if (row.noTrade) return [held, held];
    let [low, high] = [row.longOnly ? 0 : -limit, limit];
    if (row.reduceOnly) [low, high] = [Math.min(Math.max(held, low), 0), Math.max(Math.min(held, high), 0)];
    return [low, high];
  });
  const clamp = (contracts: number, i: number): number =>
    Math.min(Math.max(contracts, ranges[i]![0]), ranges[i]![1]);
  const finish = (contracts: readonly number[]): number[] => contracts.map(clamp);
  const held = rows.map((row) => row.previous!);
  if (error(prior, optimum) < settings.trackingErrorBuffer) return finish(held);

  let contracts = ranges.map(([low, high]) => (low === high ? low : Math.min(Math.max(0, low), high)));
  const direction = ranges.map(([low, high], i) =>
    low >= 0 ? 1 : high <= 0 ? -1 : optimum[i]! < 0 ? -1 : 1,
  );
  const weightsOf = (list: readonly number[]): number[] => list.map((k, i) => k * value[i]!);
  for (;;) {
    const candidates = contracts.flatMap((_, i) => {
      const next = contracts.with(i, contracts[i]! + direction[i]!);
      return next[i]! < ranges[i]![0] || next[i]! > ranges[i]![1] ? [] : [next];
    });
    const best = candidates
      .map((list) => [objective(weightsOf(list)), list] as const)
      .sort(([a], [b]) => a - b)[0];
    if (best === undefined || best[0] >= objective(weightsOf(contracts))) break;
    contracts = best[1];
  }
  if (contracts.every((k) => k === 0)) return finish(held);
  const distance = error(prior, weightsOf(contracts));
  const factor = distance <= 0 ? 0 : Math.max((distance - settings.trackingErrorBuffer) / distance, 0);
  const positions = held.map((k, i) => k + roundHalfEven(factor * (contracts[i]! - k)));
  return finish(positions);
}
