import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import {
  CONTRACT_PRICE_COLUMNS,
  contractPrices,
  contractPricesFrame,
} from "../../src/prices/contractPrices.js";
import { intColumn, stringColumn } from "../../src/series/column.js";

const values = (...numbers: number[]): Float64Array => Float64Array.from(numbers);
const refusedAs = (code: "COLUMN_MISSING" | "COLUMN_KIND" | "SERIES_LENGTH") =>
  expect.toSatisfy((error) => isContangoError(error, code));

describe("contract prices", () => {
  const prices = {
    time: values(1, 2),
    OPEN: values(10, 11),
    HIGH: values(12, 13),
    LOW: values(9, Number.NaN),
    FINAL: values(11, 12),
    VOLUME: values(100, 0),
  };

  it("go into a frame in the stored order and come out as the same arrays", () => {
    const frame = contractPricesFrame(prices, { index: "DATETIME" });
    expect(frame.names).toEqual([...CONTRACT_PRICE_COLUMNS]);
    expect(frame.meta).toEqual({ index: "DATETIME" });
    const read = contractPrices(frame);
    expect(read).toEqual(prices);
    expect(read.FINAL).toBe(prices.FINAL);
  });

  it("are read in any order of columns, whole volumes too", () => {
    const frame = contractPricesFrame(prices);
    const shuffled = frame.select([...CONTRACT_PRICE_COLUMNS].reverse());
    const whole = shuffled.with({ VOLUME: intColumn(BigInt64Array.of(100n, 0n)) });
    expect(contractPrices(whole)).toEqual(prices);
  });

  it("are refused with a column missing, of text, or of another length", () => {
    const frame = contractPricesFrame(prices);
    expect(() => contractPrices(frame.select(["OPEN", "HIGH", "LOW", "VOLUME"]))).toThrowError(
      refusedAs("COLUMN_MISSING"),
    );
    const text = frame.with({ OPEN: stringColumn(["10", "11"]) });
    expect(() => contractPrices(text)).toThrowError(refusedAs("COLUMN_KIND"));
    expect(() => contractPricesFrame({ ...prices, LOW: values(1) })).toThrowError(refusedAs("SERIES_LENGTH"));
  });

  it("may be none", () => {
    const none = contractPricesFrame(contractPrices(contractPricesFrame(prices).rows(0, 0)));
    expect(none.length).toBe(0);
    expect(none.names).toEqual([...CONTRACT_PRICE_COLUMNS]);
  });
});
