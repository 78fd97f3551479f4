import { describe, expect, it } from "vitest";
import type { OptimalPosition } from "../../src/positions/optimalPosition.js";
import {
  optimalPositionAt,
  optimalPositionColumns,
  optimalPositionFrame,
  optimalPositionKind,
} from "../../src/positions/optimalPositionFrame.js";
import { boolColumn, floatColumn, intColumn, stringColumn, timeColumn } from "../../src/series/column.js";
import { Frame } from "../../src/series/frame.js";
import { toTime } from "../../src/time/text.js";
import { buffered, dynamic, raw, simple } from "./samples.js";

const code = (name: string) => expect.objectContaining({ code: name });
const samples: readonly Exclude<OptimalPosition, { kind: "custom" }>[] = [
  simple(2.5),
  buffered({ lower: Number.NaN, upper: 4 }),
  raw,
  dynamic,
];

describe.each(samples.map((position) => [position.kind, position] as const))(
  "a %s position",
  (kind, position) => {
    it("goes through a frame of its columns and back", () => {
      const frame = optimalPositionFrame("2024-03-28 23:00", position, { index: "index" });
      expect(frame.names).toEqual(optimalPositionColumns(kind));
      expect(frame.meta).toEqual({ index: "index" });
      expect(optimalPositionAt(frame)).toEqual({ ...position, time: toTime("2024-03-28 23:00") });
    });

    it("is known by its columns in any order", () => {
      expect(optimalPositionKind([...optimalPositionColumns(kind)].reverse())).toBe(kind);
      expect(() => optimalPositionKind([...optimalPositionColumns(kind), "x"])).toThrow(
        code("OPTIMAL_POSITION_KIND"),
      );
      expect(() => optimalPositionKind(optimalPositionColumns(kind).slice(1))).toThrow(
        code("OPTIMAL_POSITION_KIND"),
      );
    });
  },
);

it.each([
  [{ ...buffered({ lower: 1, upper: 2 }), referenceContract: undefined }, "referenceContract"],
  [{ ...dynamic, dontTrade: undefined }, "dontTrade"],
  [{ kind: "simple", position: null }, "position"],
])("refuses a position without one of its fields: %o", (position, field) => {
  const make = () => optimalPositionFrame(0, position as unknown as OptimalPosition);
  expect(make).toThrow(code("POSITION_VALUE"));
  expect(make).toThrow(`a ${position.kind} optimal position has no ${field}`);
});

describe("a history of optimal positions", () => {
  const history = new Frame(Float64Array.of(0, 1000), {
    upper_position: intColumn(BigInt64Array.of(2n, 3n)),
    lower_position: floatColumn(Float64Array.of(1, 1.5)),
    reference_price: floatColumn(Float64Array.of(10, 11)),
    reference_contract: stringColumn(["20241200", undefined]),
  });

  it("gives its last row, or another; integers become numbers and a missing contract empty text", () => {
    expect(optimalPositionAt(history)).toEqual({
      kind: "buffered",
      lower: 1.5,
      upper: 3,
      referencePrice: 11,
      referenceContract: "",
      time: 1000,
    });
    expect(optimalPositionAt(history, 0)).toEqual(optimalPositionAt(history, -2));
    expect(optimalPositionAt(history, 0)).toMatchObject({ upper: 2, referenceContract: "20241200" });
  });

  it("reads flags that are stored as numbers", () => {
    const frame = optimalPositionFrame(0, dynamic).with({
      reduce_only: floatColumn(Float64Array.of(1)),
      dont_trade: boolColumn(Uint8Array.of(0)),
      optimised_position: intColumn(BigInt64Array.of(-7n)),
    });
    expect(optimalPositionAt(frame)).toMatchObject({
      reduceOnly: true,
      dontTrade: false,
      optimisedPosition: -7,
    });
  });

  it.each([2, -3, 0.5, Number.NaN])("refuses row %d of two", (row) => {
    expect(() => optimalPositionAt(history, row)).toThrow(
      `there is no row ${row} in a history of 2 optimal positions`,
    );
  });

  it("refuses columns of no known kind, and text where a number is needed", () => {
    expect(() => optimalPositionAt(history.select(["lower_position"]))).toThrow(
      "columns lower_position are not those of an optimal position; known are simple (position); buffered (",
    );
    const texts = new Frame(Float64Array.of(0), { position: stringColumn(["2"]) });
    expect(() => optimalPositionAt(texts)).toThrow('column "position" of an optimal position holds string');
    const times = history.with({ reference_contract: timeColumn(Float64Array.of(0, 1)) });
    expect(() => optimalPositionAt(times)).toThrow(code("OPTIMAL_POSITION_KIND"));
  });
});
