import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { contractPriceSet, splitContractPrices } from "../../src/prices/contractPriceSet.js";
import { multiplePrices, multiplePricesFrame } from "../../src/prices/multiplePrices.js";
import { stringColumn } from "../../src/series/column.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";

const one = (value: number): Series => new Series(Float64Array.of(0), Float64Array.of(value));

const refused = (details: object) =>
  expect.toSatisfy((error) => {
    if (!isContangoError(error, "CONTRACT_ID")) return false;
    expect(error.details).toMatchObject(details);
    return true;
  });

/** One PRICE a row, a second apart. */
function frameOf(...labels: readonly string[]): Frame {
  const values = (value: number): Float64Array => new Float64Array(labels.length).fill(value);
  return multiplePricesFrame({
    time: Float64Array.from(labels, (_, row) => row * 1000),
    PRICE: values(1),
    CARRY: values(Number.NaN),
    FORWARD: values(2),
    PRICE_CONTRACT: stringColumn(labels),
    CARRY_CONTRACT: stringColumn(labels.map(() => "nothing")),
    FORWARD_CONTRACT: stringColumn(labels.map(() => "20250300")),
  });
}

describe("contractPriceSet", () => {
  it("names contracts with eight digits, in order", () => {
    expect([...contractPriceSet({ "202406": one(1), "20240300": one(2) }).keys()]).toEqual([
      "20240300",
      "20240600",
    ]);
  });

  it("refuses one contract twice", () => {
    const both = { "202403": one(1), "20240300": one(2) };
    expect(() => contractPriceSet(both)).toThrowError(refused({ contract: "20240300" }));
    expect(() => contractPriceSet(Object.entries(both))).toThrowError("20240300 is given twice");
  });
});

describe("splitContractPrices", () => {
  it("reads only the labels of prices that are there", () => {
    const all = frameOf("20240300", "old", "20240300");
    expect([...splitContractPrices(all.rows(2)).keys()]).toEqual(["20240300", "20250300"]);
  });

  it("takes labels of six and of eight digits for one contract", () => {
    const prices = splitContractPrices(frameOf("202403", "20240300"));
    expect(prices.get("20240300")!.length).toBe(2);
  });

  it("refuses a label that is no contract date, with instrument, column, row and time", () => {
    const split = () => splitContractPrices(frameOf("20240300", "old"), { instrument: "CORN" });
    const details = { instrument: "CORN", column: "PRICE_CONTRACT", row: 1, time: "1970-01-01 00:00:01" };
    expect(split).toThrowError(refused({ ...details, text: "old" }));
    expect(split).toThrowError("PRICE_CONTRACT in row 1 (1970-01-01 00:00:01)");
  });
});

describe("labels of multiple prices", () => {
  it("have eight digits where six were given; other texts stay", () => {
    expect(multiplePrices(frameOf("202403", "20240300", "old")).PRICE_CONTRACT.dictionary).toEqual([
      "20240300",
      "20240300",
      "old",
    ]);
  });

  it("are the frame's own column where no text has six digits", () => {
    const frame = frameOf("20240300", "old");
    expect(multiplePrices(frame).PRICE_CONTRACT).toBe(frame.strings("PRICE_CONTRACT"));
  });
});
