import { describe, expect, it } from "vitest";
import { simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { checkPrices } from "../../../src/interactive/checkPrices.js";
import { addInstrument } from "../../../src/production/addInstrument.js";
import { readAttention } from "../../../src/production/attention.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { Series } from "../../../src/series/series.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { scriptedPrompter } from "../../../src/testing/scriptedPrompter.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import {
  barsOf,
  closeOf,
  closes,
  pricesDesk,
  type Sourced,
  STORED_DAYS,
} from "../../interactive/pricesDesk.js";
import { storeContents } from "../../interactive/storeContents.js";
import { market } from "./priceDesk.js";

const MARCH = { instrument: "CORN", contract: "20240300" } as const;

/** Hourly bars of 10:00 to 15:00 of the days from one to another, at about 400 of a unit. */
function hours(from: number, to: number, factor = 1) {
  const day = [0, 1, 2, 3, 4, 5];
  const times = Array.from({ length: to - from + 1 }, (_, row) =>
    day.map((hour) => closeOf(from + row) - 13 * HOUR + hour * HOUR),
  ).flat();
  return barsOf(
    new Series(
      Float64Array.from(times),
      Float64Array.from(times, (_, row) => (400 + (row % 3)) * factor),
    ),
  );
}

/** A desk with 30 daily bars of about 400 of each of two contracts, whose sources have these bars. */
const deskOf = (source: Sourced, intraday_frequency: "D" | "H" = "H") =>
  pricesDesk({ source, config: { intraday_frequency } });

const update = (desk: TestDesk) => updateHistoricalPrices(desk, { frequencies: ["Hour"] });
const rowsOf = async (desk: TestDesk, frequency: "Hour" | "Day") =>
  (await desk.data.contractPrices.info({ ...MARCH, frequency }))?.rows;

describe("the first hourly bars of a contract that has daily ones [row 31]", () => {
  it.each([
    ["after the last of these", hours(STORED_DAYS, STORED_DAYS + 2, 100)],
    ["from the middle of these on", hours(10, STORED_DAYS + 2, 100)],
    ["up to the last of these", hours(10, STORED_DAYS - 1, 100)],
    ["from before the first of these on", hours(-20, STORED_DAYS + 2, 100)],
    ["from before the first of these on, up to one of the first", hours(-20, 8, 100)],
    ["in a larger unit", hours(10, STORED_DAYS + 2, 0.01)],
  ])("are refused where they are in another unit, %s", async (_, bars) => {
    await using desk = await deskOf({ "CORN/20240300 Hour": bars, "CORN/20240500 Hour": bars });
    const before = await storeContents(desk.storage);
    const outcome = await update(desk);
    expect(outcome.items.map(({ name, severity }) => `${name} ${severity}`)).toEqual([
      "CORN ok",
      "CORN/20240300 attention",
      "CORN/20240500 attention",
    ]);
    const after = await storeContents(desk.storage);
    for (const name of Object.keys(before).filter((one) => one.includes("prices"))) {
      expect(after[name]).toEqual(before[name]);
    }
    expect(await rowsOf(desk, "Hour")).toBeUndefined();
  });

  it.each([
    ["after the last of these", hours(STORED_DAYS, STORED_DAYS + 2)],
    ["from the middle of these on", hours(10, STORED_DAYS + 2)],
    ["from before the first of these on", hours(-20, STORED_DAYS + 2)],
    ["of the day after", hours(STORED_DAYS, STORED_DAYS)],
  ])("are taken where they are in the same, %s", async (_, bars) => {
    await using desk = await deskOf({ "CORN/20240300 Hour": bars, "CORN/20240500 Hour": bars });
    expect((await update(desk)).status).toBe("done");
    expect(await rowsOf(desk, "Hour")).toBe(bars.length);
  });

  it("are not held to a daily bar of an hour ago, whose price may be of the morning", async () => {
    const source: Sourced = {};
    for (const contract of ["20240300", "20240500"]) {
      const time = Float64Array.of(closeOf(STORED_DAYS - 1) + HOUR);
      source[`CORN/${contract} Hour`] = barsOf(new Series(time, Float64Array.of(405)));
    }
    await using desk = await deskOf(source);
    expect((await update(desk)).status).toBe("done");
  });

  it("are held to these as long as there are few", async () => {
    const source: Sourced = {
      "CORN/20240300 Hour": hours(STORED_DAYS, STORED_DAYS),
      "CORN/20240500 Hour": hours(STORED_DAYS, STORED_DAYS),
    };
    await using desk = await deskOf(source);
    await update(desk);
    source["CORN/20240300 Hour"] = hours(STORED_DAYS + 1, STORED_DAYS + 1, 100);
    source["CORN/20240500 Hour"] = hours(STORED_DAYS + 1, STORED_DAYS + 1);
    expect((await update(desk)).items).toMatchObject([
      { name: "CORN", status: "written", barsAdded: { Hour: 6 } },
      { name: "CORN/20240300", status: "other-unit" },
    ]);
    expect(await rowsOf(desk, "Hour")).toBe(6);
  });

  it("go in where the daily ones of the same evening are refused, each being held to what was stored", async () => {
    await using desk = await deskOf({
      "CORN/20240300 Hour": hours(STORED_DAYS, STORED_DAYS + 2),
      "CORN/20240300": barsOf(closes(STORED_DAYS, [4000])),
      "CORN/20240500": barsOf(closes(STORED_DAYS, [401])),
      "CORN/20240500 Hour": hours(STORED_DAYS, STORED_DAYS + 2),
    });
    expect((await updateHistoricalPrices(desk)).items).toMatchObject([
      { name: "CORN", status: "written", barsAdded: { Hour: 36, Day: 1 } },
      { name: "CORN/20240300", status: "spike" },
    ]);
    expect([await rowsOf(desk, "Hour"), await rowsOf(desk, "Day")]).toEqual([18, STORED_DAYS]);
  });
});

it("a jump that a person accepted is not asked about again while there are few bars", async () => {
  const jump = (to: number) => barsOf(closes(STORED_DAYS, Array(to).fill(440)));
  const source: Sourced = {
    "CORN/20240300": jump(1),
    "CORN/20240300 Hour": hours(STORED_DAYS - 2, STORED_DAYS - 2),
    "CORN/20240500": jump(1),
    "CORN/20240500 Hour": hours(STORED_DAYS - 2, STORED_DAYS - 2),
  };
  await using desk = await deskOf(source);
  await update(desk);
  for (const contract of ["20240300", "20240500"]) {
    source[`CORN/${contract} Hour`] = hours(STORED_DAYS, STORED_DAYS, 1.1);
    source[`CORN/${contract}`] = jump(1);
  }
  expect((await updateHistoricalPrices(desk)).status).toBe("attention");
  const prompt = scriptedPrompter({ "type a value": Array(12).fill("accept"), Write: [true, true] });
  expect((await checkPrices({ ...desk, prompt }, { instrument: "CORN" })).items).toMatchObject([
    { status: "written" },
    { status: "written" },
  ]);
  for (const contract of ["20240300", "20240500"]) {
    source[`CORN/${contract} Hour`] = hours(STORED_DAYS + 1, STORED_DAYS + 1, 1.1);
    source[`CORN/${contract}`] = jump(2);
  }
  expect((await updateHistoricalPrices(desk)).status).toBe("done");
  expect(await rowsOf(desk, "Hour")).toBe(18);
});

describe("a contract that is new", () => {
  /** One that is sampled, and has no prices yet. */
  const newContract = async (factor: number, start = 0) => {
    const source: Sourced = { "CORN/20240700": scaled(closes(STORED_DAYS - start, [401], start), factor) };
    const desk = await deskOf(source, "D");
    for (const contract of ["20240300", "20240500"]) {
      await desk.data.contracts.update(`CORN/${contract}`, (one) => ({ ...one!, sampling: false }));
    }
    await desk.data.contracts.update("CORN/20240700", (one) => ({ ...one!, sampling: true }));
    for (const frequency of [undefined, "Day"] as const) {
      await desk.data.contractPrices.delete({
        instrument: "CORN",
        contract: "20240700",
        ...(frequency && { frequency }),
      });
    }
    return { desk, source };
  };
  const scaled = ({ time, values }: Series, factor: number) =>
    barsOf(
      new Series(
        time,
        values.map((value) => value * factor),
      ),
    );

  it.each([
    [100, "prices of about 40100 are 100 times the 400 of the priced contract of CORN"],
    [0.01, "prices of about 4.01 are 99.8 times less than the 400 of the priced contract of CORN"],
  ])("is not stored where all its prices are in another unit, %d times", async (factor, message) => {
    const { desk, source } = await newContract(factor);
    const outcome = await updateHistoricalPrices(desk);
    expect(outcome.items).toMatchObject([
      { name: "CORN", status: "unchanged" },
      { name: "CORN/20240700", status: "other-unit", severity: "attention" },
    ]);
    expect(outcome.items[1]?.message).toBe(
      `Day from file: ${message}, so that they may be in another unit; 31 bars not stored: run checkPrices`,
    );
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Price Unit CORN"]);
    expect(await desk.data.contractPrices.info({ instrument: "CORN", contract: "20240700" })).toBeUndefined();

    source["CORN/20240700"] = barsOf(closes(STORED_DAYS, [401]));
    expect((await updateHistoricalPrices(desk)).items).toMatchObject([
      { status: "written" },
      { status: "settled" },
    ]);
    expect(await readAttention(desk.storage)).toEqual([]);
  });

  it("is stored where a person says so, and not asked about again", async () => {
    const { desk, source } = await newContract(100);
    expect((await updateHistoricalPrices(desk, { maxSpike: Number.POSITIVE_INFINITY })).status).toBe("done");
    source["CORN/20240700"] = scaled(closes(STORED_DAYS, [401, 402]), 100);
    expect((await updateHistoricalPrices(desk)).status).toBe("done");
  });

  it.each([7, 0.15, -1])("is stored with prices that are %d times those of another", async (factor) => {
    const { desk } = await newContract(factor);
    expect((await updateHistoricalPrices(desk)).status).toBe("done");
  });

  it("is stored where its instrument has no prices yet", async () => {
    const { desk } = await newContract(100);
    await desk.data.multiplePrices.delete("CORN");
    expect((await updateHistoricalPrices(desk, { instruments: ["CORN"] })).status).toBe("done");
  });

  it("is held to the first few bars that it has, each of the new ones", async () => {
    const { desk, source } = await newContract(1, STORED_DAYS - 3);
    await updateHistoricalPrices(desk);
    source["CORN/20240700"] = scaled(closes(1, [402, 40_100, 40_200], STORED_DAYS + 1), 1);
    expect((await updateHistoricalPrices(desk)).items).toMatchObject([
      { status: "unchanged" },
      { status: "other-unit", message: expect.stringContaining("of about 40100 are") },
    ]);
  });

  it("is held to the first few bars that it has", async () => {
    const { desk, source } = await newContract(1, STORED_DAYS - 3);
    await updateHistoricalPrices(desk);
    source["CORN/20240700"] = scaled(closes(1, [402], STORED_DAYS + 1), 100);
    expect((await updateHistoricalPrices(desk)).items).toMatchObject([
      { status: "unchanged" },
      { status: "other-unit", message: expect.stringContaining("of the stored bars") },
    ]);
  });
});

it("a broker that quotes in cents what a vendor quoted in dollars changes nothing [row 31]", async () => {
  const clock = fixedClock("2021-10-29 23:30");
  const vendor = simulatedBroker({ market, clock, cash: { USD: 1e6 } });
  const broker = simulatedBroker({
    market,
    clock,
    cash: { USD: 1e6 },
    faults: [{ kind: "unit", factor: 100, from: "2019-01-01", instrument: "BOND" }],
  });
  await using desk = await testDesk({
    clock,
    broker,
    priceSources: { vendor: { ...vendor.prices, name: "vendor" } },
  });
  const { instrument, rollParameters } = market.instruments.get("BOND")!;
  await addInstrument(desk, { instrument, rollParameters, from: "2020-01-01", source: "vendor" });
  const before = await desk.data.adjustedPrices.get("BOND");
  const view = await desk.data.contractPrices.list();

  clock.advance(3 * DAY);
  await updateSampledContracts(desk);
  const outcome = await updateHistoricalPrices(desk);
  expect(outcome.items[0]).toMatchObject({ name: "BOND", status: "unchanged" });
  expect(outcome.items.slice(1).every(({ status }) => status === "spike")).toBe(true);
  expect(await desk.data.contractPrices.list()).toEqual(view);
  expect((await updateMultipleAdjustedPrices(desk)).status).toBe("unchanged");
  expect(await desk.data.adjustedPrices.get("BOND")).toEqual(before);
});
