import { describe, expect, it } from "vitest";
import type { CustomPosition } from "../../src/positions/optimalPosition.js";
import {
  checkOptimalPositions,
  optimalPositionAt,
  optimalPositionFrame,
  optimalPositionKind,
} from "../../src/positions/optimalPositionFrame.js";
import { isPositionBroken, positionBuffer } from "../../src/positions/requiredPosition.js";
import { requiredTrades } from "../../src/positions/requiredTrades.js";
import { boolColumn, floatColumn, intColumn, stringColumn } from "../../src/series/column.js";
import { frame } from "../../src/series/construct.js";
import { Frame } from "../../src/series/frame.js";
import { toTime } from "../../src/time/text.js";

const code = (name: string) => expect.objectContaining({ code: name });
const range: CustomPosition = {
  kind: "custom",
  values: { entry_price: 431.5, exit_price: Number.NaN, reference_contract: "20241200", is_long: true },
};

describe("a position of the user's own kind", () => {
  it("goes through a frame of its columns and back", () => {
    const row = optimalPositionFrame("2024-03-28 23:00", range, { index: "index" });
    expect(row.names).toEqual(["entry_price", "exit_price", "reference_contract", "is_long"]);
    expect(row.meta.index).toBe("index");
    expect(optimalPositionAt(row)).toEqual({ ...range, time: toTime("2024-03-28 23:00") });
    expect(() => checkOptimalPositions(row)).not.toThrow();
  });

  it("stays declared in a part of its history, and in one that a store gave other kinds", () => {
    const { meta } = optimalPositionFrame(0, range);
    const history = new Frame(
      Float64Array.of(0, 1000),
      {
        entry_price: intColumn(BigInt64Array.of(431n, 432n)),
        reference_contract: stringColumn(["20241200", undefined]),
        is_long: boolColumn(Uint8Array.of(1, 0)),
      },
      meta,
    );
    expect(optimalPositionAt(history.rows(1))).toEqual({
      kind: "custom",
      values: { entry_price: 432, reference_contract: "", is_long: false },
      time: 1000,
    });
    expect(() => optimalPositionAt(history, 2)).toThrow("there is no row 2");
  });

  it("is known by its declaration alone: the same columns without it are refused", () => {
    const { names } = optimalPositionFrame(0, range);
    expect(() => optimalPositionKind(names)).toThrow(code("OPTIMAL_POSITION_KIND"));
    const bare = frame([0], { entry_price: [1] });
    expect(() => checkOptimalPositions(bare)).toThrow(code("OPTIMAL_POSITION_KIND"));
    expect(() => checkOptimalPositions(bare.withMeta({ optimalPosition: "other" }))).toThrow(
      code("OPTIMAL_POSITION_KIND"),
    );
    const buffered = new Frame(Float64Array.of(0), { position: floatColumn(Float64Array.of(1)) });
    expect(() => checkOptimalPositions(buffered)).not.toThrow();
  });

  it.each([
    [{}, "it has no values"],
    [{ "entry price": 1 }, '"entry price" cannot be a column'],
    [{ time: 1 }, '"time" cannot be a column'],
    [{ entry: null }, "entry is null"],
    [{ entry: undefined }, "entry is undefined"],
    [{ entry: [1] }, "entry is 1"],
    [undefined, "it has no values"],
  ])("refuses the values %j", (values, message) => {
    const make = () => optimalPositionFrame(0, { kind: "custom", values } as unknown as CustomPosition);
    expect(make).toThrow(code("POSITION_VALUE"));
    expect(make).toThrow(message);
  });

  it("is traded by nobody but its owner, and never broken", () => {
    expect(() => positionBuffer(range, "CORN")).toThrow(code("OPTIMAL_POSITION_KIND"));
    expect(() => requiredTrades({ CORN: range }, {})).toThrow(
      "CORN: an optimal position of your own kind (entry_price, exit_price, reference_contract, is_long) is traded by your own code only",
    );
    expect(isPositionBroken(range, 7)).toBe(false);
  });
});
