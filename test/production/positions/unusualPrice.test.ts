import { describe, expect, it } from "vitest";
import { contractPricesFrame } from "../../../src/prices/contractPrices.js";
import { importFills } from "../../../src/production/importFills.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { recordFill } from "../../../src/production/recordFill.js";
import { status } from "../../../src/production/status.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { books, fillDesk, positions, toldBroker } from "./fillDesk.js";

const CORN = { instrument: "CORN", contract: "20241200" };
const fill = { ...CORN, strategy: "trend", quantity: 3, time: "2024-03-28 15:00" };

async function store(desk: TestDesk, closes: Readonly<Record<string, number>>): Promise<void> {
  const time = Float64Array.from(Object.keys(closes), toTime);
  const FINAL = Float64Array.from(Object.values(closes));
  const prices = contractPricesFrame({ time, OPEN: FINAL, HIGH: FINAL, LOW: FINAL, FINAL, VOLUME: FINAL });
  await desk.data.contractPrices.write(CORN, prices);
}

const CLOSES = { "2024-03-26 23:00": 100, "2024-03-27 23:00": 400, "2024-03-28 14:00": Number.NaN };

describe("the price of a fill that a person tells", () => {
  it.each([
    [40_000, CLOSES],
    [801, CLOSES],
    [199, CLOSES],
    [4, CLOSES],
  ])(
    "%d is refused where the last was 400, and recorded where it is said to be right",
    async (price, closes) => {
      const desk = await fillDesk();
      await store(desk, closes);
      const before = await books(desk.storage);
      await expect(recordFill(desk, { ...fill, price })).rejects.toMatchObject({
        code: "FILL",
        message: expect.stringMatching(
          new RegExp(
            `3 CORN/20241200 at ${price}, .*: the last stored price was 400, of 2024-03-27 23:00:00, .*nothing was recorded.*unusualPrice: true`,
          ),
        ),
        details: expect.objectContaining({ field: "price" }),
      });
      expect(await books(desk.storage)).toEqual(before);
      expect((await status(desk)).attention).toEqual([]);
      expect((await recordFill(desk, { ...fill, price, unusualPrice: true })).status).toBe("done");
      expect((await recordFill(desk, { ...fill, price })).status).toBe("unchanged");
    },
  );

  it.each([
    ["twice the last", 800, CLOSES, fill.time],
    ["half the last", 200, CLOSES, fill.time],
    ["usual for its own day", 101, CLOSES, "2024-03-27 15:00"],
    ["of before there were any", 40_000, CLOSES, "2024-03-26 15:00"],
    ["of a contract without any", 40_000, {}, fill.time],
    ["of a contract with none that is known", 40_000, { "2024-03-27 23:00": Number.NaN }, fill.time],
    ["zero", 0, CLOSES, fill.time],
    ["below zero", -37, CLOSES, fill.time],
    ["after one below zero", 40, { "2024-03-27 23:00": -37 }, fill.time],
  ])("is taken where it is %s", async (_, price, closes, time) => {
    const desk = await fillDesk();
    if (Object.keys(closes).length > 0) await store(desk, closes);
    expect((await recordFill(desk, { ...fill, price, time })).status).toBe("done");
  });

  it("is compared at the fill's moment, in the desk's zone", async () => {
    const desk = await fillDesk({ timezone: "America/Chicago" }, { now: "2024-03-28 20:00" });
    await store(desk, { "2024-03-28 14:00": 100, "2024-03-28 16:00": 1000 });
    expect((await recordFill(desk, { ...fill, price: 100 })).status).toBe("done");
    await expect(recordFill(desk, { ...fill, price: 1000 })).rejects.toMatchObject({ code: "FILL" });
  });

  it("ends one line of a file only, until it is said to be right", async () => {
    const desk = await fillDesk();
    await store(desk, CLOSES);
    const text = [
      "instrument,contract,quantity,price,time,strategy",
      "CORN,20241200,3,41000,2024-03-28 15:00,trend",
      "CORN,20241200,2,410,2024-03-28 15:30,trend",
      "",
    ].join("\n");
    const outcome = await importFills(desk, { text });
    expect(outcome.status).toBe("attention");
    expect(outcome.items.map((item) => item.status)).toEqual(["refused", "recorded"]);
    expect(outcome.items[0]!.message).toMatch(/^CSV text, line 2: 3 CORN\/20241200 at 41000, .*was 400/);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 2, "trend CORN": 2 });
    expect((await status(desk)).attention).toHaveLength(1);
    const before = await books(desk.storage);
    await importFills(desk, { text });
    expect(await books(desk.storage)).toEqual(before);

    const { items } = await importFills(desk, { text, unusualPrice: true });
    expect(items.map((item) => item.status)).toEqual(["recorded", "unchanged"]);
    expect(await positions(desk)).toEqual({ "CORN/20241200": 5, "trend CORN": 5 });
    expect((await status(desk)).attention).toEqual([]);
  });

  it("is the broker's to say, of an execution", async () => {
    const broker = toldBroker(() => toTime("2024-03-28 15:00"));
    const desk = await fillDesk({ automation: "broker_fills" }, { broker });
    await store(desk, CLOSES);
    broker.execute({ id: "e1", price: 40_000, reference: "trend" });
    await pickUpFills(desk, { since: "2024-03-28" });
    expect(await positions(desk)).toMatchObject({ "CORN/20241200": 1 });
  });
});
