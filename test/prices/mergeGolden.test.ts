import { describe, expect, it } from "vitest";
import { mergeNewer } from "../../src/prices/mergeNewer.js";
import { dropMissing } from "../../src/series/dropMissing.js";
import { Series } from "../../src/series/series.js";
import { readFxCsv } from "../support/csvFrames.js";
import { golden, hasGolden, relativeDifference, TOLERANCE, time } from "../support/golden.js";

interface GoldenMerge {
  readonly fx: string;
  readonly cut: number;
  readonly new_start: number;
  readonly new_length: number;
  readonly spikes: readonly (readonly [position: number, multiplier: number])[];
  readonly max_spike: number;
  readonly result: {
    readonly status: string;
    readonly length: number;
    readonly spike: boolean;
    readonly spike_date?: string;
  };
  readonly sum: number;
}

const STATUS: Readonly<Record<string, string>> = {
  ONLY_OLD: "old-only",
  ONLY_NEW: "new-only",
  MERGED: "merged",
};

/** Newly fetched FX prices: some stored ones, multiplied here and there. */
function fetched(all: Series, entry: GoldenMerge): Series {
  const rows = all.rows(entry.new_start, entry.new_start + entry.new_length);
  const values = rows.values.slice();
  for (const [position, multiplier] of entry.spikes) {
    if (position < values.length) values[position]! *= multiplier;
  }
  return new Series(rows.time, values, all.name);
}

describe.runIf(hasGolden("merges.json"))("merges agree with the reference", () => {
  const file = hasGolden("merges.json") ? golden<readonly GoldenMerge[]>("merges.json") : [];
  const cases = file.map((entry, index) => ({ ...entry, index }));

  it("reads the file", () => {
    expect(file).toBeInstanceOf(Array);
  });

  it.each(cases)("case $index, $fx", (entry) => {
    const all = dropMissing(readFxCsv(entry.fx));
    const old = all.rows(0, entry.cut);
    const newer = fetched(all, entry);

    const unchecked = mergeNewer(old, newer, { maxSpike: Number.POSITIVE_INFINITY });
    if (unchecked.status === "spike") expect.fail("an unchecked merge cannot be a spike");
    expect(unchecked.status).toBe(STATUS[entry.result.status]);
    expect(unchecked.merged.length).toBe(entry.result.length);
    expect(unchecked.merged.length - unchecked.rowsAdded).toBe(old.length);
    const sum = unchecked.merged.values.reduce((total, value) => total + value, 0);
    expect(relativeDifference([sum], [entry.sum])).toBeLessThanOrEqual(TOLERANCE);

    const checked = mergeNewer(old, newer, { maxSpike: entry.max_spike });
    if (!entry.result.spike) {
      if (checked.status === "spike") expect.fail("a spike where the reference finds none");
      expect(checked.status).toBe(unchecked.status);
      expect(relativeDifference(checked.merged.time, unchecked.merged.time)).toBe(0);
      expect(relativeDifference(checked.merged.values, unchecked.merged.values)).toBe(0);
      return;
    }
    if (checked.status !== "spike") expect.fail(`${checked.status} where the reference finds a spike`);
    expect(checked.spike.time).toBe(time(entry.result.spike_date!));
    expect(relativeDifference(checked.refused.values, unchecked.merged.values)).toBe(0);
    expect(checked.rowsRefused).toBe(unchecked.rowsAdded);
  });
});
