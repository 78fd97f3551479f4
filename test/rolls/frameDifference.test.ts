import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceDocument, differenceOf } from "../../src/production/roll/differenceDocument.js";
import { applyDifference, frameDifference } from "../../src/rolls/frameDifference.js";
import { frame } from "../../src/series/construct.js";
import type { Frame } from "../../src/series/frame.js";
import { assertSameFrame } from "../../src/testing/assertFrame.js";

const row = fc.record({
  price: fc.oneof(
    fc.constantFrom(Number.NaN, 0, -0, 1.1),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  label: fc.option(fc.constantFrom("20240300", "20240600"), { nil: null }),
});
const frames: fc.Arbitrary<Frame> = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 })
  .chain((days) =>
    fc.array(row, { minLength: days.length, maxLength: days.length }).map((rows) =>
      frame(
        days.toSorted((a, b) => a - b).map((day) => day * 86_400_000 + 0.5),
        // an empty list does not say its kind
        {
          price: Float64Array.from(rows, ({ price }) => price),
          label: ["x", ...rows.map(({ label }) => label)].slice(1),
        },
      ),
    ),
  )
  .filter(({ length }) => length > 0);

describe("the difference of two frames", () => {
  it("turns one into the other, through a document too", () => {
    fc.assert(
      fc.property(frames, frames, (from, to) => {
        const difference = frameDifference(from, to);
        assertSameFrame(applyDifference(from, difference), to);
        assertSameFrame(applyDifference(from, differenceOf(differenceDocument(difference))), to);
      }),
    );
  });

  it("is small where they are alike", () => {
    const from = frame(["2024-01-01", "2024-01-02", "2024-01-03"], { price: [1, null, 3] });
    const to = frame(["2024-01-01", "2024-01-02", "2024-01-04"], { price: [1, null, 4] });
    const { dropped, rows } = frameDifference(from, to);
    expect(dropped).toEqual([from.time[2]]);
    expect([...rows.time]).toEqual([to.time[2]]);
  });

  it("is everything where the columns differ", () => {
    const from = frame(["2024-01-01"], { other: [1] });
    const to = frame(["2024-01-01", "2024-01-02"], { price: [1, 2] });
    assertSameFrame(applyDifference(from, frameDifference(from, to)), to);
  });
});
