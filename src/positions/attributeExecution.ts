import type { StrategyName } from "../instruments/codes.js";

/** Whose position an execution changes. */
export type Attribution =
  /** Its label names the strategy. */
  | { readonly status: "labelled"; readonly strategy: StrategyName }
  /** It has no label, and only one strategy trades the instrument. */
  | { readonly status: "guessed"; readonly strategy: StrategyName }
  | { readonly status: "unattributed"; readonly reason: string };

/**
 * Attributes an execution: to the strategy that its label names, or, where it has none, to the only strategy that trades the
 * instrument.
 *
 * @param strategies all there are.
 * @param traders those that trade the instrument.
 */
export function attributeExecution(
  reference: string | undefined,
  strategies: readonly StrategyName[],
  traders: readonly StrategyName[],
): Attribution {
  if (reference !== undefined && reference !== "") {
    return strategies.includes(reference)
      ? { status: "labelled", strategy: reference }
      : { status: "unattributed", reason: `its label "${reference}" names no strategy` };
  }
  const [only, ...others] = traders;
  if (only === undefined) return { status: "unattributed", reason: "no strategy trades the instrument" };
  return others.length === 0
    ? { status: "guessed", strategy: only }
    : { status: "unattributed", reason: `it has no label, and ${traders.join(", ")} trade the instrument` };
}
