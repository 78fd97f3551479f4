/** Calendars, multiple and adjusted prices made of stored contract prices. */
import { describe, expect, it } from "vitest";
import { desiredRollDate, type RollParameters } from "../../../src/contracts/rollParameters.js";
import { type ContractPriceSet, splitContractPrices } from "../../../src/prices/contractPriceSet.js";
import { rollCalendar } from "../../../src/prices/rollCalendar.js";
import { checkRollCalendar } from "../../../src/prices/rollCalendarChecks.js";
import { calendarFromContracts } from "../../../src/production/initialise/calendarFromContracts.js";
import { initialiseAdjustedPrices } from "../../../src/production/initialiseAdjustedPrices.js";
import { initialiseMultiplePrices } from "../../../src/production/initialiseMultiplePrices.js";
import { initialiseRollCalendars } from "../../../src/production/initialiseRollCalendars.js";
import { generateMarket } from "../../../src/testing/market.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { type GoldenRollParameters, goldenRollParameters } from "../../contracts/goldenRollParameters.js";
import { readMultiplePricesCsv } from "../../support/csvFrames.js";
import { golden, hasGolden, isRefused, time } from "../../support/golden.js";
import { storedData } from "./storedData.js";

const NOW = "2021-06-15 21:00";
const market = generateMarket({ seed: "initialise", instruments: 2, from: "2019", to: "2021-06-14" });
const CODES = [...market.instruments.keys()].sort();

async function deskWithContracts(): Promise<TestDesk> {
  const desk = await testDesk({ now: NOW });
  await desk.storage.atomically(async (batch) => {
    for (const [instrument, { rollParameters, contracts }] of market.instruments) {
      await desk.data.rollParameters.write(instrument, rollParameters, batch);
      for (const { contract, prices } of contracts.values()) {
        await desk.data.contractPrices.write({ instrument, contract }, prices, batch);
        await desk.data.contractPrices.write({ instrument, contract, frequency: "Day" }, prices, batch);
      }
    }
  });
  return desk;
}

describe("stored contract prices", () => {
  it("become calendars, multiple prices and adjusted prices up to now [row 6] [row 8] [row 9]", async () => {
    await using desk = await deskWithContracts();
    const { data } = desk;
    expect((await initialiseRollCalendars(desk, { from: "contract prices" })).status).toBe("done");
    expect((await initialiseMultiplePrices(desk, { from: "contract prices" })).status).toBe("done");
    expect((await initialiseAdjustedPrices(desk)).status).toBe("done");
    for (const code of CODES) {
      const { rollParameters, contracts } = market.instruments.get(code)!;
      const closes: ContractPriceSet = new Map(
        [...contracts].map(([id, { prices }]) => [id, prices.series("FINAL")]),
      );
      const calendar = await data.rollCalendars.get(code);
      expect(checkRollCalendar(calendar, closes)).toEqual([]);
      const { current } = rollCalendar(calendar);
      expect(calendar.length).toBeGreaterThan(1);
      for (const contract of current) {
        expect(desiredRollDate(contract, rollParameters)).toBeLessThanOrEqual(toTime(NOW));
      }
      const multiple = await data.multiplePrices.get(code);
      expect(formatTime(multiple.time.at(-1)!)).toBe("2021-06-14 23:00:00");
      const { PRICE_CONTRACT, FORWARD_CONTRACT } = multiple.row(-1);
      expect(desiredRollDate(String(PRICE_CONTRACT), rollParameters)).toBeGreaterThan(
        toTime(NOW) - 15 * 86_400_000,
      );
      for (const contract of [PRICE_CONTRACT, FORWARD_CONTRACT]) {
        expect(await data.contracts.get(`${code}/${contract}`)).toMatchObject({ sampling: true });
      }
      const adjusted = await data.adjustedPrices.get(code);
      expect(adjusted.at(-1)).toBe(multiple.floats("PRICE").at(-1));
      expect(adjusted.length).toBe(multiple.length);
    }
    const before = await storedData(desk.storage);
    for (const process of [initialiseRollCalendars, initialiseMultiplePrices]) {
      expect((await process(desk, { from: "contract prices" })).status).toBe("unchanged");
    }
    expect(await storedData(desk.storage)).toEqual(before);
  });

  it("need roll parameters and, for multiple prices, a calendar", async () => {
    await using desk = await deskWithContracts();
    const [first, second] = CODES as [string, string];
    await desk.data.rollParameters.delete(first);
    const calendars = await initialiseRollCalendars(desk, { from: "contract prices" });
    expect(calendars.items).toMatchObject([
      { name: first, status: "failed", code: "INITIALISE" },
      { name: second, status: "written" },
    ]);
    await desk.data.rollCalendars.delete(second);
    const multiple = await initialiseMultiplePrices(desk, { from: "contract prices", instruments: [second] });
    expect(multiple.items[0]).toMatchObject({
      code: "STORE_MISSING",
      message: expect.stringContaining("no roll calendars"),
    });
    await using empty = await testDesk({ now: NOW });
    await expect(initialiseMultiplePrices(empty, { from: "contract prices" })).rejects.toMatchObject({
      code: "INITIALISE",
      message: expect.stringContaining("no contract prices in the store"),
    });
  });

  it("say what had to be conceded: rolls whose contracts never had a price together", async () => {
    await using desk = await deskWithContracts();
    const [code] = CODES as [string];
    const [first, second] = rollCalendar(
      calendarFromContracts(closesOf(code), optionsOf(code)).calendar,
    ).current;
    const end = closesOf(code).get(first!)!.timeAt(-1);
    const key = { instrument: code, contract: second! };
    const prices = await desk.data.contractPrices.get(key);
    await desk.data.contractPrices.write(key, prices.rows(prices.time.findIndex((at) => at > end)));
    const { items } = await initialiseRollCalendars(desk, { from: "contract prices", instruments: [code] });
    expect(items[0]).toMatchObject({ status: "written", severity: "ok" });
    expect(items[0]!.message).toMatch(
      new RegExp(`roll from ${first} to ${second} .* left out, as they never had a price together`),
    );
  });
});

const closesOf = (code: string): ContractPriceSet =>
  new Map(
    [...market.instruments.get(code)!.contracts].map(([id, { prices }]) => [id, prices.series("FINAL")]),
  );
const optionsOf = (instrument: string) => ({
  instrument,
  rollParameters: market.instruments.get(instrument)!.rollParameters,
  now: toTime(NOW),
});

describe.runIf(hasGolden("rolls.json"))("real contract prices [row 6]", () => {
  interface Case {
    readonly roll_parameters: GoldenRollParameters;
    readonly adjusted_calendar?: { readonly rows: readonly (readonly [string, string, string, string])[] };
  }
  const cases = hasGolden("rolls.json") ? golden<Record<string, Case>>("rolls.json") : {};

  it("give the reference's calendars, as far as rolls were due", () => {
    let compared = 0;
    for (const [instrument, { roll_parameters, adjusted_calendar }] of Object.entries(cases)) {
      if (adjusted_calendar === undefined || isRefused(adjusted_calendar)) continue;
      const multiple = readMultiplePricesCsv(instrument);
      const rollParameters: RollParameters = goldenRollParameters(roll_parameters);
      const now = multiple.time.at(-1)! + 1;
      const { calendar } = calendarFromContracts(splitContractPrices(multiple), {
        instrument,
        rollParameters,
        now,
      });
      const { time: times, current, next, carry } = rollCalendar(calendar);
      const due = adjusted_calendar.rows.filter(
        ([, contract]) => desiredRollDate(contract, rollParameters) <= now,
      );
      const rows = Array.from(times, (at, row) => [at, current[row], next[row], carry[row]]);
      expect(rows.slice(0, due.length), instrument).toEqual(
        due.map(([at, ...contracts]) => [time(at), ...contracts]),
      );
      // The reference always leaves out the last roll of its calendar, due or not.
      expect(rows.length - due.length, instrument).toBeLessThanOrEqual(1);
      compared += rows.length;
    }
    expect(compared).toBeGreaterThan(0);
  });
});
