import { describe, expect, it } from "vitest";
import type { ContractPriceSource } from "../../../src/broker/broker.js";
import { functionPriceSource } from "../../../src/broker/sources/functionPriceSource.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { addInstrument } from "../../../src/production/addInstrument.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { frame, series } from "../../../src/series/construct.js";
import { toTime } from "../../../src/time/text.js";
import { brokerDesk, given, MARKET } from "./newInstrument.js";
import { storedData } from "./storedData.js";

const status = (items: readonly { readonly status: string }[]): string => items[0]!.status;

describe("a new instrument", () => {
  it("has everything that a night needs, in one commit [row 4] [row 5] [row 6] [row 7] [row 8] [row 9]", async () => {
    await using desk = await brokerDesk();
    const dry = await addInstrument(desk, { ...given("BOND"), dryRun: true, chart: "pages/bond.html" });
    expect(await storedData(desk.storage)).toEqual({});
    const outcome = await addInstrument(desk, given("BOND"));
    expect(outcome.status).toBe("done");
    expect(outcome.items.map(({ name, status, message }) => ({ name, status, message }))).toEqual(
      dry.items.map(({ name, status, message }) => ({ name, status, message })),
    );
    expect(outcome.items[0]).toMatchObject({ name: "BOND", status: "written", notes: [] });
    expect(outcome.items[0]!.message).toMatch(
      /^\d+ adjusted prices, 2018-\d\d-\d\d to 2021-06-14, of \d+ contracts and \d+ rolls$/,
    );

    const { data } = desk;
    expect((await data.instruments.get("BOND")).pointSize).toBe(given("BOND").instrument.pointSize);
    const last = (await data.multiplePrices.get("BOND", { last: 1 })).row(-1);
    expect(await data.contracts.get(`BOND/${last.PRICE_CONTRACT}`)).toMatchObject({ sampling: true });
    expect((await data.adjustedPrices.get("BOND")).at(-1)).toBe(last.PRICE);
    const days = await data.contractPrices.get({
      instrument: "BOND",
      contract: String(last.PRICE_CONTRACT),
      frequency: "Day",
    });
    expect(days.time.at(-1)).toBe(toTime("2021-06-14 23:00"));

    desk.clock.set("2021-06-15 23:30");
    for (const process of [updateSampledContracts, updateHistoricalPrices, updateMultipleAdjustedPrices]) {
      expect((await process(desk)).status).toBe("done");
    }
    expect((await data.adjustedPrices.get("BOND", { last: 1 })).timeAt(0)).toBe(toTime("2021-06-15 23:00"));
  });

  it("shows on a page what would be stored", async () => {
    await using desk = await brokerDesk();
    const { items } = await addInstrument(desk, {
      ...given("GRAIN"),
      dryRun: true,
      chart: "pages/grain.html",
    });
    expect(items[0]).toMatchObject({ chart: "pages/grain.html" });
    const page = new TextDecoder().decode(await desk.files.read("pages/grain.html"));
    for (const text of [
      "<h1>GRAIN",
      "Adjusted price",
      "Multiple prices",
      "Volume",
      "20211200",
      "Spikes",
      "2021Z",
    ]) {
      expect(page).toContain(text);
    }
  });

  it("is there once: the second run changes nothing, other terms are refused", async () => {
    await using desk = await brokerDesk();
    await addInstrument(desk, given("BOND"));
    const before = await storedData(desk.storage);
    const again = await addInstrument(desk, given("BOND"));
    expect(again).toMatchObject({ status: "unchanged", items: [{ status: "unchanged", notes: [] }] });
    const { instrument } = given("BOND");
    const other = await addInstrument(desk, {
      ...given("BOND"),
      instrument: { ...instrument, spreadCost: 9 },
    });
    expect(status(other.items)).toBe("refused");
    expect(other.items[0]!.message).toContain("its stored configuration differ: spreadCost is");
    expect(await storedData(desk.storage)).toEqual(before);
    expect(
      status((await addInstrument(desk, { instrument: "BOND", overwrite: true, from: "2018-06" })).items),
    ).toBe("replaced");
    expect(await storedData(desk.storage)).toEqual(before);
  });

  it("is refused with bad prices until they are accepted", async () => {
    const spiked = MARKET.faults.find(({ kind }) => kind === "spike");
    await using desk = await brokerDesk();
    const refused = await addInstrument(desk, given(spiked!.instrument));
    expect(refused.status).toBe("attention");
    expect(refused.items[0]).toMatchObject({ status: "spikes", severity: "attention" });
    expect(refused.items.filter(({ status }) => status === "spikes").map(({ name }) => name)).toContain(
      `${spiked!.instrument}/${spiked!.contract}`,
    );
    expect(await storedData(desk.storage)).toEqual({});
    const accepted = await addInstrument(desk, { ...given(spiked!.instrument), acceptSpikes: true });
    expect(accepted.status).toBe("done");
    expect(status(accepted.items)).toBe("written");
  });

  it("is refused where its terms cannot be right, with every reason at once", async () => {
    await using desk = await brokerDesk();
    const { instrument, rollParameters } = given("EQUITY");
    const outcome = await addInstrument(desk, {
      instrument: {
        ...instrument,
        pointSize: instrument.pointSize * 100,
        currency: "SEK",
        spreadCost: Number.NaN,
      },
      rollParameters: { ...rollParameters, holdCycle: "FHMUZ" },
    });
    const [item] = outcome.items;
    expect(item).toMatchObject({
      name: "EQUITY",
      status: "refused",
      notes: ["its spread cost is unknown, so that a backtest cannot count costs"],
    });
    expect(item!.message).toMatch(
      /it holds F, which its priced cycle HMUZ does not have; its point size is \d+ in configuration .*; there are no FX prices of SEKUSD/,
    );
    expect(await storedData(desk.storage)).toEqual({});
  });

  it("notes that FX prices will be fetched, and needs none that are stored", async () => {
    await using desk = await brokerDesk();
    const options = { ...given("EQUITY"), dryRun: true };
    expect((await addInstrument(desk, options)).items[0]).toMatchObject({
      notes: ["EURUSD is not stored yet: updateFxPrices fetches it"],
    });
    await desk.data.fxPrices.write("EURUSD", series(["2021-06-14 23:00"], [1.2]));
    expect((await addInstrument(desk, options)).items[0]).toMatchObject({ notes: [] });
  });

  it("is not stored where a contract could not be asked for; one that is not known is a gap", async () => {
    await using desk = await brokerDesk();
    const broken = (lost: string, code: "BROKER_DISCONNECTED" | "BROKER_NOT_FOUND"): ContractPriceSource => ({
      name: "broken",
      contractPrices: async (key, frequency, request) => {
        if (key.contract === lost) throw new ContangoError(code, "test", `no ${key.contract}`);
        return desk.market.prices.contractPrices(key, frequency, request);
      },
    });
    const failed = await addInstrument(desk, {
      ...given("BOND"),
      source: broken("20190600", "BROKER_DISCONNECTED"),
    });
    expect(failed.status).toBe("attention");
    expect(status(failed.items)).toBe("refused");
    expect(failed.items.find(({ name }) => name === "BOND/20190600")).toMatchObject({
      code: "BROKER_DISCONNECTED",
    });
    expect(await storedData(desk.storage)).toEqual({});

    const gap = await addInstrument(desk, {
      ...given("BOND"),
      source: broken("20190600", "BROKER_NOT_FOUND"),
    });
    expect(gap.items[0]).toMatchObject({
      status: "written",
      notes: ["no prices of 20190600, which lie between contracts with prices"],
    });
    expect(gap.items.find(({ name }) => name === "BOND/20190600")).toMatchObject({
      status: "missing",
      severity: "ok",
    });
  });

  it("takes its prices from a source by name, a function, or what is stored", async () => {
    const from = functionPriceSource("vendor", async (key, frequency) => {
      const contract = MARKET.instruments.get(key.instrument)?.contracts.get(key.contract);
      return frequency === "Day" && contract !== undefined ? contract.prices : undefined;
    });
    await using desk = await brokerDesk({ priceSources: { vendor: from } });
    const byName = await addInstrument(desk, { ...given("BOND"), source: "vendor", dryRun: true });
    const byBroker = await addInstrument(desk, { ...given("BOND"), source: "broker", dryRun: true });
    expect(byName.items[0]!.message).toBe(byBroker.items[0]!.message);

    for (const [contract, { prices }] of MARKET.instruments.get("BOND")!.contracts) {
      await desk.data.contractPrices.write({ instrument: "BOND", contract }, prices);
    }
    const stored = await addInstrument(desk, { ...given("BOND"), source: "stored" });
    expect(stored.items[0]!.message).toBe(byBroker.items[0]!.message);
    await expect(addInstrument(desk, { ...given("BOND"), source: "vendr" })).rejects.toMatchObject({
      code: "PRICE_SOURCE",
      message: expect.stringContaining('did you mean "vendor"'),
    });
  });

  it("keeps contract prices that are stored, and is refused where the source's differ", async () => {
    await using desk = await brokerDesk();
    const key = { instrument: "BOND", contract: "20191200", frequency: "Day" } as const;
    const bars = MARKET.instruments.get("BOND")!.contracts.get(key.contract)!.prices;
    const early = bars.rows(0, 50);
    await desk.data.contractPrices.write(key, early);
    expect(status((await addInstrument(desk, { ...given("BOND"), dryRun: true })).items)).toBe("written");
    const wrong = frame(early.time.subarray(0, 1), {
      OPEN: [1],
      HIGH: [1],
      LOW: [1],
      FINAL: [1],
      VOLUME: [1],
    });
    await desk.data.contractPrices.write(key, wrong);
    const before = await storedData(desk.storage);
    const outcome = await addInstrument(desk, given("BOND"));
    expect(status(outcome.items)).toBe("refused");
    expect(outcome.items.find(({ status }) => status === "stored-otherwise")!.message).toContain(
      '{ source: "stored" }',
    );
    expect(await storedData(desk.storage)).toEqual(before);
    expect(status((await addInstrument(desk, { ...given("BOND"), overwrite: true })).items)).toBe("written");
    expect((await desk.data.contractPrices.get(key)).length).toBe(bars.length);
  });

  it("is not begun anew while a position is held", async () => {
    await using desk = await brokerDesk();
    await addInstrument(desk, given("BOND"));
    await desk.data.contractPositions.write(
      { instrument: "BOND", contract: "20210900" },
      series(["2021-06-15"], [2]),
    );
    const { items } = await addInstrument(desk, { ...given("BOND"), overwrite: true });
    expect(items[0]).toMatchObject({
      status: "refused",
      message: expect.stringContaining("2 of BOND/20210900 are held"),
    });
  });

  it("is not half-written where it is stopped, or nothing comes of its prices", async () => {
    await using desk = await brokerDesk();
    const stop = new AbortController();
    const stopped = await addInstrument(desk, {
      ...given("BOND"),
      signal: stop.signal,
      progress: ({ done }) => done === 3 && stop.abort(),
    });
    expect(stopped.status).toBe("stopped");
    const nothing = functionPriceSource("nothing", () => undefined);
    const empty = await addInstrument(desk, { ...given("BOND"), source: nothing });
    expect(empty.items[0]).toMatchObject({
      status: "refused",
      message: expect.stringContaining("none of its"),
    });
    const one = functionPriceSource("one", (key) =>
      key.contract === "20210900"
        ? MARKET.instruments.get("BOND")!.contracts.get("20210900")!.prices
        : undefined,
    );
    const alone = await addInstrument(desk, { ...given("BOND"), source: one });
    expect(alone.items[0]).toMatchObject({
      status: "failed",
      code: "ROLL_CALENDAR",
      message: expect.stringContaining("BOND"),
    });
    expect(await storedData(desk.storage)).toEqual({});
  });

  it("needs an instrument, roll parameters and a source", async () => {
    await using desk = await brokerDesk({ broker: undefined as never });
    const { instrument, rollParameters } = given("BOND");
    const code = async (options: Parameters<typeof addInstrument>[1]): Promise<string> =>
      (await addInstrument(desk, options).catch((error) => error)).code;
    expect(await code({})).toBe("PROCESS_OPTION");
    expect(await code({ instrument: "BOND", rollParameters })).toBe("PROCESS_OPTION");
    expect(await code({ instrument })).toBe("PROCESS_OPTION");
    expect(await code({ instrument: { ...instrument, pointSize: 0 }, rollParameters })).toBe(
      "INSTRUMENT_VALUE",
    );
    expect(await code({ instrument, rollParameters: { ...rollParameters, holdCycle: "HH" } })).toBe(
      "ROLL_CYCLE",
    );
    expect(await code({ instrument, rollParameters })).toBe("BROKER_MISSING");
    expect(await code({ instrument, rollParameters, source: "broker" })).toBe("PRICE_SOURCE");
    expect(await storedData(desk.storage)).toEqual({});
  });
});
