import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { carryContract, nextHeldContract, rollParameters } from "../../src/contracts/rollParameters.js";
import { ContangoError, isContangoError } from "../../src/errors/contangoError.js";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { multiplePrices } from "../../src/prices/multiplePrices.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { inferLastPrice } from "../../src/rolls/inferLastPrice.js";
import {
  type PricedContractRoll,
  type PricedContractRollOptions,
  rollPricedContract,
} from "../../src/rolls/rollPricedContract.js";
import { stringColumn } from "../../src/series/column.js";
import type { Frame } from "../../src/series/frame.js";
import { SECOND } from "../../src/time/civil.js";
import { toTime } from "../../src/time/text.js";
import { type GoldenRow, goldenFrame, goldenPriceSet } from "../prices/multipleGoldenRows.js";
import { marketArbitrary } from "../prices/multipleMarket.js";

const instrument = "GAS_US";
const parameters = rollParameters({ holdCycle: "HMUZ", pricedCycle: "HMUZ", carryOffset: 1 });
const OLD = ["20231200", "20240300", "20240300"] as const;
const NOW = ["20240300", "20240600", "20240600"] as const;

type Prices = readonly [PRICE: number | null, CARRY: number | null, FORWARD: number | null];

/** One row a day from 1 January 2024 on. */
const frameOf = (...rows: (readonly [Prices, readonly [string, string, string]])[]): Frame =>
  goldenFrame(
    rows.map(
      ([prices, labels], row): GoldenRow => [
        `2024-01-${String(row + 1).padStart(2, "0")}`,
        ...prices,
        ...labels,
      ],
    ),
  );

const rolled = (frame: Frame, options: Partial<PricedContractRollOptions> = {}): PricedContractRoll =>
  rollPricedContract(frame, { rollParameters: parameters, instrument, ...options });

describe("rollPricedContract", () => {
  test("adds a row under the new labels, with the old last FORWARD and the new contracts' prices of that moment", () => {
    const frame = frameOf([[1, null, 2], NOW], [[3, 4, 5], NOW]);
    const contractPrices = goldenPriceSet({
      "20240900": [
        ["2024-01-01", 8],
        ["2024-01-02", 9],
      ],
    });
    const { prices, ...roll } = rolled(frame, { contractPrices });
    expect(roll).toEqual({
      from: "20240300",
      price: "20240600",
      forward: "20240900",
      carry: "20240900",
      inferred: [],
    });
    expect(prices.length).toBe(3);
    expect(prices.row(-1)).toEqual({
      time: toTime("2024-01-02 00:00:01"),
      CARRY: 9,
      CARRY_CONTRACT: "20240900",
      PRICE: 5,
      PRICE_CONTRACT: "20240600",
      FORWARD: 9,
      FORWARD_CONTRACT: "20240900",
    });
    expect(String(prices.rows(0, 2))).toBe(String(frame));
  });

  test("takes no price from another moment", () => {
    const contractPrices = goldenPriceSet({ "20240900": [["2024-01-01T00:00:01", 8]] });
    const { prices } = rolled(frameOf([[1, null, 2], NOW]), { contractPrices });
    expect(prices.row(-1)).toMatchObject({ FORWARD: Number.NaN, CARRY: Number.NaN });
  });

  test("drops the rows after the last price", () => {
    const { prices } = rolled(frameOf([[1, null, 2], NOW], [[null, null, null], NOW]));
    expect([...prices.time]).toEqual(["2024-01-01", "2024-01-01 00:00:01"].map(toTime));
  });

  test("infers a missing price and puts a row with both in between", () => {
    const frame = frameOf(
      [[0, null, 0], NOW],
      [[10, null, 11], NOW],
      [[20, null, 23], NOW],
      [[30, null, null], NOW],
    );
    const { prices, inferred } = rolled(frame);
    expect(inferred).toEqual(["FORWARD"]);
    expect(prices.length).toBe(6);
    expect(prices.row(-2)).toEqual({
      time: toTime("2024-01-04 00:00:01"),
      CARRY: Number.NaN,
      CARRY_CONTRACT: "20240600",
      PRICE: 30,
      PRICE_CONTRACT: "20240300",
      FORWARD: 32,
      FORWARD_CONTRACT: "20240600",
    });
    expect(prices.row(-1)).toMatchObject({ time: toTime("2024-01-04 00:00:02"), PRICE: 32 });
  });

  test("fills forward first where asked, in the result too", () => {
    const { prices, inferred } = rolled(frameOf([[1, null, 2], NOW], [[3, null, null], NOW]), {
      forwardFill: true,
    });
    expect(inferred).toEqual([]);
    expect([...prices.floats("FORWARD")].slice(0, 2)).toEqual([2, 2]);
    expect(prices.row(-1)).toMatchObject({ PRICE: 2 });
  });

  test("refuses where a price cannot be inferred, naming instrument, time, column and contract", () => {
    const error = refusal(() => rolled(frameOf([[1, null, 2], NOW], [[3, null, null], NOW])));
    expect(error.code).toBe("ROLL_INFERENCE");
    expect(error.details).toEqual({ instrument, time: "2024-01-02 00:00:00" });
    expect(error.message).toContain("FORWARD (20240600)");
  });

  test("refuses an infinite price, naming instrument, time, column and contract", () => {
    for (const [prices, text] of [
      [[1, null, Number.POSITIVE_INFINITY], "FORWARD (20240600) is Infinity"],
      [[Number.NEGATIVE_INFINITY, null, 1], "PRICE (20240300) is -Infinity"],
    ] as const) {
      const error = refusal(() => rolled(frameOf([prices, NOW])));
      expect(error.code).toBe("ROLL_INFERENCE");
      expect(error.details).toEqual({ instrument, time: "2024-01-01 00:00:00" });
      expect(error.message).toContain(text);
    }
  });

  test("refuses a label that is no contract, and a next month without its day, naming instrument and time", () => {
    const place = { instrument, time: "2024-01-01 00:00:00" };
    const strange = refusal(() =>
      rolled(
        frameOf([
          [1, null, 2],
          ["20240300", "20240600", "old"],
        ]),
      ),
    );
    expect(strange.code).toBe("CONTRACT_ID");
    expect(strange.details).toEqual({ ...place, row: 0, column: "FORWARD_CONTRACT", text: "old" });
    const dated = refusal(() =>
      rolled(
        frameOf([
          [1, null, 2],
          ["20231231", "20240331", "20240331"],
        ]),
      ),
    );
    expect(dated.code).toBe("CONTRACT_ID");
    expect(dated.details).toMatchObject(place);
    expect(dated.message).toContain(
      "multiple prices of GAS_US at 2024-01-01 00:00:00, rolling into 20240331",
    );
  });

  test("refuses prices without a row, without a price, or without labels", () => {
    const empty = refusal(() => rolled(frameOf()));
    expect(empty.code).toBe("PRICES_EMPTY");
    expect(empty.details).toEqual({ instrument });
    const unpriced = refusal(() => rolled(frameOf([[null, null, null], NOW])));
    expect(unpriced.code).toBe("PRICES_EMPTY");
    expect(unpriced.message).toContain("no row of multiple prices of GAS_US has a price; load prices first");
    expect(unpriced.details).toEqual({ instrument, time: "2024-01-01 00:00:00" });
    const frame = frameOf([[1, null, 2], NOW]).with({ FORWARD_CONTRACT: stringColumn([undefined]) });
    const error = refusal(() => rolled(frame));
    expect(error.code).toBe("CONTRACT_LABELS");
    expect(error.details).toEqual({ instrument, time: "2024-01-01 00:00:00" });
    expect(error.message).toContain("FORWARD_CONTRACT");
  });

  test("the stitched price does not jump, and only the last row is new", () => {
    let rolls = 0;
    fc.assert(
      fc.property(marketArbitrary, fc.boolean(), (market, forwardFill) => {
        const before = multiplePricesFromCalendar(market.calendar, market.prices);
        let roll: PricedContractRoll;
        try {
          roll = rollPricedContract(before, {
            rollParameters: market.parameters,
            contractPrices: market.prices,
            forwardFill,
          });
        } catch (error) {
          expect(isContangoError(error, "ROLL_INFERENCE")).toBe(true);
          return;
        }
        rolls++;
        const { PRICE, FORWARD, time } = multiplePrices(roll.prices);
        const last = time.length - 1;
        expect(PRICE[last]).toBe(FORWARD[last - 1]);
        expect(time[last]! - time[last - 1]!).toBe(SECOND);
        expect(roll.prices.row(-1)).toMatchObject({
          PRICE_CONTRACT: before.row(-1).FORWARD_CONTRACT,
          FORWARD_CONTRACT: nextHeldContract(roll.price, market.parameters),
          CARRY_CONTRACT: carryContract(roll.price, market.parameters),
        });
        const adjusted = backAdjust(roll.prices.rows(-2), { forwardFill: true });
        expect(adjusted.at(-1)).toBeCloseTo(adjusted.at(-2), 9);
      }),
    );
    expect(rolls).toBeGreaterThan(20);
  });
});

describe("inferLastPrice", () => {
  const infer = (column: "PRICE" | "CARRY" | "FORWARD", ...rows: Parameters<typeof frameOf>): number =>
    inferLastPrice(multiplePrices(frameOf(...rows)), column);

  test("is the price itself where there is one", () => {
    expect(infer("PRICE", [[7, 1, 1], NOW])).toBe(7);
  });

  test("prefers FORWARD for PRICE, PRICE for the others", () => {
    const rows: Parameters<typeof frameOf> = [
      [[0, 0, 0], NOW],
      [[10, 20, 40], NOW],
    ];
    expect(infer("PRICE", ...rows, [[null, 100, 100], NOW])).toBe(70);
    expect(infer("FORWARD", ...rows, [[100, 100, null], NOW])).toBe(130);
    expect(infer("CARRY", ...rows, [[100, null, 100], NOW])).toBe(110);
  });

  test("falls back on the other column", () => {
    const rows: Parameters<typeof frameOf> = [
      [[0, 0, 0], NOW],
      [[10, 20, 40], NOW],
    ];
    expect(infer("PRICE", ...rows, [[null, 100, null], NOW])).toBe(90);
    expect(infer("FORWARD", ...rows, [[null, 100, null], NOW])).toBe(120);
    expect(infer("CARRY", ...rows, [[null, null, 100], NOW])).toBe(80);
  });

  test("takes the median of the last five differences, missing rows not counted", () => {
    const differences = [100, 50, 1, 2, 90, 3, 4];
    const rows = differences.map((d): [Prices, typeof NOW] => [[0, null, d], NOW]);
    expect(infer("FORWARD", ...rows, [[null, 1, null], NOW], [[10, null, null], NOW])).toBe(13);
  });

  test("averages the middle two of an even number", () => {
    const rows = [100, 1, 4].map((d): [Prices, typeof NOW] => [[0, null, d], NOW]);
    expect(infer("FORWARD", ...rows, [[10, null, null], NOW])).toBe(12.5);
  });

  test("looks back no further than a change of either label", () => {
    const last: [Prices, typeof NOW] = [[10, null, null], NOW];
    expect(infer("FORWARD", [[0, null, 5], OLD], [[0, null, 6], OLD], last)).toBeNaN();
    expect(infer("FORWARD", [[0, null, 5], OLD], [[0, null, 6], NOW], [[0, null, 7], OLD], last)).toBeNaN();
    expect(infer("FORWARD", [[0, null, 5], OLD], [[0, null, 6], NOW], last)).toBe(16);
  });

  test("takes labels of six and of eight digits for one contract", () => {
    const short = ["202403", "202406", "202406"] as const;
    expect(infer("FORWARD", [[0, null, 1], short], [[0, null, 6], short], [[10, null, null], NOW])).toBe(16);
  });

  test("never uses the first row", () => {
    expect(infer("FORWARD", [[0, null, 5], NOW], [[10, null, null], NOW])).toBeNaN();
  });
});

function refusal(act: () => unknown): ContangoError {
  try {
    act();
  } catch (error) {
    if (error instanceof ContangoError) return error;
  }
  throw new Error("nothing was refused");
}
