import { describe, expect, it } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { generateMarket, type MarketOptions } from "../../src/testing/market.js";
import { hourlyBars } from "../../src/testing/marketHours.js";
import { USUAL_INSTRUMENTS } from "../../src/testing/marketUsualInstruments.js";
import { dayOf, weekday } from "../../src/time/civil.js";
import { formatDay, toTime } from "../../src/time/text.js";

const REGIONS = ["US", "EMEA", "US"];
const instruments = USUAL_INSTRUMENTS.slice(0, 3).map((one, at) => ({ ...one, region: REGIONS[at]! }));
const options = { seed: 4, instruments, from: "2018", to: "2020" };
const plain = generateMarket(options);

const days = (market: typeof plain, code: string): string[] =>
  market.instruments.get(code)!.holidays.map((day) => formatDay(dayOf(day)));

describe("holidays", () => {
  it("take days out of all contracts, and change nothing else", () => {
    const market = generateMarket({ ...options, holidays: 8 });
    for (const [code, { contracts, holidays }] of market.instruments) {
      expect(holidays.length).toBe(24);
      const closed = new Set(holidays.map(dayOf));
      for (const [id, { prices }] of contracts) {
        const before = plain.instruments.get(code)!.contracts.get(id)!.prices;
        const rows = [...before.time.keys()].filter((row) => !closed.has(dayOf(before.time[row]!)));
        expect([...prices.time]).toEqual(rows.map((row) => before.time[row]));
        for (const name of prices.names) {
          expect([...prices.floats(name)]).toEqual(rows.map((row) => before.floats(name)[row]));
        }
        const hours = hourlyBars(market, code, id).time;
        expect([...hours].some((time) => closed.has(dayOf(time)))).toBe(false);
      }
    }
    expect(market.fx.get("EURUSD")).toEqual(plain.fx.get("EURUSD"));
  });

  it("are the same for a region, drawn from the seed, so many business days a year", () => {
    const market = generateMarket({ ...options, holidays: 8 });
    const [grain, bond, equity] = ["GRAIN", "BOND", "EQUITY"].map((code) => days(market, code));
    expect(grain).toEqual(equity);
    expect(grain).not.toEqual(bond);
    for (const year of ["2018", "2019", "2020"]) {
      expect(grain!.filter((day) => day.startsWith(year))).toHaveLength(8);
    }
    expect(grain!.every((day) => weekday(dayOf(toTime(day))) < 5)).toBe(true);
    expect(days(generateMarket({ ...options, holidays: 8 }), "GRAIN")).toEqual(grain);
    expect(days(generateMarket({ ...options, seed: 5, holidays: 8 }), "GRAIN")).not.toEqual(grain);
    const shorter = generateMarket({ ...options, to: "2019-06", holidays: 8 });
    expect(days(shorter, "GRAIN")).toEqual(grain!.filter((day) => day < "2019-07"));
  });

  it("may be given: for all, a region, an instrument", () => {
    const market = generateMarket({
      ...options,
      holidays: [
        { day: "2018-12-25" },
        { day: "2018-07-04", region: "US" },
        { day: "2018-05-01", instrument: "BOND" },
        { day: "2018-05-01", instrument: "BOND" },
        { day: "2031-01-01" },
      ],
    });
    expect(days(market, "GRAIN")).toEqual(["2018-07-04", "2018-12-25"]);
    expect(days(market, "BOND")).toEqual(["2018-05-01", "2018-12-25"]);
    expect(days(plain, "BOND")).toEqual([]);
  });

  it("are refused where they cannot be", () => {
    const refused = (holidays: NonNullable<MarketOptions["holidays"]>): string => {
      try {
        generateMarket({ ...options, holidays });
      } catch (error) {
        if (isContangoError(error, "MARKET_PARAMETER")) return error.message;
        throw error;
      }
      throw new Error("nothing was thrown");
    };
    expect(refused(1.5)).toContain("1.5 holidays a year; give a whole number up to 60");
    expect(refused(100)).toContain("100 holidays a year");
    expect(refused([{ day: "2018-01-01", instrument: "NICKEL" }])).toContain(
      "NICKEL, which the market does not have",
    );
    expect(refused([{ day: "2018-01-01", region: "MOON" }])).toContain(
      'region "MOON", in which the market has no',
    );
  });
});
