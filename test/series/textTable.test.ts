import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { printsAs } from "../../src/series/printsAs.js";
import { textTable } from "../../src/series/textTable.js";

describe("a table of text", () => {
  it("aligns columns left, or right where it is told to, without space at the ends", () => {
    const rows = [
      ["instrument", "price", "status"],
      ["CORN", "401.25", "written"],
      ["GAS_US", "3", ""],
    ];
    expect(textTable(rows, (column) => column === 1)).toEqual([
      "instrument   price  status",
      "CORN        401.25  written",
      "GAS_US           3",
    ]);
  });

  it("takes rows of different lengths, and none", () => {
    expect(textTable([["a"], ["bc", "d", "e"], []])).toEqual(["a", "bc  d  e", ""]);
    expect(textTable([])).toEqual([]);
    expect(textTable([[], []])).toEqual(["", ""]);
  });
});

describe("a value that prints as a text", () => {
  it("says it as a string and to a REPL, as the value is by then, and is the same otherwise", () => {
    const value = { rows: 2 };
    const printed = printsAs(value, () => `${value.rows} rows`);
    expect(printed).toBe(value);
    expect(printed).toEqual({ rows: 2 });
    value.rows = 3;
    expect([String(printed), inspect(printed), JSON.stringify(printed)]).toEqual([
      "3 rows",
      "3 rows",
      '{"rows":3}',
    ]);
  });
});
