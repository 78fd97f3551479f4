import fc from "fast-check";
import { describe, test } from "vitest";
import { COMPOSITIONS, playScenario, TIMEOUT } from "./commitScenarios.js";
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

describe.each(Object.entries(COMPOSITIONS))("two writers on %s", (_, make) => {
  test("write all or nothing, in one order, whatever befalls them", { timeout: 1e9 }, async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (each) => {
        await playScenario(make, each);
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    );
  });
});
