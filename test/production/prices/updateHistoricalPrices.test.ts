import { describe, expect, it } from "vitest";
import type { BrokerFault } from "../../../src/broker/simulated/brokerFault.js";
import { functionPriceSource } from "../../../src/broker/sources/functionPriceSource.js";
import type { ConfigValues } from "../../../src/config/configValues.js";
import { mergeIntradayAndDaily } from "../../../src/prices/mergeIntradayAndDaily.js";
import { readAttention } from "../../../src/production/attention.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { frame } from "../../../src/series/construct.js";
import type { Frame } from "../../../src/series/frame.js";
import { between } from "../../../src/series/slice.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { assertSameFrame } from "../../../src/testing/assertFrame.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { market, type PriceDesk, priceDesk, pricesIn } from "./priceDesk.js";

const bond = { instrument: "BOND", contract: "20211200" };
const truth = (contract = bond.contract): Frame =>
  market.instruments.get("BOND")!.contracts.get(contract)!.prices;

/** A desk with sampled contracts, and the prices of the first evening collected. */
async function collected(options: Parameters<typeof priceDesk>[0] = {}): Promise<PriceDesk> {
  const desk = await priceDesk(options);
  await updateSampledContracts(desk);
  await updateHistoricalPrices(desk);
  desk.outbox.clear();
  return desk;
}

const bars = async (
  { data }: PriceDesk,
  frequency?: "Day" | "Hour",
  contract = bond.contract,
): Promise<Frame> =>
  data.contractPrices.get({
    instrument: "BOND",
    contract,
    ...(frequency === undefined ? {} : { frequency }),
  });

describe("updateHistoricalPrices", () => {
  it("collects hourly and daily bars apart, and merges them [row 33]", async () => {
    const desk = await collected();
    desk.clock.set("2021-11-02 20:30");
    const outcome = await updateHistoricalPrices(desk);
    expect(outcome.status).toBe("done");
    expect(outcome.items[0]).toMatchObject({
      name: "BOND",
      status: "written",
      barsAdded: { Hour: 39, Day: 3 },
      message: "3 contracts, 39 hourly and 3 daily bars added (left out: 3 of the future)",
    });
    const [day, hour] = [await bars(desk, "Day"), await bars(desk, "Hour")];
    assertSameFrame(day, between(truth(), day.time[0]!, "2021-11-01 23:00"));
    expect(hour.time.at(-1)).toBe(toTime("2021-11-02 20:00"));
    assertSameFrame(await bars(desk), mergeIntradayAndDaily(hour, day));
    expect((await desk.data.contractPrices.list()).length).toBe(3 * (await sampledCount(desk)));
  });

  it("changes nothing when it runs again at the same time, and asks only for what is new", async () => {
    const desk = await collected();
    const once = await pricesIn(desk);
    const again = await updateHistoricalPrices(desk);
    expect(again.status).toBe("unchanged");
    expect(await pricesIn(desk)).toEqual(once);

    const asked: (number | undefined)[] = [];
    const spy = functionPriceSource("spy", (_, __, { from }) => {
      asked.push(from);
      return truth().rows(0, 0);
    });
    const { storage, clock } = desk;
    const config = { price_sources: { default: ["spy"] } };
    const other = await testDesk({ storage, clock, priceSources: { spy }, config });
    await updateHistoricalPrices(other, { instruments: ["BOND"] });
    const last = [toTime("2021-11-01 20:00"), toTime("2021-10-29 23:00")];
    expect(asked).toEqual([...last, ...last, ...last]);
  });

  it("writes one commit an instrument", async () => {
    const desk = await priceDesk();
    await updateSampledContracts(desk);
    let commits = 0;
    const storage: typeof desk.storage = {
      ...desk.storage,
      atomically: (fn, options) => {
        commits++;
        return desk.storage.atomically(fn, options);
      },
    };
    const { clock, broker } = desk;
    const counting = await testDesk({ storage, clock, broker });
    await updateHistoricalPrices(counting);
    const [whole, housekeeping] = [commits, 2];
    expect(whole).toBe(market.instruments.size + housekeeping);
    await updateHistoricalPrices(counting);
    expect(commits - whole).toBe(housekeeping);
  });

  const spike: BrokerFault = {
    kind: "spike",
    from: "2021-11-02",
    ...bond,
    frequency: "Day",
    factor: 1.1,
    correctedAfter: 3,
  };

  it("stores nothing of a contract and frequency with a spike, tells a person, stores the rest [row 33] [row 31]", async () => {
    const desk = await collected({ faults: [spike] });
    desk.clock.set("2021-11-03 20:30");
    const outcome = await updateHistoricalPrices(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items[0]).toMatchObject({
      name: "BOND",
      status: "written",
      barsAdded: { Hour: 78, Day: 4 },
    });
    const item = outcome.items.find(({ name }) => name === "BOND/20211200");
    expect(item).toMatchObject({ status: "spike", severity: "attention", subject: "Price Spike BOND" });
    expect(item?.message).toMatch(
      /^Day from simulated: 2021-11-02 23:00:00: 14\d\.\d+ after .*; 2 bars not stored: run checkPrices$/,
    );
    expect((await bars(desk, "Day")).time.at(-1)).toBe(toTime("2021-10-29 23:00"));
    expect((await bars(desk, "Day", "20220300")).time.at(-1)).toBe(toTime("2021-11-02 23:00"));
    const hour = await bars(desk, "Hour");
    expect(hour.time.at(-1)).toBe(toTime("2021-11-03 20:00"));
    assertSameFrame(await bars(desk), mergeIntradayAndDaily(hour, await bars(desk, "Day")));
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Price Spike BOND"]);

    desk.clock.set("2021-11-08 20:30");
    const later = await updateHistoricalPrices(desk, { instruments: ["BOND"] });
    expect(later.items).toMatchObject([
      { name: "BOND", status: "written" },
      { name: "BOND/20211200", status: "settled", severity: "ok" },
    ]);
    assertSameFrame(
      await bars(desk, "Day"),
      between(truth(), (await bars(desk, "Day")).time[0]!, "2021-11-05"),
    );
    expect(await readAttention(desk.storage, "updateHistoricalPrices")).toEqual([]);
    assertSameFrame(
      await bars(desk),
      mergeIntradayAndDaily(await bars(desk, "Hour"), await bars(desk, "Day")),
    );
  });

  it("takes a change of price unit for a spike", async () => {
    const desk = await collected({
      faults: [{ kind: "unit", from: "2021-11-02", instrument: "BOND", factor: 100 }],
    });
    desk.clock.set("2021-11-03 20:30");
    const before = await bars(desk);
    const outcome = await updateHistoricalPrices(desk, { instruments: ["BOND"] });
    expect(outcome.items.map(({ status }) => status)).toEqual(["unchanged", "spike", "spike", "spike"]);
    assertSameFrame(await bars(desk), before);
    const accepted = await updateHistoricalPrices(desk, { instruments: ["BOND"], maxSpike: Infinity });
    expect(accepted.items[0]?.status).toBe("written");
  });

  it("leaves out what is zero, negative, without volume or of the future, as configuration says", async () => {
    const faults: BrokerFault[] = [
      { kind: "zero", from: "2021-11-02", ...bond },
      { kind: "negative", from: "2021-11-03", ...bond, frequency: "Day" },
    ];
    const config: Partial<ConfigValues> = { ignore_negative_prices: true };
    const desk = await collected({ faults, config });
    desk.clock.set("2021-11-04 23:30");
    const outcome = await updateHistoricalPrices(desk, { instruments: ["BOND"] });
    expect(outcome.items[0]?.message).toContain("(left out: 2 with a price of 0, 1 with a negative price)");
    const days = between(await bars(desk, "Day"), "2021-11-02");
    expect([...days.time].map((time) => new Date(time).getUTCDate())).toEqual([4]);

    const strict = await collected({ faults: faults.slice(1) });
    strict.clock.set("2021-11-04 23:30");
    expect((await updateHistoricalPrices(strict, { instruments: ["BOND"] })).items[1]?.status).toBe("spike");
  });

  it("lets bars that never come be, and adds none that come after a later one was stored", async () => {
    const faults: BrokerFault[] = [
      { kind: "missing", from: "2021-11-02", ...bond, frequency: "Day" },
      { kind: "late", from: "2021-11-03", ...bond, frequency: "Day", days: 2 },
    ];
    const desk = await collected({ faults });
    for (const evening of ["2021-11-03 23:30", "2021-11-04 23:30", "2021-11-08 23:30"]) {
      desk.clock.set(evening);
      expect((await updateHistoricalPrices(desk)).status).toBe("done");
    }
    const days = between(await bars(desk, "Day"), "2021-11-01");
    expect([...days.time].map((time) => new Date(time).getUTCDate())).toEqual([1, 4, 5, 8]);
  });

  it("puts a daily bar that comes after later hours between them", async () => {
    const desk = await collected({
      faults: [{ kind: "late", from: "2021-11-02", ...bond, frequency: "Day", days: 1 }],
    });
    for (const evening of ["2021-11-03 12:30", "2021-11-03 23:30"]) {
      desk.clock.set(evening);
      await updateHistoricalPrices(desk);
    }
    const [day, hour, merged] = [await bars(desk, "Day"), await bars(desk, "Hour"), await bars(desk)];
    expect(day.time.includes(toTime("2021-11-02 23:00"))).toBe(true);
    assertSameFrame(merged, mergeIntradayAndDaily(hour, day));
  });

  it("never changes a stored bar, which may have been partial", async () => {
    const desk = await collected({
      config: { ignore_future_prices: false },
      faults: [{ kind: "partial", from: "2021-11-02", ...bond, share: 0.2 }],
    });
    const partial = (await bars(desk, "Day")).time.at(-1);
    expect(partial).toBe(toTime("2021-11-01 23:00"));
    const stored = (await bars(desk, "Day")).series("FINAL").at(-1);
    desk.clock.set("2021-11-02 23:30");
    await updateHistoricalPrices(desk);
    const days = await bars(desk, "Day");
    expect(days.series("FINAL").at(-2)).toBe(stored);
    expect(days.time.at(-1)).toBe(toTime("2021-11-02 23:00"));
  });

  it("goes on where one contract is not found, and fails where none is", async () => {
    const requests = ["dailyPrices", "hourlyPrices"] as const;
    const faults: BrokerFault[] = [
      { kind: "notFound", from: "2021-11-02", ...bond, requests },
      { kind: "disconnected", from: "2021-11-02", instrument: "EQUITY", requests },
      {
        kind: "garbled",
        how: "unsorted",
        from: "2021-11-02",
        instrument: "GRAIN",
        contract: "20220300",
        requests,
      },
    ];
    const desk = await collected({ faults });
    desk.clock.set("2021-11-02 20:30");
    const outcome = await updateHistoricalPrices(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([
      { name: "BOND", status: "written" },
      { name: "EQUITY", status: "failed", code: "BROKER_DISCONNECTED" },
      { name: "GRAIN", status: "written" },
      { name: "BOND/20211200", status: "failed", code: "BROKER_NOT_FOUND" },
      { name: "GRAIN/20220300", status: "failed", code: "BROKER_ANSWER" },
    ]);
  });

  it("waits where it asked too soon", async () => {
    const desk = await collected({ faults: [{ kind: "pacing", from: "2021-11-02", every: 3 }] });
    desk.clock.set("2021-11-02 20:30");
    const outcome = await updateHistoricalPrices(desk);
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "written", "written"]);
    expect(desk.clock.now()).toBeGreaterThan(toTime("2021-11-02 20:30"));
  });

  it("names an instrument that nobody knows, and the one that is meant", async () => {
    const desk = await collected();
    desk.clock.set("2021-11-02 20:30");
    const outcome = await updateHistoricalPrices(desk, { instruments: ["BODN", "GRAIN"] });
    expect(outcome.items).toMatchObject([
      {
        name: "BODN",
        status: "failed",
        code: "STORE_MISSING",
        message:
          'there are no multiple prices of BODN (did you mean "BOND"?); correct the name, or initialise them first',
      },
      { name: "GRAIN", status: "written" },
    ]);
  });

  it("has nothing to do for a contract without bars, and asks for sampled contracts where there are none", async () => {
    const desk = await priceDesk();
    expect((await updateHistoricalPrices(desk, { instruments: ["BOND"] })).items).toMatchObject([
      { name: "BOND", status: "no-contracts", severity: "attention" },
    ]);
    await desk.data.contracts.write("BOND/20230600", {
      instrument: "BOND",
      contract: "20230600",
      expiry: toTime("2023-06-20"),
      sampling: true,
    });
    expect((await updateHistoricalPrices(desk, { instruments: ["BOND"] })).items).toMatchObject([
      { status: "unchanged", message: "1 contract, no new bars" },
    ]);
  });

  it("collects daily bars alone, and refuses frequencies that it does not have", async () => {
    const desk = await collected({ config: { intraday_frequency: "D" } });
    expect((await bars(desk)).length).toBe((await bars(desk, "Day")).length);
    expect(await desk.data.contractPrices.read({ ...bond, frequency: "Hour" })).toBeUndefined();
    const hourly = await updateHistoricalPrices(desk, { frequencies: ["Hour"], instruments: ["BOND"] });
    expect(hourly.items[0]).toMatchObject({ barsAdded: { Day: 0 } });
    assertSameFrame(
      await bars(desk),
      mergeIntradayAndDaily(await bars(desk, "Hour"), await bars(desk, "Day")),
    );

    const minutes = await priceDesk({ config: { intraday_frequency: "15M" } });
    await expect(updateHistoricalPrices(minutes)).rejects.toMatchObject({
      code: "CONFIG_VALUE",
      message: expect.stringContaining("intraday_frequency is 15M"),
    });
    await expect(updateHistoricalPrices(desk, { frequencies: ["Week" as never] })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
  });

  it("follows prices that were stored without their frequency, and keeps them", async () => {
    const desk = await priceDesk();
    await updateSampledContracts(desk);
    const old = between(truth(), undefined, "2021-10-20");
    await desk.data.contractPrices.write(bond, old);
    await updateHistoricalPrices(desk, { instruments: ["BOND"] });
    expect((await bars(desk, "Day")).time[0]).toBe(toTime("2021-10-21 23:00"));
    const merged = await bars(desk);
    assertSameFrame(merged.rows(0, old.length), old);

    const scaled = await priceDesk();
    await updateSampledContracts(scaled);
    const cents = frame(
      old.time,
      Object.fromEntries(old.names.map((name) => [name, old.floats(name).map((value) => value * 100)])),
    );
    await scaled.data.contractPrices.write(bond, cents);
    const outcome = await updateHistoricalPrices(scaled, { instruments: ["BOND"] });
    expect(outcome.items.find(({ name }) => name === "BOND/20211200")?.status).toBe("spike");
  });

  it("adds to frames of another program, whatever the kinds of their columns", async () => {
    const desk = await collected();
    const day = await bars(desk, "Day");
    const volume = { kind: "int64", values: BigInt64Array.from(day.floats("VOLUME"), BigInt) } as const;
    const symbol = "Day@BOND#20211200";
    const library = LIBRARIES.contractPrices;
    await desk.storage.series.apply({ kind: "write", library, symbol, frame: day.with({ VOLUME: volume }) });
    desk.clock.set("2021-11-02 23:30");
    await updateHistoricalPrices(desk);
    assertSameFrame(await bars(desk, "Day"), between(truth(), day.time[0]!, "2021-11-02"));
  });

  it("says what it would do on a dry run, and stores nothing", async () => {
    const desk = await collected();
    desk.clock.set("2021-11-02 20:30");
    const before = await pricesIn(desk);
    const outcome = await updateHistoricalPrices(desk, { dryRun: true });
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "written", "written"]);
    expect(await pricesIn(desk)).toEqual(before);
  });

  it("reads and writes what it says [row 63]", async () => {
    const desk = await collected({ config: { download_by_zone: { US: "07:00" } } });
    const recorded = recordingStorage(desk.storage);
    const { clock, broker } = desk;
    clock.set("2021-11-02 20:30");
    const config = { download_by_zone: { US: "07:00" } };
    const other = await testDesk({ clock, broker, storage: recorded.storage, config });
    await updateHistoricalPrices(other);
    const { reads, writes } = updateHistoricalPrices.definition;
    const own = (names: Iterable<string>) =>
      [...names].filter((name) => !HOUSEKEEPING.includes(name as never)).sort();
    expect(own(recorded.reads)).toEqual([...reads].sort());
    expect(own(recorded.writes)).toEqual(writes);
  });
});

describe("price sources of an instrument", () => {
  it("are those that configuration names, in order [row 17] [row 16]", async () => {
    const desk = await priceDesk();
    await updateSampledContracts(desk);
    const mine = functionPriceSource("mine", ({ instrument, contract }, frequency) =>
      frequency === "Day" ? market.instruments.get(instrument)?.contracts.get(contract)?.prices : undefined,
    );
    const { storage, clock, broker } = desk;
    const config = { price_sources: { default: ["mine"], BOND: ["mine", "broker"], EQUITY: ["broker"] } };
    const other = await testDesk({ storage, clock, broker, config, priceSources: { mine } });
    const outcome = await updateHistoricalPrices(other);
    const messages = Object.fromEntries(outcome.items.map(({ name, message }) => [name, message]));
    expect(messages.BOND).toMatch(
      /from simulated, mine \(mine: price source mine has no Hour bars of BOND\//,
    );
    expect(messages.EQUITY).not.toContain("from ");
    expect(messages.GRAIN).toMatch(/^11 contracts, 0 hourly and \d+ daily bars added/);
  });

  it("may leave out a broker that is not there, but not everything", async () => {
    const { storage, clock } = await collected();
    const mine = functionPriceSource("mine", () => undefined);
    const run = async (price_sources: Record<string, readonly string[]>) => {
      const desk = await testDesk({ storage, clock, config: { price_sources }, priceSources: { mine } });
      return (await updateHistoricalPrices(desk, { instruments: ["BOND"] })).items[0];
    };
    expect(await run({ default: ["broker", "mine"] })).toMatchObject({ code: "BROKER_NOT_FOUND" });
    expect(await run({ default: ["broker"] })).toMatchObject({
      code: "BROKER_MISSING",
      message: expect.stringContaining("there is no source of contract prices for BOND"),
    });
    expect(await run({ default: ["mien"] })).toMatchObject({
      code: "PRICE_SOURCE",
      message: expect.stringMatching(/names "mien", which the desk does not have \(did you mean "mine"\?\)/),
    });
  });
});

describe("regions", () => {
  async function desk(now: string, download_by_zone?: Readonly<Record<string, string>>): Promise<PriceDesk> {
    const made = await priceDesk({ now, config: download_by_zone === undefined ? {} : { download_by_zone } });
    const regions = { BOND: "US", EQUITY: "EMEA", GRAIN: "" };
    for (const [code, region] of Object.entries(regions)) {
      const instrument = await made.data.instruments.get(code);
      await made.data.instruments.write(code, { ...instrument, region });
    }
    await updateSampledContracts(made);
    return made;
  }
  const names = async (given: PriceDesk, options = {}): Promise<readonly string[]> =>
    (await updateHistoricalPrices(given, options)).items.map(({ name }) => name);
  const times = { EMEA: "18:00", US: "22:30" };

  it("are done from their time of day on, those without one with the last [row 33]", async () => {
    const early = await updateHistoricalPrices(await desk("2021-11-02 17:59", times));
    expect(early).toMatchObject({
      status: "unchanged",
      items: [],
      message: expect.stringContaining("due yet"),
    });
    expect(await names(await desk("2021-11-02 18:00", times))).toEqual(["EQUITY"]);
    const late = await desk("2021-11-02 22:30", times);
    expect(await names(late)).toEqual(["BOND", "EQUITY", "GRAIN"]);
    expect(await names(await desk("2021-11-02 00:10"))).toEqual(["BOND", "EQUITY", "GRAIN"]);
  });

  it("are done at any time where they are named", async () => {
    const early = await desk("2021-11-02 00:10", times);
    expect(await names(early, { regions: ["US"] })).toEqual(["BOND", "GRAIN"]);
    expect(await names(early, { regions: ["EMEA"] })).toEqual(["EQUITY"]);
    expect(await names(early, { instruments: ["EQUITY"] })).toEqual(["EQUITY"]);
    expect(await names(await desk("2021-11-02 00:10"), { regions: ["US"] })).toEqual(["BOND"]);
    await expect(updateHistoricalPrices(early, { regions: ["EMAE"] })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining('no instrument is of region "EMAE" (did you mean "EMEA"?)'),
    });
  });
});

const sampledCount = async ({ data }: PriceDesk): Promise<number> =>
  [...(await data.contracts.all()).values()].filter(({ sampling }) => sampling).length;
