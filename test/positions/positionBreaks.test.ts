import { describe, expect, it } from "vitest";
import { brokerBreaks, strategyBreaks } from "../../src/positions/positionBreaks.js";

describe("position breaks", () => {
  it("are contracts of which the broker holds another number, none counting as zero", () => {
    const ours = new Map([
      ["CORN/20241200", 3],
      ["GOLD/20240600", -1],
      ["US10/20240600", 2],
    ]);
    const broker = new Map([
      ["CORN/20241200", 3],
      ["GOLD/20240600", 1],
      ["BUND/20240600", 4],
    ]);
    expect(brokerBreaks(ours, broker)).toEqual([
      { key: "BUND/20240600", ours: 0, theirs: 4 },
      { key: "GOLD/20240600", ours: -1, theirs: 1 },
      { key: "US10/20240600", ours: 2, theirs: 0 },
    ]);
  });

  it("are instruments whose contracts and strategies differ, opposite ones cancelling out", () => {
    const contracts = new Map([
      ["CORN/20240900", -2],
      ["CORN/20241200", 5],
      ["GOLD/20240600", 1],
    ]);
    const strategies = [
      { CORN: 5 },
      new Map([
        ["CORN", -2],
        ["GOLD", 2],
      ]),
    ];
    expect(strategyBreaks(contracts, strategies)).toEqual([{ key: "GOLD", ours: 1, theirs: 2 }]);
  });
});
