import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeIntradayAndDaily } from "../../../src/prices/mergeIntradayAndDaily.js";
import { storedBars } from "../../../src/production/prices/askForBars.js";
import type { StoredBars } from "../../../src/production/prices/barsBefore.js";
import { rebuiltView } from "../../../src/production/prices/mergedBars.js";
import { writeBars } from "../../../src/production/prices/writeBars.js";
import { frame } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { assertSameFrame } from "../../../src/testing/assertFrame.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { DAY, HOUR } from "../../../src/time/civil.js";

const key = { instrument: "CORN", contract: "20241200" };

const barsAt = (hours: readonly number[], close: number): Frame =>
  frame(
    Float64Array.from(hours, (hour) => hour * HOUR),
    Object.fromEntries(
      ["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"].map((name) => [name, hours.map((hour) => close + hour)]),
    ),
  );

/** New hours and days of one run, as hours since the last stored bar of their frequency. */
const run = fc.record({
  hours: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
});

describe("the merged view", () => {
  it("is that of all hours and days, however they came in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 5 }), async (runs) => {
        const desk = await testDesk();
        let [hour, day] = [0, 0];
        for (const { hours, days } of runs) {
          const [newHours, newDays] = [
            [...hours].sort((a, b) => a - b).map((after) => hour + after),
            [...days].sort((a, b) => a - b).map((after) => (day + after) * 24 - 1),
          ];
          hour = newHours.at(-1) ?? hour;
          day = newDays.length === 0 ? day : (newDays.at(-1)! + 1) / 24;
          if (newHours.length + newDays.length === 0) continue;
          const stored: StoredBars = await storedBars(desk, key);
          const bars = {
            ...(newHours.length === 0 ? {} : { Hour: barsAt(newHours, 1000) }),
            ...(newDays.length === 0 ? {} : { Day: barsAt(newDays, 2000) }),
          };
          await desk.storage.atomically((batch) => writeBars(desk, key, stored, bars, batch));
        }
        const read = (frequency: "Hour" | "Day") => desk.data.contractPrices.read({ ...key, frequency });
        const none = barsAt([], 0);
        const [hours, days] = [(await read("Hour")) ?? none, (await read("Day")) ?? none];
        const merged = (await desk.data.contractPrices.read(key)) ?? none;
        assertSameFrame(merged, mergeIntradayAndDaily(hours, days));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps rows that no frequency has, and lets a day count more than an hour of its time", () => {
    const stored = barsAt([5, 23, 47], 0);
    const view = rebuiltView({ Hour: barsAt([23, 30], 1000), Day: barsAt([23], 2000) }, stored);
    expect([...view.series("FINAL").values]).toEqual([5, 2023, 1030, 47]);
    expect(view.time.at(-1)).toBe(2 * DAY - HOUR);
    expect([...rebuiltView({}, stored).series("FINAL").values]).toEqual([5, 23, 47]);
  });
});
