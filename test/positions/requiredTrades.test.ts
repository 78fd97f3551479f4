import { describe, expect, it } from "vitest";
import { requiredTrades } from "../../src/positions/requiredTrades.js";
import { buffered, dynamic, raw, simple } from "./samples.js";

describe("the trades of a strategy", () => {
  it("has one entry for every optimal position, whatever its kind, in order of instrument", () => {
    const optimal = {
      SP500: buffered({ lower: 1.2, upper: 1.9 }),
      CORN: buffered({ lower: 10.87, upper: 13.32 }),
      V2X: simple(-2.5),
      US10: dynamic,
    };
    expect(requiredTrades(optimal, { CORN: 8, US10: 3, V2X: -1 }).trades).toEqual([
      { instrument: "CORN", lower: 10.87, upper: 13.32, actual: 8, required: 11, trade: 3 },
      { instrument: "SP500", lower: 1.2, upper: 1.9, actual: 0, required: 1, trade: 1 },
      { instrument: "US10", lower: 3, upper: 3, actual: 3, required: 3, trade: 0 },
      { instrument: "V2X", lower: -2.5, upper: -2.5, actual: -1, required: -2, trade: -1 },
    ]);
  });

  it("reports, and does not trade, what is held without an optimal position", () => {
    const optimal = new Map([["CORN", buffered({ lower: 0, upper: 1 })]]);
    const actual = new Map([
      ["US10", -4],
      ["CORN", 1],
      ["BUND", 2],
      ["V2X", 0],
    ]);
    const { trades, unmanaged } = requiredTrades(optimal, actual);
    expect(trades.map(({ instrument, trade }) => [instrument, trade])).toEqual([["CORN", 0]]);
    expect(unmanaged).toEqual([
      { instrument: "BUND", actual: 2 },
      { instrument: "US10", actual: -4 },
    ]);
  });

  it("is empty where nothing is wanted or held", () => {
    expect(requiredTrades({}, {})).toEqual({ trades: [], unmanaged: [] });
  });

  it.each([
    ["POSITION_BUFFER", { US10: buffered({ lower: 2, upper: 1 }) }, {}],
    ["POSITION_VALUE", { US10: simple(1) }, { US10: 0.5 }],
    ["OPTIMAL_POSITION_KIND", { US10: raw }, {}],
  ])("refuses with %s, naming the instrument", (code, optimal, actual) => {
    const call = () => requiredTrades({ CORN: simple(1), ...optimal }, actual);
    expect(call).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ instrument: "US10" }) }),
    );
    expect(call).toThrow("US10: ");
  });
});
