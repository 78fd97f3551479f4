import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  approximateExpiry,
  carryContract,
  desiredRollDate,
  nextHeldContract,
  nextPricedContract,
} from "../../src/contracts/rollParameters.js";
import { isContangoError } from "../../src/errors/contangoError.js";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { contractPriceSet } from "../../src/prices/contractPriceSet.js";
import { CONTRACT_PRICE_COLUMNS } from "../../src/prices/contractPrices.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { adjustRollCalendar } from "../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../src/prices/rollCalendarApproximate.js";
import { checkRollCalendar } from "../../src/prices/rollCalendarChecks.js";
import { findSpike } from "../../src/prices/spikes.js";
import type { Frame } from "../../src/series/frame.js";
import { valueAsOf } from "../../src/series/search.js";
import { generateMarket, type Market, type MarketOptions } from "../../src/testing/market.js";
import { USUAL_INSTRUMENTS } from "../../src/testing/marketUsualInstruments.js";
import { DAY, dayOf, weekday } from "../../src/time/civil.js";
import { isClosingTime } from "../../src/time/close.js";
import { formatTime, toTime } from "../../src/time/text.js";

const SPAN = { from: "2016-01-01", to: "2020-12-31" };
const market = generateMarket({ seed: 1, instruments: USUAL_INSTRUMENTS.length, ...SPAN });
const instruments = [...market.instruments.values()];
const contracts = instruments.flatMap((about) =>
  [...about.contracts.values()].map((one) => ({ ...about, ...one })),
);

/** Every value of a market, by name. */
function columns(of: Market): Map<string, Float64Array> {
  const found = new Map<string, Float64Array>();
  for (const [code, { contracts }] of of.instruments) {
    for (const [contract, { prices }] of contracts) {
      found.set(`${code} ${contract} time`, prices.time);
      for (const name of prices.names) found.set(`${code} ${contract} ${name}`, prices.floats(name));
    }
  }
  for (const [pair, { time, values }] of of.fx) found.set(`${pair} time`, time).set(pair, values);
  return found;
}

function refusal(options: MarketOptions): string {
  try {
    generateMarket(options);
  } catch (error) {
    if (isContangoError(error, "MARKET_PARAMETER")) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a seed", () => {
  const small = { seed: "a", instruments: 3, from: "2018", to: "2019-06-30", badPrices: 4 };

  it("gives the same market again, and another one another", () => {
    const first = generateMarket(small);
    expect(columns(generateMarket(small))).toEqual(columns(first));
    expect(generateMarket(small).faults).toEqual(first.faults);
    const other = columns(generateMarket({ ...small, seed: "b" }));
    for (const [name, values] of columns(first)) {
      if (/ FINAL$|^[A-Z]{6}$/.test(name)) expect(other.get(name)).not.toEqual(values);
    }
  });

  it("tells numbers from one another, and not from their text", () => {
    const final = (seed: number | string): Float64Array =>
      columns(generateMarket({ ...small, seed })).get("BOND 20180900 FINAL")!;
    expect(final(1)).toEqual(final("1"));
    expect(final(1)).not.toEqual(final(2));
  });

  it("gives an instrument the same prices whatever others there are", () => {
    const clean = { ...small, badPrices: 0 };
    const alone = columns(generateMarket({ ...clean, instruments: [USUAL_INSTRUMENTS[1]!] }));
    const among = columns(generateMarket({ ...clean, instruments: 5 }));
    expect(alone.size).toBeGreaterThan(0);
    for (const [name, values] of alone) expect(among.get(name)).toEqual(values);
  });
});

describe("no look-ahead", () => {
  it("a later last day changes no earlier value", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer(),
        (days, more, seed) => {
          const from = toTime("2018-03-05");
          const until = (count: number): Map<string, Float64Array> =>
            columns(generateMarket({ seed, instruments: 3, from, to: from + count * DAY }));
          const long = until(days + more);
          for (const [name, values] of until(days)) {
            const same = long.get(name)!.subarray(0, values.length);
            expect(same).toEqual(values);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("contracts", () => {
  it("follow the priced cycle without a gap, each to its expiry", () => {
    for (const { rollParameters, contracts } of instruments) {
      const ids = [...contracts.keys()];
      for (const [at, id] of ids.entries()) {
        if (at > 0) expect(id).toBe(nextPricedContract(ids[at - 1]!, rollParameters));
        const { contract, expiry, prices } = contracts.get(id)!;
        expect(contract).toBe(id);
        expect(expiry).toBe(approximateExpiry(id, rollParameters));
        const last = dayOf(prices.time.at(-1)!) * DAY;
        expect(last).toBeLessThanOrEqual(expiry);
        if (expiry <= toTime(SPAN.to)) expect(expiry - last).toBeLessThanOrEqual(2 * DAY);
      }
      expect(contracts.get(ids[0]!)!.expiry).toBeGreaterThanOrEqual(toTime(SPAN.from));
    }
  });

  it("are there all the time that they are priced, forward or carry", () => {
    for (const { rollParameters, contracts } of instruments) {
      let checked = 0;
      for (const id of contracts.keys()) {
        const next = contracts.get(nextHeldContract(id, rollParameters));
        const carry = contracts.get(carryContract(id, rollParameters));
        if (!rollParameters.holdCycle.includes(letterOf(id)) || next === undefined || carry === undefined)
          continue;
        const roll = desiredRollDate(id, rollParameters);
        if (roll < toTime(SPAN.from) || roll > toTime(SPAN.to)) continue;
        for (const { expiry, prices } of [contracts.get(id)!, next, carry]) {
          expect(prices.time[0]!).toBeLessThanOrEqual(roll);
          expect(prices.time.at(-1)!).toBeGreaterThanOrEqual(Math.min(roll, expiry) - 3 * DAY);
        }
        checked++;
      }
      expect(checked).toBeGreaterThan(3);
    }
  });

  it("have a bar at 23:00 of each business day, in the stored columns", () => {
    for (const { prices } of contracts) {
      expect(prices.names).toEqual([...CONTRACT_PRICE_COLUMNS]);
      for (const [row, time] of prices.time.entries()) {
        if (!isClosingTime(time) || weekday(dayOf(time)) > 4)
          throw new Error(`${formatTime(time)} is no business close`);
        const days = row === 0 ? 1 : Math.round((time - prices.time[row - 1]!) / DAY);
        if (days !== 1 && !(days === 3 && weekday(dayOf(time)) === 0))
          throw new Error(`${days} days before ${formatTime(time)}`);
      }
    }
  });

  it("open and close between their low and high, above zero and on a tick", () => {
    const ticks = new Map(USUAL_INSTRUMENTS.map(({ code, tick }) => [code, tick!]));
    for (const { instrument, contract, prices } of contracts) {
      const [open, high, low, final, volume] = CONTRACT_PRICE_COLUMNS.map((name) => prices.floats(name));
      const tick = ticks.get(instrument.code)!;
      for (let row = 0; row < prices.length; row++) {
        const [o, h, l, f, v] = [open![row]!, high![row]!, low![row]!, final![row]!, volume![row]!];
        const steps = f / tick;
        const sound = l > 0 && l <= o && l <= f && h >= o && h >= f && v >= 0 && Number.isInteger(v);
        if (!sound || Math.abs(steps - Math.round(steps)) > 1e-6)
          throw new Error(`${instrument.code} ${contract} row ${row}`);
      }
    }
  });

  it("differ from one another, by amounts that change", () => {
    for (const { contracts } of instruments) {
      const [one, next] = [...contracts.values()].slice(2);
      const times = one!.prices.time.filter((time) => time >= next!.prices.time[0]!);
      const gap = (at: number): number =>
        Math.log(valueAsOf(next!.prices.series("FINAL"), at) / valueAsOf(one!.prices.series("FINAL"), at));
      const gaps = new Set(Array.from(times, gap));
      expect(gaps.size).toBeGreaterThan(times.length / 5);
      expect(Math.max(...Array.from(gaps, Math.abs))).toBeLessThan(0.4);
    }
  });

  it("meet the underlying at expiry, whatever the slope and season", () => {
    const about = { ...USUAL_INSTRUMENTS[4]!, code: "X" };
    const last = (slope: number, seasonality: number): number[] =>
      [
        ...generateMarket({ seed: 3, instruments: [{ ...about, slope, seasonality }], ...SPAN })
          .instruments.get("X")!
          .contracts.values(),
      ]
        .filter(({ expiry, prices }) => dayOf(prices.time.at(-1)!) * DAY === expiry)
        .map(({ prices }) => prices.series("FINAL").at(-1));
    expect(last(0, 0).length).toBeGreaterThan(30);
    expect(last(0.3, 0.2)).toEqual(last(0, 0));
    expect(last(-0.3, 0)).toEqual(last(0, 0));
  });

  it("are dearer later in contango, cheaper in backwardation", () => {
    const meanGap = (slope: number): number => {
      const about = { ...USUAL_INSTRUMENTS[1]!, code: "X", slope };
      const { contracts } = generateMarket({ seed: 5, instruments: [about], ...SPAN }).instruments.get("X")!;
      const ids = [...contracts.values()];
      const gaps = ids.slice(1).map(({ prices }, at) => {
        const time = prices.time[0]!;
        return Math.log(prices.floats("FINAL")[0]! / valueAsOf(ids[at]!.prices.series("FINAL"), time));
      });
      return gaps.filter(Number.isFinite).reduce((sum, gap) => sum + gap, 0) / gaps.length;
    };
    expect(meanGap(0.2)).toBeGreaterThan(0.02);
    expect(meanGap(-0.2)).toBeLessThan(-0.02);
  });

  it("move with a sane volatility that clusters", () => {
    for (const { instrument, contracts } of instruments) {
      const wanted = USUAL_INSTRUMENTS.find(({ code }) => code === instrument.code)!.volatility!;
      const returns = [...contracts.values()].flatMap(({ prices }) => logReturns(prices));
      const deviation = Math.sqrt(mean(returns.map((value) => value ** 2)) * 256);
      expect(deviation / wanted).toBeGreaterThan(0.6);
      expect(deviation / wanted).toBeLessThan(1.6);
    }
    const longest = generateMarket({
      seed: 9,
      instruments: [{ ...USUAL_INSTRUMENTS[2]!, code: "X" }],
      from: "1990",
      to: "2020",
    }).instruments.get("X")!;
    const sizes = [...longest.contracts.values()].flatMap(({ prices }) =>
      logReturns(prices).slice(-60).map(Math.abs),
    );
    const centre = mean(sizes);
    const variance = mean(sizes.map((size) => (size - centre) ** 2));
    expect(
      mean(sizes.slice(5).map((size, at) => (size - centre) * (sizes[at]! - centre))) / variance,
    ).toBeGreaterThan(0.05);
  });

  it("hand their trading to the next held contract before they expire", () => {
    for (const { rollParameters, contracts } of instruments) {
      let checked = 0;
      for (const [id, { expiry, prices }] of contracts) {
        const next = contracts.get(nextHeldContract(id, rollParameters));
        const roll = Math.min(desiredRollDate(id, rollParameters), expiry - 8 * DAY);
        if (!rollParameters.holdCycle.includes(letterOf(id)) || next === undefined) continue;
        if (roll < toTime(SPAN.from) + 60 * DAY || roll > toTime(SPAN.to) - 60 * DAY) continue;
        const volume = (of: Frame, at: number): number =>
          valueAsOf(of.series("VOLUME"), at + 23.5 * 3_600_000);
        const apart = rollParameters.holdCycle.length > 6 ? 14 : 25;
        expect(volume(prices, roll - apart * DAY)).toBeGreaterThan(
          2 * volume(next.prices, roll - apart * DAY),
        );
        expect(volume(next.prices, roll + 14 * DAY)).toBeGreaterThan(
          2 * volume(prices, Math.min(roll + 14 * DAY, expiry)),
        );
        checked++;
      }
      expect(checked).toBeGreaterThan(2);
    }
  });
});

describe("a generated market", () => {
  it("rolls, stitches and back-adjusts", () => {
    for (const { instrument, rollParameters, contracts } of instruments) {
      const options = { instrument: instrument.code };
      const closes = contractPriceSet(
        [...contracts].map(([id, { prices }]) => [id, prices.series("FINAL")] as const),
      );
      const { calendar } = adjustRollCalendar(
        approximateRollCalendar(closes.keys(), rollParameters, options),
        closes,
        options,
      );
      expect(checkRollCalendar(calendar, closes)).toEqual([]);
      expect(calendar.length).toBeGreaterThan(2);
      const multiple = multiplePricesFromCalendar(calendar, closes, options);
      const adjusted = backAdjust(multiple, { forwardFill: true, ...options });
      expect(adjusted.length).toBe(multiple.length);
      expect(adjusted.values.every(Number.isFinite)).toBe(true);
      // Rolls leave no jump; the market's own moves may be somewhat wild.
      expect(findSpike(adjusted, { maxSpike: 12 })).toBeUndefined();
    }
  });

  it("has a rate for each currency but the dollar", () => {
    expect([...market.fx.keys()]).toEqual(["EURUSD"]);
    const { time, values } = market.fx.get("EURUSD")!;
    expect([formatTime(time[0]!), formatTime(time.at(-1)!)]).toEqual([
      "2016-01-01 23:00:00",
      "2020-12-31 23:00:00",
    ]);
    expect(values.every((rate) => rate > 0.7 && rate < 1.7)).toBe(true);
  });

  it("has no faults unless asked", () => {
    expect(market.faults).toEqual([]);
    for (const { prices } of contracts.slice(0, 60)) expect(findSpike(prices)).toBeUndefined();
  });
});

describe("bad prices", () => {
  const options = { seed: 11, instruments: 3, from: "2017", to: "2018" };

  it("are exactly where they are reported", () => {
    const clean = generateMarket(options);
    const { instruments: bad, faults } = generateMarket({ ...options, badPrices: 12 });
    expect(faults.map(({ kind }) => kind).sort()).toEqual([
      ...Array(4).fill("missing"),
      ...Array(4).fill("spike"),
      ...Array(4).fill("zero"),
    ]);
    expect(faults.every(({ time }, at) => at === 0 || time >= faults[at - 1]!.time)).toBe(true);
    const found: string[] = [];
    for (const [code, { contracts }] of clean.instruments) {
      for (const [contract, { prices }] of contracts) {
        const now = bad.get(code)!.contracts.get(contract)!.prices;
        let at = 0;
        for (let row = 0; row < prices.length; row++) {
          const [time, was] = [prices.time[row]!, prices.floats("FINAL")[row]!];
          const missing = now.time[at] !== time;
          const is = missing ? Number.NaN : now.floats("FINAL")[at]!;
          if (!missing) {
            const [low, high] = [now.floats("LOW")[at]!, now.floats("HIGH")[at]!];
            expect(low <= is && is <= high).toBe(true);
            at++;
          }
          if (!Object.is(is, was)) found.push(`${code} ${contract} ${time} ${is} ${was}`);
        }
        expect(at).toBe(now.length);
      }
    }
    const reported = faults.map(
      ({ instrument, contract, time, value, trueValue }) =>
        `${instrument} ${contract} ${time} ${value} ${trueValue}`,
    );
    expect(found.sort()).toEqual(reported.sort());
  });

  it("are spikes that the spike check finds", () => {
    const { instruments, faults } = generateMarket({ ...options, badPrices: 30 });
    const spikes = faults.filter(({ kind }) => kind === "spike");
    expect(spikes.length).toBe(10);
    for (const { instrument, contract, time } of spikes) {
      const { prices } = instruments.get(instrument)!.contracts.get(contract)!;
      expect(findSpike(prices, { from: time })?.time).toBe(time);
    }
  });
});

describe("bad input", () => {
  it("is refused with what to do", () => {
    const bond = USUAL_INSTRUMENTS[1]!;
    expect(refusal({ seed: 1, instruments: 0 })).toContain("0 instruments; give a whole number from 1");
    expect(refusal({ seed: 1, instruments: [bond, bond] })).toContain("instrument BOND is there twice");
    expect(refusal({ seed: 1, from: "2020", to: "2019" })).toContain(
      "no business day lies from 2020-01-01 00:00:00",
    );
    expect(refusal({ seed: 1, badPrices: 1.5 })).toContain("1.5 bad prices");
    expect(refusal({ seed: 1, instruments: [bond], from: "2020", to: "2020-02-01", badPrices: 5 })).toMatch(
      /has room for \d+ bad prices, not 5/,
    );
    expect(refusal({ seed: 1, instruments: [{ ...bond, volatility: -1 }] })).toContain(
      "BOND: volatility was -1",
    );
    expect(refusal({ seed: 1, instruments: [{ ...bond, tick: 0 }] })).toContain("BOND: tick was 0");
    const unpriced = { holdCycle: "HZ", pricedCycle: "HMU" };
    expect(refusal({ seed: 1, instruments: [{ ...bond, rollParameters: unpriced }] })).toContain(
      "month Z is held but not priced",
    );
  });

  it("takes one instrument with nothing but a code and cycles", () => {
    const { instruments } = generateMarket({
      seed: 1,
      instruments: [{ code: "X", rollParameters: { holdCycle: "HMUZ", pricedCycle: "HMUZ" } }],
      from: "2020",
      to: "2020-03-31",
    });
    expect(instruments.get("X")!.contracts.size).toBeGreaterThan(2);
  });

  it("gives more instruments than there are kinds codes of their own", () => {
    const { instruments } = generateMarket({
      seed: 1,
      instruments: 10,
      from: "2020-01-01",
      to: "2020-01-10",
    });
    expect([...instruments.keys()].slice(-2)).toEqual(["GRAIN_2", "BOND_2"]);
  });
});

const letterOf = (contract: string): string => "FGHJKMNQUVXZ"[Number(contract.slice(4, 6)) - 1]!;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
function logReturns(prices: Frame): number[] {
  const final = prices.floats("FINAL");
  return Array.from(final.subarray(1), (value, row) => Math.log(value / final[row]!));
}
