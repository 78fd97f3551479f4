import { afterAll, describe, test } from "vitest";
import { COMPOSITIONS, playScenario, TIMEOUT } from "../storage/composition/commitScenarios.js";
import { playRandomScenarios } from "../storage/composition/randomScenarios.js";
import type { Fate } from "../storage/composition/world.js";

const FATES = ["kill before", "kill after", "fail before", "fail after", "stall"] as const;

let points = 0;
afterAll(() => console.log(`simulated: a fate befell the process at ${points} operations`));

/** The 1st, 2nd, 3rd … operation of a process that writes beside another, until the process ends untouched. */
describe.each(Object.entries(COMPOSITIONS))("two writers on %s", (_, make) => {
  test.each(FATES)(
    "%s every single operation: all or nothing, in one order",
    async (kind: Fate["kind"] & string) => {
      for (let at = 1; ; at++) {
        const hosts = at % 2 === 0 ? (["here", "here"] as const) : (["here", "there"] as const);
        const fate: Fate = { at, kind, milliseconds: 2 * TIMEOUT };
        const steps = await playScenario(make, { seed: at, hosts, fates: [fate, {}] });
        if (steps < at) break;
        points++;
      }
    },
  );

  test("whatever befalls both: all or nothing, in one order", () => playRandomScenarios(make, 400));
});
