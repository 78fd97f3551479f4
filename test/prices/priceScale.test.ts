import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaledPrices } from "../../src/prices/priceScale.js";
import { frame } from "../../src/series/construct.js";

const price = fc.double({ min: 0.01, max: 1e5, noNaN: true });

describe("prices in other units", () => {
  it("are multiplied, then inverted; the highest is the highest then too, and volumes stay", () => {
    fc.assert(
      fc.property(price, price, fc.constantFrom(1, 0.01, 100), fc.boolean(), (a, b, multiplier, inverse) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const given = frame(["2024-01-02"], { HIGH: [high], LOW: [low], FINAL: [a], VOLUME: [7] });
        const scaled = scaledPrices(given, { multiplier, inverse });
        const ours = (value: number): number => (inverse ? 1 / (value * multiplier) : value * multiplier);
        expect(scaled.names).toEqual(given.names);
        expect(scaled.row(0)).toMatchObject({
          HIGH: ours(inverse ? low : high),
          LOW: ours(inverse ? high : low),
          FINAL: ours(a),
          VOLUME: 7,
        });
        expect(given.row(0)).toMatchObject({ HIGH: high, LOW: low, FINAL: a });
      }),
    );
  });

  it("have no inverse where they are zero or missing, and leave other kinds of columns alone", () => {
    const given = frame(["2024-01-02", "2024-01-03"], {
      PRICE: [0, Number.NaN],
      CONTRACT: ["20240300", "20240600"],
    });
    const scaled = scaledPrices(given, { inverse: true });
    expect([...scaled.floats("PRICE")]).toEqual([Number.NaN, Number.NaN]);
    expect(scaled.columns.get("CONTRACT")).toBe(given.columns.get("CONTRACT"));
  });

  it("make a LOW of a HIGH that is alone", () => {
    const scaled = scaledPrices(frame(["2024-01-02"], { HIGH: [4] }), { inverse: true });
    expect(scaled.names).toEqual(["LOW"]);
    expect(scaled.row(0)).toMatchObject({ LOW: 0.25 });
  });
});
