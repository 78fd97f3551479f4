import assert from "node:assert/strict";
import { afterAll, describe, test } from "vitest";
import { killEverywhere } from "./killPoints.js";

let points = 0;
afterAll(() => {
  console.log(`csv: killed before ${points} writes`);
  assert.ok(points >= 100, `only ${points} points`);
});

describe.each([
  ["sqlite records and csv series", 1],
  ["csv", 7],
] as const)("%s", (composition, stride) => {
  test.each(["load", "update"] as const)(
    "a %s killed before any of its writes loses and tears nothing, and ends the same when repeated",
    async (work) => {
      points += await killEverywhere(composition, work, stride);
    },
  );
});
