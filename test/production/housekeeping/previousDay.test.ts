import { describe, expect, it } from "vitest";
import { runDocument } from "../../../src/production/runs.js";
import { startupChecks } from "../../../src/production/startupChecks.js";
import type { Schedule } from "../../../src/schedule/schedule.js";
import { series } from "../../../src/series/construct.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { generateMarket } from "../../../src/testing/market.js";
import { USUAL_INSTRUMENTS } from "../../../src/testing/marketUsualInstruments.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";

/** A desk with daily prices of these days. */
async function deskWith(
  days: Readonly<Record<string, readonly string[]>>,
  options: TestDeskOptions = {},
): Promise<TestDesk> {
  const desk = await testDesk(options);
  for (const [name, all] of Object.entries(days)) {
    const closes = series(
      all.map((day) => `${day} 23:00`),
      all.map(() => 1),
    );
    if (name.endsWith("USD")) await desk.data.fxPrices.write(name, closes);
    else await desk.data.adjustedPrices.write(name, closes);
  }
  return desk;
}

async function previousDay(desk: TestDesk, at: string) {
  desk.clock.set(at);
  const { items } = await startupChecks(desk);
  const { severity, message } = items.find(({ name }) => name === "previous day")!;
  return `${severity}: ${message}`;
}

const [thursday, friday, monday, tuesday] = ["2024-04-04", "2024-04-05", "2024-04-08", "2024-04-09"] as const;

describe("the prices that the schedule should have brought", () => {
  it("are those of the day whose close was over when the update was last due", async () => {
    await using desk = await deskWith({ CORN: [thursday], GBPUSD: [thursday] });
    for (const at of ["2024-04-05 10:00", "2024-04-05 21:30", "2024-04-06 00:05", "2024-04-08 07:00"])
      expect(await previousDay(desk, at), at).toMatch(/^ok: all 2 series have .*, of 2024-04-0[34]/);
    // Monday evening's update brings Friday's close; FX followed on Monday morning.
    expect(await previousDay(desk, "2024-04-09 00:05")).toBe(
      "attention: 2 of 2 series lack prices that should be there: GBPUSD of 2024-04-05 (it ends 2024-04-04), CORN of 2024-04-05 (it ends 2024-04-04); it was a holiday there, or run the price updates",
    );
    await desk.data.fxPrices.append("GBPUSD", series([`${friday} 23:00`], [1]));
    expect(await previousDay(desk, "2024-04-09 00:05")).toMatch(/^attention: 1 of 2 series.*: CORN of/);
  });

  it("are also lacking where a later day has them, or where they are not numbers", async () => {
    await using desk = await deskWith({ CORN: [thursday, monday], GOLD: [thursday, friday, monday] });
    await desk.data.adjustedPrices.write(
      "OATS",
      series([`${thursday} 23:00`, `${friday} 23:00`], [1, Number.NaN]),
    );
    expect(await previousDay(desk, "2024-04-09 00:05")).toMatch(
      /^attention: 2 of 3 .*: CORN of 2024-04-05 \(it ends 2024-04-08\), OATS of 2024-04-05 \(it ends 2024-04-05\);/,
    );
  });

  it("are none of instruments that are stale, or that began later", async () => {
    await using desk = await deskWith(
      { OLD: ["2020-01-02"], NEW: [tuesday] },
      { config: { stale_instruments: ["OLD"] } },
    );
    expect(await previousDay(desk, "2024-04-09 00:05")).toMatch(/^ok: all 1 series/);
  });

  it("follow the desk's schedule, in its zone", async () => {
    const schedule: Schedule = {
      timezone: "America/Chicago",
      // 23:30 in New York, when the day of the desk is over.
      entries: [
        { process: "updateHistoricalPrices", start: "22:30" },
        { process: "updateMultipleAdjustedPrices", start: "22:30" },
      ],
    };
    const options = { schedule, config: { timezone: "America/New_York" } };
    await using desk = await deskWith({ CORN: [thursday] }, options);
    const at = (wallTime: string) =>
      previousDay(desk, new Date(desk.instant(toTime(wallTime))).toISOString());
    expect(await at("2024-04-06 01:00"), "it may be two hours late").toMatch(/^ok/);
    expect(await at("2024-04-06 02:00")).toMatch(/^attention: .*CORN of 2024-04-05/);
  });

  it("of another desk's update are those of a day before", async () => {
    await using desk = await deskWith({ CORN: [friday] }, { schedule: { entries: [] } });
    expect(await previousDay(desk, "2024-04-09 00:05")).toMatch(/^ok/);
    expect(await previousDay(desk, "2024-04-10 00:05")).toMatch(/^attention: .*CORN of 2024-04-08/);
  });

  it("of regions wait until each was asked for", async () => {
    const schedule: Schedule = {
      entries: [
        { process: "updateHistoricalPrices", start: "07:00", every: 810 },
        { process: "updateMultipleAdjustedPrices", start: "07:10", every: 810 },
      ],
    };
    const config = { download_by_zone: { ASIA: "07:00", US: "20:30" } };
    await using desk = await deskWith({ US_CORN: [thursday] }, { schedule, config });
    expect(await previousDay(desk, "2024-04-08 10:00"), "US prices of Friday come at 20:30").toMatch(/^ok/);
  });
});

describe("a holiday", () => {
  const market = generateMarket({
    seed: "regions",
    instruments: ["CORN", "OATS", "DAX"].map((code) => ({
      ...USUAL_INSTRUMENTS[0]!,
      code,
      region: code === "DAX" ? "EMEA" : "US",
    })),
    from: "2024-01-01",
    to: "2024-01-31",
  });
  const ran = { id: "1", process: "updateHistoricalPrices", status: "done", message: "" } as const;
  const counts = { items: 3, attention: 0, host: "h", pid: 1, processStart: "1" } as const;

  async function deskAfter(days: Parameters<typeof deskWith>[0], failed = 0): Promise<TestDesk> {
    const desk = await deskWith(days);
    for (const [code, { instrument }] of market.instruments)
      await desk.data.instruments.write(code, instrument);
    const started = toTime(`${monday} 20:30`);
    const run = runDocument({ ...ran, ...counts, started, ended: started, failed });
    await desk.storage.records.put(COLLECTIONS.runs, run);
    return desk;
  }

  it("is a day of which a whole region has no prices, though the update went well", async () => {
    const days = { CORN: [thursday], OATS: [thursday], DAX: [thursday, friday] };
    await using desk = await deskAfter(days);
    expect(await previousDay(desk, "2024-04-09 00:05")).toBe(
      "ok: all 3 series have the prices that were due, of 2024-04-05; a holiday: US on 2024-04-05",
    );
    await using failed = await deskAfter(days, 1);
    expect(await previousDay(failed, "2024-04-09 00:05")).toMatch(/^attention: 2 of 3/);
    expect(await previousDay(desk, "2024-04-10 00:05"), "it has not run since").toMatch(/^attention: 3 of 3/);
  });

  it("is not one instrument alone, nor weeks without prices", async () => {
    await using one = await deskAfter({ CORN: [thursday, friday], OATS: [thursday], DAX: [thursday] });
    expect(await previousDay(one, "2024-04-09 00:05")).toMatch(/^attention: 2 of 3 .*: DAX of .*, OATS of/);
    await using weeks = await deskAfter({ CORN: ["2024-03-20"], OATS: ["2024-03-20"], DAX: [friday] });
    expect(await previousDay(weeks, "2024-04-09 00:05")).toMatch(/^attention: 2 of 3/);
  });
});
