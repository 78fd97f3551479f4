import { describe, test } from "vitest";
import { COMPOSITIONS } from "./commitScenarios.js";
import { playRandomScenarios } from "./randomScenarios.js";

describe.each(Object.entries(COMPOSITIONS))("two writers on %s", (_, make) => {
  test("write all or nothing, in one order, whatever befalls them", () => playRandomScenarios(make, 60));
});
