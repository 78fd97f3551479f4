import { expect, it } from "vitest";
import type { Clock } from "../../src/production/clock.js";
import { fixedClock } from "../../src/testing/fixedClock.js";
import { toTime } from "../../src/time/text.js";

it("a fixed clock stands still until it is moved, and sleeps in no time", async () => {
  const clock = fixedClock("2024-03-28 20:30");
  const port: Clock = clock;
  expect(port.now()).toBe(toTime("2024-03-28 20:30"));
  clock.advance(1000);
  expect(clock.now()).toBe(toTime("2024-03-28 20:30:01"));
  await port.sleep(60_000);
  expect(clock.now()).toBe(toTime("2024-03-28 20:31:01"));
  await port.sleep(60_000, AbortSignal.abort());
  expect(clock.now()).toBe(toTime("2024-03-28 20:31:01"));
  clock.set("2020");
  expect(clock.now()).toBe(toTime("2020-01-01"));
  expect(() => clock.advance(Number.NaN)).toThrow(/a time was NaN/);
});
