import { describe, expect, it } from "vitest";
import {
  cancellation,
  cancellationId,
  cancelledId,
  unattributedFills,
} from "../../src/positions/cancelledFill.js";
import { checkFill, fillId, sameTrade } from "../../src/positions/checkFill.js";
import type { Fill } from "../../src/positions/fill.js";
import { toTime } from "../../src/time/text.js";

const now = toTime("2024-03-28 16:00");
const corn = {
  instrument: "CORN",
  contract: "20241200",
  quantity: 3,
  price: 432.5,
  time: toTime("2024-03-28 15:00"),
};
const fill: Fill = { ...corn, id: "x1", commission: 2.5, currency: "USD", source: "broker" };

describe("a fill that is told", () => {
  it("is as it was, its contract in eight digits", () => {
    expect(checkFill({ ...corn, contract: "202412" }, now)).toEqual(corn);
    expect(checkFill({ ...corn, price: -37.6, quantity: -1 }, now)).toMatchObject({
      price: -37.6,
      quantity: -1,
    });
  });

  it.each([
    ["quantity", { quantity: 0 }, "a fill of 0 contracts"],
    ["quantity", { quantity: 1.5 }, "a fill of 1.5 contracts"],
    ["quantity", { quantity: Number.NaN }, "a fill of NaN contracts"],
    ["price", { price: Number.POSITIVE_INFINITY }, "the price of a fill was Infinity"],
    ["price", { price: Number.NaN }, "the price of a fill was NaN"],
    ["commission", { commission: Number.NaN }, "the commission of a fill was NaN"],
    ["time", { time: now + 1000 }, "2024-03-28 16:00:01 UTC is later than now, 2024-03-28 16:00:00 UTC"],
    ["time", { time: Number.NaN }, "NaT"],
  ])("is refused for its %s: %o", (field, wrong, message) => {
    const call = () => checkFill({ ...corn, ...wrong }, now);
    expect(call).toThrow(
      expect.objectContaining({ code: "FILL", details: expect.objectContaining({ field }) }),
    );
    expect(call).toThrow("CORN/20241200: ");
    expect(call).toThrow(message);
  });

  it("has an id made of the trade, not of whose it is", () => {
    expect(fillId(corn)).toBe("CORN/20241200 3 at 432.5, 2024-03-28T15:00:00.000Z");
    expect(fillId(corn, 2)).toBe("CORN/20241200 3 at 432.5, 2024-03-28T15:00:00.000Z #2");
    expect(sameTrade(corn, fill)).toBe(true);
    expect(sameTrade(corn, { ...corn, price: 432.25 })).toBe(false);
  });
});

describe("a fill that is taken back", () => {
  it("has an opposite with an id of its own", () => {
    const opposite = { ...fill, id: "cancel x1", quantity: -3, commission: -2.5, source: "hand" };
    expect(cancellation(fill)).toEqual(opposite);
    expect(cancelledId(cancellationId("x1"))).toBe("x1");
    expect(cancelledId("x1")).toBeUndefined();
    const { commission: _, ...free } = fill;
    expect(cancellation(free)).not.toHaveProperty("commission");
  });

  it("is no longer one to be attributed", () => {
    const other: Fill = { ...fill, id: "x2" };
    const owned: Fill = { ...fill, id: "x3", strategy: "trend" };
    expect(unattributedFills([fill, other, owned, cancellation(fill)])).toEqual([other]);
  });
});
