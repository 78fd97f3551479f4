import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { fxPrices, storedFxPairs } from "../../src/prices/fxPrices.js";
import { Series } from "../../src/series/series.js";
import { formatTime } from "../../src/time/text.js";

const MISSING = Number.NaN;
const seriesOf = (...rows: readonly (readonly [time: number, value: number])[]): Series =>
  new Series(
    Float64Array.from(rows, ([time]) => time),
    Float64Array.from(rows, ([, value]) => value),
    "PRICE",
  );
const rowsOf = (series: Series): number[][] => Array.from(series, (row) => [...row]);

const stored = new Map([
  ["EURUSD", seriesOf([1, 1.2], [2, MISSING], [4, 1.5])],
  ["GBPUSD", seriesOf([2, 1.25], [3, 2], [4, MISSING], [5, 1.5])],
  ["CHFUSD", seriesOf()],
]);
const options = { until: "2024-03-28" };

describe("fxPrices", () => {
  it("gives stored prices against the dollar as they are", () => {
    const prices = fxPrices(stored, "EURUSD", options);
    expect(rowsOf(prices)).toEqual(rowsOf(stored.get("EURUSD")!));
    expect(prices.name).toBe("price");
  });

  it("takes a plain object of stored prices, and needs no `until` for a pair of two currencies", () => {
    const plain = Object.fromEntries(stored);
    for (const pair of ["EURUSD", "USDEUR", "EURGBP"]) {
      expect(rowsOf(fxPrices(plain, pair))).toEqual(rowsOf(fxPrices(stored, pair, options)));
    }
    expect(() => fxPrices(plain, "EURJPY")).toThrowError(
      expect.toSatisfy((error) => isContangoError(error, "PRICES_EMPTY")),
    );
  });

  it("refuses a currency in itself without `until`", () => {
    expect(() => fxPrices({}, "GBPGBP")).toThrowError(
      expect.toSatisfy(
        (error) => isContangoError(error, "SERIES_PARAMETER") && error.details.pair === "GBPGBP",
      ),
    );
  });

  it("gives the dollar against another currency as the reciprocal", () => {
    expect(rowsOf(fxPrices(stored, "USDEUR", options))).toEqual([
      [1, 1 / 1.2],
      [2, MISSING],
      [4, 1 / 1.5],
    ]);
  });

  it("divides the two for a cross, at every time of either, both filled forward", () => {
    expect(rowsOf(fxPrices(stored, "EURGBP", options))).toEqual([
      [1, MISSING],
      [2, 1.2 / 1.25],
      [3, 1.2 / 2],
      [4, 1.5 / 2],
      [5, 1.5 / 1.5],
    ]);
    expect(fxPrices(stored, "EURGBP", options).name).toBe("price");
  });

  it("gives one for a currency in itself on each business day up to `until`", () => {
    const ones = fxPrices(new Map(), "GBPGBP", { until: "1970-01-09 23:00:00" });
    expect([...ones.time].map(formatTime)).toEqual(
      ["01", "02", "05", "06", "07", "08", "09"].map((day) => `1970-01-${day} 00:00:00`),
    );
    expect([...ones.values]).toEqual(Array(7).fill(1));
    expect(fxPrices(new Map(), "USDUSD", { until: "1970-01-04" }).length).toBe(2);
    expect(fxPrices(new Map(), "USDUSD", { until: "1969-12-31" }).length).toBe(0);
  });

  it.each([
    ["USDJPY", "JPYUSD"],
    ["EURJPY", "JPYUSD"],
    ["CHFGBP", "CHFUSD"],
    ["CHFUSD", "CHFUSD"],
  ])("refuses %s without %s, naming both", (pair, missing) => {
    expect(() => fxPrices(stored, pair, options)).toThrowError(
      expect.toSatisfy(
        (error) =>
          isContangoError(error, "PRICES_EMPTY") &&
          error.message.includes(pair) &&
          error.message.includes(missing),
      ),
    );
  });

  it.each(["EUR", "EURUS", "eurusd", "EUR/USD", ""])("refuses %j as a pair", (pair) => {
    expect(() => fxPrices(stored, pair, options)).toThrowError(
      expect.toSatisfy((error) => isContangoError(error, "FX_PAIR")),
    );
  });
});

describe("storedFxPairs", () => {
  it.each([
    ["EURUSD", ["EURUSD"]],
    ["USDEUR", ["EURUSD"]],
    ["EURGBP", ["EURUSD", "GBPUSD"]],
    ["GBPGBP", []],
    ["USDUSD", []],
  ])("%s needs %j", (pair, needed) => {
    expect(storedFxPairs(pair)).toEqual(needed);
  });
});
