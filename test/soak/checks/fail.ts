/** Ends the soak with what does not hold. */
export function hold(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Error(what());
}
