import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Bundle, bundle } from "./bundle.js";
import { killScenario, type Stages, stagesOf } from "./processes/killScenario.js";
import { SCENARIOS } from "./processes/scenarios.js";

const LEAST = 1000;

describe("a process killed before any of its writes, and run again, ends as one that was not", () => {
  let stages: Stages;
  let child: Bundle;
  let points = 0;
  beforeAll(async () => {
    child = await bundle("processes/processChild");
    stages = await stagesOf();
  }, 120_000);
  afterAll(async () => {
    await stages[Symbol.asyncDispose]();
    await child[Symbol.asyncDispose]();
    console.log(`processes: killed before ${points} writes`);
    assert.ok(points >= LEAST, `only ${points} points`);
  });

  test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
    points += await killScenario(child.path, stages, scenario);
  });
});
