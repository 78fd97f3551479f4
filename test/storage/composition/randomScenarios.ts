import fc from "fast-check";
import { type Composition, playScenario, TIMEOUT } from "./commitScenarios.js";
import type { Fate } from "./world.js";

const fate = fc.record({
  at: fc.integer({ min: 1, max: 90 }),
  kind: fc.constantFrom<NonNullable<Fate["kind"]>>(
    "kill before",
    "kill after",
    "stall",
    "fail before",
    "fail after",
  ),
  milliseconds: fc.integer({ min: 50, max: 3 * TIMEOUT }),
});
const scenario = fc.record({
  seed: fc.integer(),
  hosts: fc.constantFrom<readonly [string, string]>(["here", "here"], ["here", "there"]),
  fates: fc.tuple(fate, fc.oneof(fc.constant({}), fate)),
});

/** Plays so many random scenarios; a failure is shrunk and told with its seed. */
export async function playRandomScenarios(make: () => Composition, count: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      await playScenario(make, each);
    }),
    { numRuns: count },
  );
}
