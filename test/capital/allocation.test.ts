import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocateByWeight } from "../../src/capital/allocateByWeight.js";
import { type AllocationFunction, allocateCapital } from "../../src/capital/allocation.js";
import { minorUnitPlaces } from "../../src/capital/minorUnits.js";
import { type Decimal, ZERO } from "../../src/capital/money.js";

const texts = (shares: ReadonlyMap<string, Decimal>): Record<string, string> =>
  Object.fromEntries([...shares].map(([name, share]) => [name, share.toString()]));

const sum = (shares: ReadonlyMap<string, Decimal>): Decimal =>
  [...shares.values()].reduce((total, share) => total.plus(share), ZERO);

const refusal = (part: string) =>
  expect.toSatisfy(
    (error: { code: string; message: string }) => error.code === "ALLOCATION" && error.message.includes(part),
    `an ALLOCATION error with "${part}"`,
  );

describe("shares by weight", () => {
  it("gives the units left over to the largest remainders, ties in order of name", () => {
    expect(texts(allocateByWeight(100, { c: 1, b: 1, a: 1 }))).toEqual({
      a: "33.34",
      b: "33.33",
      c: "33.33",
    });
    expect(texts(allocateByWeight(0.05, { a: 3, b: 3, c: 1 }))).toEqual({ a: "0.02", b: "0.02", c: "0.01" });
    expect(texts(allocateByWeight(100, { a: 3, b: 3, c: 1 }, { currency: "JPY" }))).toEqual({
      a: "43",
      b: "43",
      c: "14",
    });
    expect(texts(allocateByWeight(1, { a: 1, b: 1, c: 1 }, { currency: "KWD" }))).toEqual({
      a: "0.334",
      b: "0.333",
      c: "0.333",
    });
  });

  it("normalises weights, whatever they add up to", () => {
    for (const weights of [
      { trend: 60, carry: 40 },
      { trend: 0.6, carry: 0.4 },
      { trend: 3e-300, carry: 2e-300 },
    ]) {
      expect(texts(allocateByWeight(1000, weights))).toEqual({ carry: "400", trend: "600" });
    }
  });

  it("gives a fraction of a minor unit to the next in the same order, never to a weight of zero", () => {
    expect(texts(allocateByWeight("100.005", { a: 0, b: 1, c: 1 }))).toEqual({
      a: "0",
      b: "50.005",
      c: "50",
    });
    expect(texts(allocateByWeight("100.5", { a: 1, b: 1 }, { currency: "JPY" }))).toEqual({
      a: "50.5",
      b: "50",
    });
    expect(texts(allocateByWeight("0.004", { a: 0, b: 1 }))).toEqual({ a: "0", b: "0.004" });
  });

  it("is in order of name, and takes maps", () => {
    expect([
      ...allocateByWeight(
        2,
        new Map([
          ["b", 1],
          ["__proto__", 1],
        ]),
      ).keys(),
    ]).toEqual(["__proto__", "b"]);
  });

  it.each([
    [{}, "no strategy has a weight above zero"],
    [{ a: 0 }, "no strategy has a weight above zero"],
    [{ a: -1, b: 2 }, 'the weight of "a" was -1'],
    [{ a: Number.NaN }, 'the weight of "a" was NaN'],
    [{ a: Number.POSITIVE_INFINITY }, 'the weight of "a" was Infinity'],
    [{ a: "60" as unknown as number }, 'the weight of "a" was 60'],
  ])("refuses %o", (weights, part) => {
    expect(() => allocateByWeight(100, weights)).toThrow(refusal(part));
  });

  it("refuses a negative total", () => {
    expect(() => allocateByWeight(-1, { a: 1 })).toThrow(refusal("was -1; it cannot be below zero"));
  });

  it("adds up exactly, each share within a minor unit of its quota", () => {
    const name = fc.string({ minLength: 1, maxLength: 4 });
    const weight = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 1e-12, max: 1e12, noNaN: true }),
    );
    const total = fc.oneof(
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.integer({ min: 0, max: 1_000_000_000 }).map((cents) => cents / 100),
    );
    const currency = fc.constantFrom("USD", "JPY", "KWD", "EUR");
    fc.assert(
      fc.property(
        fc.dictionary(name, weight, { minKeys: 1, maxKeys: 8 }),
        total,
        currency,
        (weights, amount, unit) => {
          const weightSum = Object.values(weights).reduce((all, one) => all + one, 0);
          fc.pre(weightSum > 0);
          const shares = allocateByWeight(amount, weights, { currency: unit });
          expect(sum(shares).equals(amount)).toBe(true);
          expect([...shares.keys()]).toEqual(Object.keys(weights).sort());
          const tolerance = 2 * 10 ** -minorUnitPlaces(unit) + amount * 1e-12;
          for (const [key, share] of shares) {
            expect(share.greaterThanOrEqualTo(0)).toBe(true);
            expect(Math.abs(share.toNumber() - (amount * weights[key]!) / weightSum)).toBeLessThan(tolerance);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("allocating capital", () => {
  const strategies = ["trend", "carry"];

  it("goes by weights in the settings, zero for a strategy without one", () => {
    const { capital, unallocated } = allocateCapital(1000, {
      strategies: [...strategies, "retired"],
      settings: { strategy_weights: { trend: 60, carry: 40 } },
    });
    expect(texts(capital)).toEqual({ carry: "400", retired: "0", trend: "600" });
    expect(unallocated.isZero()).toBe(true);
  });

  it("is equal where there are no weights", () => {
    expect(texts(allocateCapital(1000.01, { strategies }).capital)).toEqual({
      carry: "500.01",
      trend: "500",
    });
  });

  it("asks a function of the user's own, with everything it may need", () => {
    const seen: unknown[] = [];
    const allocate: AllocationFunction = (request) => {
      seen.push(request);
      return { trend: request.total.times("0.25"), carry: "100.50" };
    };
    const settings = { floor: 5 };
    const { capital, unallocated } = allocateCapital(1000, {
      strategies,
      currency: "EUR",
      allocate,
      settings,
    });
    expect(seen).toMatchObject([{ currency: "EUR", strategies: ["carry", "trend"], settings }]);
    expect(texts(capital)).toEqual({ carry: "100.5", trend: "250" });
    expect(unallocated.toString()).toBe("649.5");
    expect(
      allocateCapital(10, { strategies, allocate: () => new Map([["trend", 4]]) }).unallocated.toString(),
    ).toBe("6");
  });

  it("lets the noise of doubles pass, and no more", () => {
    const third = (1000.1 * 1.0000001) / 3;
    const allocate: AllocationFunction = () => ({ a: third, b: third, c: third });
    const shares = allocateCapital(1000.1, { strategies: ["a", "b", "c"], allocate });
    expect(shares.unallocated.isNegative()).toBe(true);
    expect(() => allocateCapital(1000, { strategies: ["a"], allocate: () => ({ a: 1000.005 }) })).toThrow(
      refusal("the shares add up to 1000.005 USD, more than the total of 1000"),
    );
  });

  it.each([
    [{ other: 1 }, 'there is no strategy "other"; the strategies are carry, trend'],
    [{ trend: -1 }, 'strategy "trend" was given -1, which is negative'],
    [{ trend: Number.NaN }, 'strategy "trend" was given NaN'],
    [{ trend: "lots" }, 'strategy "trend" was given lots'],
    [{ trend: 600, carry: 500 }, "the shares add up to 1100 USD"],
    [undefined, "the allocation function gave undefined"],
    [12, "the allocation function gave 12"],
    [null, "the allocation function gave null"],
    [Promise.resolve({ trend: 1 }), "the allocation function gave a promise"],
    // biome-ignore lint/suspicious/noThenProperty: what a promise of another library looks like
    [{ then: () => undefined }, "the allocation function gave a promise"],
    [[], "the allocation function gave a list"],
    [new Set(["trend"]), "the allocation function gave [object Set]"],
  ])("refuses a function that gives %o", (given, part) => {
    const allocate = (() => given) as unknown as AllocationFunction;
    expect(() => allocateCapital(1000, { strategies, allocate })).toThrow(refusal(part));
  });

  it("refuses weights for unknown strategies, no strategy at all, and weights of another form", () => {
    const weights = (strategy_weights: unknown) => ({ strategies, settings: { strategy_weights } });
    expect(() => allocateCapital(1, weights({ trend: 1, cary: 1 }))).toThrow(refusal('no strategy "cary"'));
    expect(() => allocateCapital(1, weights(12))).toThrow(refusal("strategy_weights must name a weight"));
    const misspelt = { strategies, settings: { strategy_weight: { trend: 80, carry: 20 } } };
    expect(() => allocateCapital(1, misspelt)).toThrow(
      refusal('allocation by weight knows no setting "strategy_weight"; name the weights strategy_weights'),
    );
    expect(() => allocateCapital(1, { strategies: [] })).toThrow(
      refusal("there is no strategy to allocate to"),
    );
    expect(() => allocateCapital(Number.NaN, { strategies })).toThrow("the total capital was NaN");
  });
});

it("minor units: two places where a currency is not listed", () => {
  expect(["USD", "JPY", "KRW", "KWD", "XXX", "constructor"].map((code) => minorUnitPlaces(code))).toEqual([
    2, 0, 0, 3, 2, 2,
  ]);
});
