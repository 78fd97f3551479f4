import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import type { Frame } from "../../../src/series/frame.js";
import { between } from "../../../src/series/slice.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { generateMarket } from "../../../src/testing/market.js";
import { hourlyBars } from "../../../src/testing/marketHours.js";
import { DAY, dayOf, HOUR } from "../../../src/time/civil.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { timeZone } from "../../../src/time/zone.js";
import { BOND, brokerAt, market } from "./simulatedMarket.js";

const truth = market.instruments.get("BOND")!.contracts.get(BOND.contract)!.prices;
const bars = (time: string, frequency: "Day" | "Hour" = "Day", options = {}): Promise<Frame> =>
  brokerAt(time, options).broker.prices.contractPrices(BOND, frequency);
const lastTime = (frame: Frame): string => formatTime(frame.time.at(-1)!);

describe("daily bars", () => {
  it("appear at 23:00 of their day, and before that with today's stamp and what has traded", async () => {
    const yesterday = "2018-10-16 23:00:00";
    const today = "2018-10-17 23:00:00";
    expect(lastTime(await bars("2018-10-17 08:59"))).toBe(yesterday);
    const morning = await bars("2018-10-17 10:30");
    expect(lastTime(morning)).toBe(today);
    const evening = await bars("2018-10-17 21:00");
    const night = await bars("2018-10-17 23:00");
    for (const whole of [evening, night]) expect(whole.row(-1)).toEqual(between(truth, today, today).row(0));
    const [part, whole] = [
      morning.row(-1) as Record<string, number>,
      night.row(-1) as Record<string, number>,
    ];
    expect(part.OPEN).toBe(whole.OPEN);
    expect(part.VOLUME).toBeLessThan(whole.VOLUME!);
    expect(part.HIGH).toBeLessThanOrEqual(whole.HIGH!);
    expect(part.LOW).toBeGreaterThanOrEqual(whole.LOW!);
    const seen = await brokerAt("2018-10-17 10:30").broker.prices.contractPrices(BOND, "Hour");
    expect(part.FINAL).toBe(seen.floats("FINAL").at(-1));
    expect(lastTime(await bars("2018-10-17 21:30", "Day", { partialBars: false }))).toBe(yesterday);
    expect(lastTime(await bars("2018-10-20 12:00"))).toBe("2018-10-19 23:00:00");
  });

  it("go back a year, or as far as there are any", async () => {
    const end = "2019-12-31 23:00";
    const { broker } = brokerAt(end);
    const key = { instrument: "GRAIN", contract: "20191200" };
    const all = market.instruments.get("GRAIN")!.contracts.get("20191200")!.prices;
    const year = await broker.prices.contractPrices(key, "Day");
    expect(all.time[0]).toBeLessThan(toTime(end) - 366 * DAY);
    expect(year.time[0]).toBeGreaterThanOrEqual(toTime(end) - 365 * DAY);
    expect(year.time.at(-1)).toBe(all.time.at(-1));
    const { broker: patient } = brokerAt(end, { history: "all" });
    expect((await patient.prices.contractPrices(key, "Day")).time).toEqual(all.time);
  });

  it("are in the wall time of the zone", async () => {
    const zone = timeZone("Asia/Tokyo");
    expect(lastTime(await bars("2018-10-17 13:59", "Day", { zone, partialBars: false }))).toBe(
      "2018-10-16 23:00:00",
    );
    expect(lastTime(await bars("2018-10-17 14:00", "Day", { zone, partialBars: false }))).toBe(
      "2018-10-17 23:00:00",
    );
  });
});

describe("hourly bars", () => {
  it("appear when their hour is over, and go back a month", async () => {
    expect(lastTime(await bars("2018-10-17 10:59", "Hour"))).toBe("2018-10-17 10:00:00");
    expect(lastTime(await bars("2018-10-17 11:00", "Hour"))).toBe("2018-10-17 11:00:00");
    const month = await bars("2018-10-17 23:00", "Hour");
    expect(lastTime(month)).toBe("2018-10-17 21:00:00");
    expect(formatTime(month.time[0]!)).toBe("2018-09-17 09:00:00");
    const all = await bars("2018-10-17 23:00", "Hour", { history: "all" });
    expect(all.time[0]).toBe(dayOf(truth.time[0]!) * DAY + 9 * HOUR);
    expect(all.time).toEqual(hourlyBars(market, "BOND", BOND.contract, { to: toTime("2018-10-18") }).time);
  });
});

describe("rates", () => {
  it("end with today's, on its way from yesterday's to its close", async () => {
    const rates = market.fx.get("EURUSD")!;
    const rateAt = (time: string): number => between(rates, time, time).at(0);
    const [before, after] = [rateAt("2018-10-16 23:00:00"), rateAt("2018-10-17 23:00:00")];
    const seen = async (time: string): Promise<number> =>
      (await brokerAt(time).broker.fx.fxPrices("EURUSD")).at(-1);
    expect(await seen("2018-10-16 23:00")).toBe(before);
    expect(await seen("2018-10-17 23:00")).toBe(after);
    const noon = await seen("2018-10-17 11:30");
    expect(noon).toBeGreaterThan(Math.min(before, after));
    expect(noon).toBeLessThan(Math.max(before, after));
    expect(await brokerAt().broker.fx.fxPairs()).toEqual(["EURUSD"]);
  });
});

describe("contracts", () => {
  it("are listed until the day of their expiry, for two years ahead", async () => {
    const { broker, clock } = brokerAt("2018-12-20 23:59");
    const expiry = await broker.contracts.expiry(BOND);
    expect(formatTime(expiry)).toBe("2018-12-20 00:00:00");
    const listed = await broker.contracts.contracts("BOND");
    expect(listed).toEqual([
      "20181200",
      "20190300",
      "20190600",
      "20190900",
      "20191200",
      "20200300",
      "20200600",
      "20200900",
    ]);
    clock.set("2018-12-21");
    // 2020-12-20 is more than two years of 365 days away on the 20th, no longer on the 21st.
    expect(await broker.contracts.contracts("BOND")).toEqual([...listed.slice(1), "20201200"]);
    await expect(broker.contracts.expiry(BOND)).rejects.toThrow(
      /BOND\/20181200 is not listed: it has expired/,
    );
  });

  it("have no bars before they trade, and their bars still after they expired", async () => {
    const { broker, clock } = brokerAt("2018-06-01 20:00");
    const far = await broker.prices.contractPrices({ instrument: "BOND", contract: "20200300" }, "Day");
    expect([far.length, far.names]).toEqual([0, ["OPEN", "HIGH", "LOW", "FINAL", "VOLUME"]]);
    clock.set("2019-02-01");
    expect(lastTime(await broker.prices.contractPrices(BOND, "Day"))).toBe("2018-12-20 23:00:00");
    await expect(
      broker.prices.contractPrices({ instrument: "BOND", contract: "20260300" }, "Day"),
    ).rejects.toSatisfy((error) => isContangoError(error, "BROKER_NOT_FOUND"));
  });
});

describe("what is seen", () => {
  it("is the same at the same time, whatever was asked before, and never later than now", async () => {
    const { broker: other, clock: wandering } = brokerAt();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 500 * 24 * 4 }),
        fc.constantFrom("Day", "Hour"),
        async (quarter, frequency) => {
          const now = toTime("2018-01-10") + (quarter * HOUR) / 4;
          wandering.set(now);
          const fresh = simulatedBroker({ market, clock: fixedClock(now), cash: {} });
          const [one, two] = [
            await other.prices.contractPrices(BOND, frequency),
            await fresh.prices.contractPrices(BOND, frequency),
          ];
          expect(one.time).toEqual(two.time);
          expect(one.floats("FINAL")).toEqual(two.floats("FINAL"));
          const latest = one.time.at(-1);
          if (latest !== undefined) {
            expect(latest).toBeLessThanOrEqual(frequency === "Hour" ? now : dayOf(now) * DAY + 23 * HOUR);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("of a past day does not change later", async () => {
    const { broker, clock } = brokerAt("2018-09-03 23:00");
    const before = await broker.prices.contractPrices(BOND, "Day");
    clock.set("2018-11-01 14:20");
    const after = await broker.prices.contractPrices(BOND, "Day");
    const same = between(after, before.time[0]!, before.time.at(-1)!);
    for (const name of before.names) expect(same.floats(name)).toEqual(before.floats(name));
  });
});

describe("questions", () => {
  it("are counted by kind, refused ones too", async () => {
    const { broker } = brokerAt();
    await broker.prices.contractPrices(BOND, "Day");
    await broker.prices.contractPrices(BOND, "Hour");
    await broker.prices.contractPrices(BOND, "Hour");
    await broker.fx.fxPairs();
    await broker.contracts.pointSize("NOTHING").catch(() => undefined);
    const { dailyPrices, hourlyPrices, fxPairs, pointSize, ...rest } = broker.requests();
    expect([dailyPrices, hourlyPrices, fxPairs, pointSize]).toEqual([1, 2, 1, 1]);
    expect(Object.values(rest).every((count) => count === 0)).toBe(true);
  });
});

describe("bad prices planted in the market", () => {
  it("are shown, but not traded at", async () => {
    const bad = generateMarket({ seed: 3, instruments: 2, from: "2018", to: "2018-12", badPrices: 40 });
    const faults = bad.faults.filter(({ kind }) => kind !== "missing");
    expect(faults.length).toBeGreaterThan(20);
    for (const { instrument, contract, time, value, trueValue } of faults) {
      const broker = simulatedBroker({ market: bad, clock: fixedClock(time), cash: { USD: 0 } });
      const shown = await broker.prices.contractPrices({ instrument, contract }, "Day");
      expect(shown.floats("FINAL").at(-1)).toBe(value);
      if (time >= bad.instruments.get(instrument)!.contracts.get(contract)!.expiry) continue;
      await broker.trades.trade({ id: "one", instrument, contract, quantity: 1, reference: "" });
      const half = bad.instruments.get(instrument)!.instrument.spreadCost;
      expect((await broker.executions.executions(0))[0]!.price).toBeCloseTo(trueValue + half, 9);
    }
  });
});
