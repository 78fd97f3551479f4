import { describe, expect, it } from "vitest";
import { relativeVolumes, smoothedVolume } from "../../src/rolls/contractVolumes.js";
import { series } from "../../src/series/construct.js";
import { toTime } from "../../src/time/text.js";
import { goldenVectors, hasGolden, relativeDifference, TOLERANCE } from "../support/golden.js";

type Vector =
  | {
      readonly id: string;
      readonly op: "smoothed_volume";
      readonly input: {
        readonly now: string;
        readonly days: readonly string[];
        readonly volumes: readonly number[];
      };
      readonly expected: number;
    }
  | {
      readonly id: string;
      readonly op: "normalise_volumes";
      readonly input: readonly number[];
      readonly expected: readonly number[];
    };

const FILE = "execution/reports.json";

describe.runIf(hasGolden(FILE))(`${FILE} [row 28]`, () => {
  const vectors = hasGolden(FILE) ? goldenVectors<Vector>(FILE) : [];
  it.each(vectors.filter(({ op }) => op === "smoothed_volume" || op === "normalise_volumes"))(
    "$id $op",
    (vector) => {
      if (vector.op === "smoothed_volume") {
        const { now, days, volumes } = vector.input;
        const smoothed = smoothedVolume(series([...days], [...volumes]), toTime(now));
        expect(relativeDifference([smoothed], [vector.expected])).toBeLessThanOrEqual(TOLERANCE);
      } else {
        const difference = relativeDifference(relativeVolumes(vector.input), vector.expected);
        expect(difference).toBeLessThanOrEqual(TOLERANCE);
      }
    },
  );
});

describe("volumes", () => {
  const now = toTime("2024-03-15 12:00");

  it("count once a day, the largest bar of it", () => {
    const bars = series(
      ["2024-03-13 23:00", "2024-03-14 15:00", "2024-03-14 16:00", "2024-03-14 23:00"],
      [80, 30, 20, 100],
    );
    const days = series(["2024-03-13", "2024-03-14"], [80, 100]);
    expect(smoothedVolume(bars, now)).toBe(smoothedVolume(days, now));
  });

  it("pass over missing ones, older ones and later ones", () => {
    const bars = series(["2024-02-29", "2024-03-13", "2024-03-14", "2024-03-18"], [9e9, 80, Number.NaN, 9e9]);
    expect(smoothedVolume(bars, now)).toBe(80);
    expect(smoothedVolume(series([], []), now)).toBe(0);
  });
});
