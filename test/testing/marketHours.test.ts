import { describe, expect, it } from "vitest";
import { contractPrices } from "../../src/prices/contractPrices.js";
import { mergeIntradayAndDaily } from "../../src/prices/mergeIntradayAndDaily.js";
import { findSpike } from "../../src/prices/spikes.js";
import { between } from "../../src/series/slice.js";
import { generateMarket } from "../../src/testing/market.js";
import { hourlyBars } from "../../src/testing/marketHours.js";
import { USUAL_INSTRUMENTS } from "../../src/testing/marketUsualInstruments.js";
import { DAY, dayOf, HOUR } from "../../src/time/civil.js";
import { formatTime, toTime } from "../../src/time/text.js";

const REGIONS = ["US", "EMEA", "ASIA", ""];
const market = generateMarket({
  seed: "hours",
  instruments: USUAL_INSTRUMENTS.map((one, at) => ({ ...one, region: REGIONS[at % REGIONS.length]! })),
  from: "2018",
  to: "2018-12",
});
const contracts = [...market.instruments.values()].flatMap((about) =>
  [...about.contracts.values()].map((one) => ({ ...about, ...one, code: about.instrument.code })),
);

describe("hourly bars", () => {
  it("lie within the session of the region, at whole hours", () => {
    const sessions = Object.fromEntries(
      [...market.instruments.values()].map(({ instrument, session }) => [instrument.region, session]),
    );
    expect(sessions).toEqual({
      US: { open: 14, close: 21 },
      EMEA: { open: 8, close: 17 },
      ASIA: { open: 1, close: 8 },
      "": { open: 8, close: 21 },
    });
    for (const { code, contract, session, prices } of contracts) {
      const { time } = hourlyBars(market, code, contract);
      expect(time.length).toBe(prices.length * (session.close - session.open));
      for (const at of time) {
        const hour = (at - dayOf(at) * DAY) / HOUR;
        if (!(Number.isInteger(hour) && hour > session.open && hour <= session.close)) {
          throw new Error(`${code} ${contract} ${formatTime(at)}`);
        }
      }
    }
  });

  it("make up their day: first open, last close, high, low and volume", () => {
    let checked = 0;
    for (const { code, contract, session, prices } of contracts) {
      const hours = contractPrices(hourlyBars(market, code, contract));
      const daily = contractPrices(prices);
      const count = session.close - session.open;
      for (let row = 0; row < prices.length; row++) {
        const [start, end] = [row * count, (row + 1) * count];
        const day = {
          OPEN: hours.OPEN[start],
          HIGH: Math.max(...hours.HIGH.subarray(start, end)),
          LOW: Math.min(...hours.LOW.subarray(start, end)),
          FINAL: hours.FINAL[end - 1],
          VOLUME: hours.VOLUME.subarray(start, end).reduce((sum, one) => sum + one, 0),
        };
        for (const [name, value] of Object.entries(day)) {
          if (value !== daily[name as "OPEN"][row]) throw new Error(`${code} ${contract} row ${row} ${name}`);
        }
        checked++;
      }
      for (let row = 0; row < hours.time.length; row++) {
        const [open, high, low, final] = [hours.OPEN, hours.HIGH, hours.LOW, hours.FINAL].map(
          (one) => one[row]!,
        );
        const sound =
          low! <= Math.min(open!, final!) && high! >= Math.max(open!, final!) && hours.VOLUME[row]! >= 0;
        if (!sound) throw new Error(`${code} ${contract} hour ${row}`);
      }
    }
    expect(checked).toBeGreaterThan(5000);
  });

  it("move on ticks, and not in a straight line", () => {
    const { code, contract, tick } = contracts.find(({ code }) => code === "CRUDE")!;
    const final = hourlyBars(market, code, contract).floats("FINAL");
    const changes = new Set(
      Array.from(final, (one, at) => Math.round((one - (final[at - 1] ?? one)) / tick)),
    );
    expect(changes.size).toBeGreaterThan(20);
    for (const price of final) expect(Math.abs(price / tick - Math.round(price / tick))).toBeLessThan(1e-6);
  });

  it("are the same for any span that is asked", () => {
    const { code, contract } = contracts[3]!;
    const all = hourlyBars(market, code, contract);
    const [from, to] = ["2018-02-06 10:30", "2018-02-09 12:00"].map(toTime) as [number, number];
    const some = hourlyBars(market, code, contract, { from, to });
    const same = between(all, from, to);
    expect(some.length).toBeGreaterThan(20);
    expect(some.time).toEqual(same.time);
    for (const name of all.names) expect(some.floats(name)).toEqual(same.floats(name));
    expect(hourlyBars(market, code, "19990100").length).toBe(0);
    expect(hourlyBars(market, "NICKEL", contract).length).toBe(0);
    expect(hourlyBars(market, code, contract, { from: toTime("2030") }).length).toBe(0);
  });

  it("mix with the daily ones without a spike", () => {
    for (const { code, contract, prices } of contracts.slice(0, 50)) {
      expect(findSpike(mergeIntradayAndDaily(hourlyBars(market, code, contract), prices))).toBeUndefined();
    }
  });

  it("reach a wild close only in the last hour", () => {
    const options = { seed: "wild", instruments: 2, from: "2018", to: "2018-12", badPrices: 30 };
    const bad = generateMarket(options);
    const wild = bad.faults.filter(({ kind }) => kind !== "missing");
    expect(wild.length).toBe(20);
    for (const { instrument, contract, time, value, trueValue } of wild) {
      const final = hourlyBars(bad, instrument, contract, { from: dayOf(time) * DAY, to: time }).floats(
        "FINAL",
      );
      expect(final.at(-1)).toBe(value);
      for (const price of final.subarray(0, -1)) expect(Math.abs(price / trueValue - 1)).toBeLessThan(0.2);
    }
  });
});

describe("a session", () => {
  it("may be given, and is refused where it is none", () => {
    const bond = USUAL_INSTRUMENTS[1]!;
    const of = (open: number, close: number) =>
      generateMarket({
        seed: 1,
        instruments: [{ ...bond, session: { open, close } }],
        from: "2020",
        to: "2020-03",
      });
    expect(hourlyBars(of(9, 10), "BOND", "20200600").length).toBe(
      of(0, 22).instruments.get("BOND")!.contracts.get("20200600")!.prices.length,
    );
    for (const [open, close] of [
      [9, 9],
      [9, 23],
      [-1, 5],
      [9.5, 12],
    ] as const) {
      expect(() => of(open, close)).toThrow(
        `BOND: the session was from ${open} to ${close}; give whole hours`,
      );
    }
  });
});
