import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { type ContractPriceSet, contractPriceSet } from "../../src/prices/contractPriceSet.js";
import { multiplePrices, multiplePricesFrame, PRICE_COLUMNS } from "../../src/prices/multiplePrices.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { updateMultiplePrices } from "../../src/prices/multiplePricesUpdate.js";
import { cell, stringColumn } from "../../src/series/column.js";
import type { Frame } from "../../src/series/frame.js";
import { Series } from "../../src/series/series.js";
import { type GoldenPrices, type GoldenRow, goldenFrame, goldenPriceSet } from "./multipleGoldenRows.js";
import { marketArbitrary, randomNumbers } from "./multipleMarket.js";

const instrument = "CORN";
const day = (date: number): string => `2024-01-${String(date).padStart(2, "0")}T23:00:00`;
const MARCH = ["20240300", "20240600", "20240600"] as const;
const JUNE = ["20240600", "20240900", "20240900"] as const;
const march = (date: number, price: number | null): GoldenRow => [day(date), price, null, null, ...MARCH];
const june = (date: number, price: number | null): GoldenRow => [day(date), price, null, null, ...JUNE];
const prices = (rows: Readonly<Record<string, GoldenPrices>>): ContractPriceSet => goldenPriceSet(rows);

/** PRICE by day of January 2024. */
function priceByDay(frame: Frame): Record<number, number> {
  const { time, PRICE } = multiplePrices(frame);
  return Object.fromEntries(Array.from(time, (at, row) => [new Date(at).getUTCDate(), PRICE[row]!]));
}

describe("updateMultiplePrices", () => {
  test("adds rows, also between stored ones, fills what is missing and alters nothing", () => {
    const update = updateMultiplePrices(
      goldenFrame([march(1, 1), march(3, null), march(4, 4)]),
      prices({ "20240300": [1, 2, 3, 4, 5].map((date) => [day(date), date * 10]) }),
    );
    expect(priceByDay(update.prices)).toEqual({ 1: 1, 2: 20, 3: 30, 4: 4, 5: 50 });
    expect(update).toMatchObject({ status: "updated", rowsAdded: 2, valuesFilled: 1 });
    expect(update.columns).toEqual({
      PRICE: { kind: "merged", contract: "20240300", filled: 1, added: 2 },
      CARRY: { kind: "no-prices", contract: "20240600" },
      FORWARD: { kind: "no-prices", contract: "20240600" },
    });
  });

  test("uses nothing from before the last roll, though the contract traded then", () => {
    const update = updateMultiplePrices(
      goldenFrame([march(1, null), march(3, null), june(5, null), june(6, 6)]),
      prices({ "20240600": [1, 2, 4, 5, 7].map((date) => [day(date), date * 10]) }),
    );
    expect(priceByDay(update.prices)).toEqual({ 1: Number.NaN, 3: Number.NaN, 5: 50, 6: 6, 7: 70 });
  });

  test("takes labels of six and of eight digits for one contract", () => {
    const short: GoldenRow = [day(1), 1, null, null, "202403", "202406", "202406"];
    const update = updateMultiplePrices(
      goldenFrame([short, march(3, null)]),
      prices({ "20240300": [1, 2, 3].map((date) => [day(date), date * 10]) }),
    );
    expect(priceByDay(update.prices)).toEqual({ 1: 1, 2: 20, 3: 30 });
    const labels = [0, 1, 2].map((row) => cell(update.prices.column("PRICE_CONTRACT"), row));
    expect(labels).toEqual(["20240300", "20240300", "20240300"]);
  });

  test("uses nothing from before the first stored row", () => {
    const update = updateMultiplePrices(
      goldenFrame([march(3, 3)]),
      prices({ "20240300": [1, 2, 4].map((date) => [day(date), date * 10]) }),
    );
    expect(priceByDay(update.prices)).toEqual({ 3: 3, 4: 40 });
  });

  test("works where the stored prices begin at the first price of the current contract", () => {
    const update = updateMultiplePrices(
      goldenFrame([march(1, null), march(2, 2)]),
      prices({ "20240300": [1, 2, 3].map((date) => [day(date), date * 10]) }),
    );
    expect(priceByDay(update.prices)).toEqual({ 1: 10, 2: 2, 3: 30 });
  });

  test("passes over missing new prices", () => {
    const frame = goldenFrame([march(1, 1)]);
    const update = updateMultiplePrices(
      frame,
      prices({
        "20240300": [
          [day(1), 1],
          [day(2), null],
        ],
      }),
    );
    expect(update.status).toBe("unchanged");
    expect(update.prices).toBe(frame);
  });

  test("reports a contract whose prices all come after the stored rows, and uses none of them", () => {
    const frame = goldenFrame([march(1, 1)]);
    const update = updateMultiplePrices(frame, prices({ "20240300": [[day(2), 2]] }));
    expect(update.status).toBe("unchanged");
    expect(update.columns.PRICE).toEqual({
      kind: "no-overlap",
      contract: "20240300",
      first: Date.UTC(2024, 0, 2, 23),
    });
  });

  test("does nothing with a contract that has not traded since the last roll", () => {
    const update = updateMultiplePrices(
      goldenFrame([march(1, null), june(5, null)]),
      prices({ "20240600": [[day(1), 1]] }),
    );
    expect(update.status).toBe("unchanged");
    expect(update.columns.PRICE).toEqual({ kind: "merged", contract: "20240600", filled: 0, added: 0 });
  });

  test("fills labels that are missing with those of the row before", () => {
    const frame = goldenFrame([march(1, 1), march(2, 2), march(3, 3)]).with({
      PRICE_CONTRACT: stringColumn(["20240300", undefined, "20240300"]),
    });
    const update = updateMultiplePrices(
      frame,
      prices({
        "20240300": [
          [day(1), 1],
          [day(4), 4],
        ],
      }),
    );
    const labels = update.prices.strings("PRICE_CONTRACT");
    expect(Array.from(update.prices.time, (_, row) => cell(labels, row))).toEqual(Array(4).fill("20240300"));
  });

  test("keeps the frame's metadata", () => {
    const frame = goldenFrame([march(1, 1)]).withMeta({ index: "DATETIME", note: "kept" });
    const update = updateMultiplePrices(
      frame,
      prices({
        "20240300": [
          [day(1), 1],
          [day(2), 2],
        ],
      }),
    );
    expect(update.prices.meta).toEqual({ index: "DATETIME", note: "kept" });
  });

  test("refuses no rows and a last row without labels, naming instrument and time", () => {
    const refuse = (frame: Frame): ContangoError => {
      try {
        updateMultiplePrices(frame, new Map(), { instrument });
      } catch (error) {
        if (error instanceof ContangoError) return error;
      }
      throw new Error("nothing was refused");
    };
    const empty = refuse(goldenFrame([]));
    expect(empty.code).toBe("PRICES_EMPTY");
    expect(empty.details).toEqual({ instrument });
    const strange = refuse(goldenFrame([march(1, 1)]).with({ CARRY_CONTRACT: stringColumn(["old"]) }));
    expect(strange.code).toBe("CONTRACT_ID");
    const place = { instrument, time: "2024-01-01 23:00:00", row: 0, column: "CARRY_CONTRACT" };
    expect(strange.details).toEqual({ ...place, text: "old" });
    const unlabelled = goldenFrame([march(1, 1)]).with({ CARRY_CONTRACT: stringColumn([undefined]) });
    const error = refuse(unlabelled);
    expect(error.code).toBe("CONTRACT_LABELS");
    expect(error.details).toEqual({
      instrument,
      time: "2024-01-01 23:00:00",
      row: 0,
      column: "CARRY_CONTRACT",
    });
    expect(error.message).toContain("CARRY_CONTRACT");
  });
});

/** Multiple prices cut off somewhere, with holes, and all the prices of their contracts. */
const stale = fc
  .tuple(marketArbitrary, fc.integer(), fc.constantFrom(0, 0.3))
  .map(([market, seed, holes]) => {
    const random = randomNumbers(seed);
    const whole = multiplePricesFromCalendar(market.calendar, market.prices);
    const cut = multiplePrices(whole.rows(0, 1 + Math.floor(random() * whole.length)));
    const punch = (values: Float64Array): Float64Array =>
      values.map((value) => (random() < holes ? Number.NaN : value));
    const stored = multiplePricesFrame({
      ...cut,
      PRICE: punch(cut.PRICE),
      CARRY: punch(cut.CARRY),
      FORWARD: punch(cut.FORWARD),
    });
    return { stored, prices: market.prices };
  });

describe("properties of an update", () => {
  test("it never alters or loses a stored price or label", () => {
    fc.assert(
      fc.property(stale, ({ stored, prices }) => {
        const { prices: updated, rowsAdded } = updateMultiplePrices(stored, prices);
        const [before, after] = [multiplePrices(stored), multiplePrices(updated)];
        const rows = Array.from(before.time, (time) => after.time.indexOf(time));
        expect(rows).not.toContain(-1);
        expect(after.time.length).toBe(before.time.length + rowsAdded);
        for (const name of PRICE_COLUMNS) {
          const label = `${name}_CONTRACT` as const;
          rows.forEach((at, row) => {
            if (!Number.isNaN(before[name][row]!)) expect(after[name][at]).toBe(before[name][row]);
            expect(cell(after[label], at)).toBe(cell(before[label], row));
          });
        }
      }),
    );
  });

  test("it adds nothing but the prices of the last row's contracts, under their labels", () => {
    fc.assert(
      fc.property(stale, ({ stored, prices }) => {
        const before = new Set(stored.time);
        const after = multiplePrices(updateMultiplePrices(stored, prices).prices);
        for (const name of PRICE_COLUMNS) {
          const contract = String(cell(after[`${name}_CONTRACT`], after.time.length - 1));
          const known = new Map(prices.get(contract) ?? []);
          after.time.forEach((time, row) => {
            if (before.has(time) || Number.isNaN(after[name][row]!)) return;
            expect(cell(after[`${name}_CONTRACT`], row)).toBe(contract);
            expect(after[name][row]).toBe(known.get(time));
          });
        }
      }),
    );
  });

  test("done again it changes nothing, where every contract has prices from the first stored row on", () => {
    let updates = 0;
    fc.assert(
      fc.property(stale, ({ stored, prices }) => {
        const first = stored.time[0]!;
        const early = contractPriceSet(
          [...prices].map(([contract, series]) => [
            contract,
            series.timeAt(0) <= first
              ? series
              : new Series(Float64Array.of(first, ...series.time), Float64Array.of(1, ...series.values)),
          ]),
        );
        const once = updateMultiplePrices(stored, early);
        const twice = updateMultiplePrices(once.prices, early);
        expect(twice.status).toBe("unchanged");
        expect(twice.prices).toBe(once.prices);
        if (once.status === "updated") updates++;
      }),
    );
    expect(updates).toBeGreaterThan(20);
  });

  test("repeated, it comes to rest", () => {
    fc.assert(
      fc.property(stale, ({ stored, prices }) => {
        let update = updateMultiplePrices(stored, prices);
        for (let run = 0; run < PRICE_COLUMNS.length && update.status === "updated"; run++) {
          update = updateMultiplePrices(update.prices, prices);
        }
        expect(update.status).toBe("unchanged");
      }),
      { numRuns: 300 },
    );
  });
});
