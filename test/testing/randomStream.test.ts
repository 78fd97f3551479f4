import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/testing/randomStream.js";

const take = (seed: number | string, count: number): number[] => {
  const random = randomStream(seed);
  return Array.from({ length: count }, () => random.uniform());
};
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a random stream", () => {
  it("is the same for the same seed, in every run and on every machine", () => {
    expect(take(42, 3)).toEqual(take("42", 3));
    expect(take(42, 3)).toEqual([0.7353649197611958, 0.09833155269734561, 0.5639857691712677]);
  });

  it("has nothing to do with that of another seed", () => {
    const length = 20_000;
    const streams = ["1", "2", "1/a", "1/b", "a/1"].map((seed) => take(seed, length));
    for (const [at, one] of streams.entries()) {
      for (const other of streams.slice(0, at)) {
        expect(
          Math.abs(mean(one.map((value, row) => (value - 0.5) * (other[row]! - 0.5))) * 12),
        ).toBeLessThan(0.04);
      }
    }
  });

  it("is even", () => {
    const values = take(7, 100_000);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => values.filter((value) => Math.floor(value * 10) === tenth).length,
    );
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    expect(
      Math.abs(mean(values.slice(1).map((value, at) => (value - 0.5) * (values[at]! - 0.5))) * 12),
    ).toBeLessThan(0.02);
  });

  it("is normal where asked", () => {
    const random = randomStream("normal");
    const values = Array.from({ length: 100_000 }, () => random.normal());
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeGreaterThan(2.8);
    expect(mean(values.map((value) => value ** 4))).toBeLessThan(3.2);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it("gives whole numbers below a bound", () => {
    const random = randomStream("below");
    const seen = new Set(Array.from({ length: 200 }, () => random.below(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
