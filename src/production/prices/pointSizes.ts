/** Point sizes that differ by more than this, relative, are not the same. */
const TOLERANCE = 1e-9;

/**
 * What is wrong with a configured point size beside the broker's: a sentence, or undefined where they agree.
 */
export function pointSizeProblem(configured: number, broker: number): string | undefined {
  if (Math.abs(configured - broker) <= TOLERANCE * Math.max(Math.abs(configured), Math.abs(broker))) {
    return undefined;
  }
  const factor = broker / configured;
  const magnified = Number.isInteger(Math.log10(Number(factor.toPrecision(9))));
  const hint = magnified
    ? `, ${Number(factor.toPrecision(9))} times as much: one side may count the broker's price magnifier and the other not`
    : "";
  return `its point size is ${configured} in configuration and ${broker} at the broker${hint}; correct the wrong one before trading`;
}
