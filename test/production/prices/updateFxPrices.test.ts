import { describe, expect, it } from "vitest";
import type { FxPriceSource, PriceRequest } from "../../../src/broker/broker.js";
import type { ConfigValues } from "../../../src/config/configValues.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { HOUSEKEEPING } from "../../../src/production/dataNames.js";
import { updateFxPrices } from "../../../src/production/updateFxPrices.js";
import { intColumn } from "../../../src/series/column.js";
import { series } from "../../../src/series/construct.js";
import { Frame } from "../../../src/series/frame.js";
import type { Series } from "../../../src/series/series.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { recordingStorage } from "../../../src/testing/recordingStorage.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { toTime } from "../../../src/time/text.js";
import { market, NEXT_EVENING, priceDesk, pricesIn, STORED_UNTIL } from "./priceDesk.js";

const FIRST = toTime("2021-01-01 23:00");

/** Rates of consecutive days that move by a cent up and down. */
const quiet = (days: number, more: readonly number[] = []): Series => {
  const values = [...Array.from({ length: days }, (_, day) => 1.3 + (day % 2) / 100), ...more];
  return series(
    Float64Array.from(values, (_, day) => FIRST + day * DAY),
    values,
    { name: "x" },
  );
};

interface FakeSource extends FxPriceSource {
  readonly asked: (readonly [string, PriceRequest | undefined])[];
}

const giving = (rates: Readonly<Record<string, Series | (() => unknown)>>): FakeSource => {
  const asked: (readonly [string, PriceRequest | undefined])[] = [];
  return {
    name: "fake",
    asked,
    fxPairs: async () => Object.keys(rates),
    fxPrices: async (pair, request) => {
      asked.push([pair, request]);
      const answer = rates[pair];
      if (answer === undefined) throw new ContangoError("BROKER_NOT_FOUND", "fake", `no ${pair}`);
      return typeof answer === "function" ? (answer() as Series) : answer;
    },
  };
};

const deskWith = (fxSource: FxPriceSource, config: Partial<ConfigValues> = {}): Promise<TestDesk> =>
  testDesk({ now: "2021-12-31 20:30", fxSource, config });

describe("updateFxPrices", () => {
  it("adds the rates since the last stored one of every pair that the broker lists [row 30]", async () => {
    const desk = await priceDesk({ now: "2021-11-02 23:30" });
    const outcome = await updateFxPrices(desk);
    expect(outcome).toMatchObject({ process: "updateFxPrices", status: "done" });
    expect(outcome.items).toMatchObject([{ name: "EURUSD", status: "written", rowsAdded: 2 }]);
    const rates = await desk.data.fxPrices.get("EURUSD", { from: STORED_UNTIL });
    expect([...rates]).toEqual(
      [...market.fx.get("EURUSD")!].filter(
        ([time]) => time >= toTime(STORED_UNTIL) && time <= toTime("2021-11-02 23:00"),
      ),
    );
    expect(desk.outbox.mails).toEqual([]);
  });

  it("changes nothing when it runs again at the same time, and leaves out what is of the future", async () => {
    const desk = await priceDesk({ now: "2021-11-02 20:30" });
    await updateFxPrices(desk);
    const once = await pricesIn(desk);
    const version = (await desk.data.fxPrices.info("EURUSD"))?.version;
    const again = await updateFxPrices(desk);
    expect(again.status).toBe("unchanged");
    expect(again.items[0]?.message).toBe("nothing after 2021-11-01 23:00:00 (left out: 1 of the future)");
    expect(await pricesIn(desk)).toEqual(once);
    expect((await desk.data.fxPrices.info("EURUSD"))?.version).toBe(version);
  });

  it("asks only for what is not stored yet", async () => {
    const source = giving({ GBPUSD: quiet(40) });
    const desk = await deskWith(source);
    await updateFxPrices(desk);
    await updateFxPrices(desk);
    expect(source.asked.map(([, request]) => request?.from)).toEqual([undefined, FIRST + 36 * DAY]);
  });

  it("stores nothing of a series with a spike, tells a person, and goes on with the others [row 30] [row 31]", async () => {
    const source = giving({ GBPUSD: quiet(60, [1.31, 1.6, 1.31]), EURUSD: quiet(60, [1.31, 1.3]) });
    const desk = await deskWith(source);
    await desk.data.fxPrices.write("GBPUSD", quiet(60).named("price"));
    const before = [...(await desk.data.fxPrices.get("GBPUSD"))];
    const outcome = await updateFxPrices(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([
      {
        name: "GBPUSD",
        status: "spike",
        severity: "attention",
        rowsRefused: 3,
        spike: { value: 1.6, previous: 1.31 },
      },
      { name: "EURUSD", status: "written", rowsAdded: 62 },
    ]);
    expect(outcome.items[0]?.message).toMatch(
      /^2021-03-03 23:00:00: 1\.6 after 1\.31 .* times the average daily change .*; 3 new rates not stored: run checkFxPrices$/,
    );
    expect([...(await desk.data.fxPrices.get("GBPUSD"))]).toEqual(before);
    expect(desk.outbox.mails).toMatchObject([{ subject: "FX Price Spike GBPUSD" }]);
    expect(desk.outbox.mails[0]?.text).toContain("1.6 after 1.31");
  });

  it("takes the limit from configuration, or from the option [row 31]", async () => {
    const source = giving({ GBPUSD: quiet(60, [1.45]) });
    expect((await updateFxPrices(await deskWith(source))).items[0]?.status).toBe("spike");
    const loose = await deskWith(source, { max_price_spike: 20 });
    expect((await updateFxPrices(loose)).items[0]?.status).toBe("written");
    const open = await deskWith(source);
    expect((await updateFxPrices(open, { maxSpike: Infinity })).items[0]?.status).toBe("written");
  });

  it("leaves out rates that are missing, zero or negative, and sees a jump behind them", async () => {
    const bad = [0, Number.NaN, -1.3, 1.31, 1.305];
    const source = giving({ GBPUSD: quiet(60, bad) });
    const desk = await deskWith(source);
    const outcome = await updateFxPrices(desk);
    expect(outcome.items[0]?.message).toContain("62 rates added");
    expect(outcome.items[0]?.message).toContain(
      "left out: 1 with a price of 0, 1 with a negative price, 1 without a price",
    );
    const jump = await deskWith(giving({ GBPUSD: quiet(60, [Number.NaN, 2.6]) }));
    expect((await updateFxPrices(jump)).items[0]?.status).toBe("spike");
  });

  it("keeps to pairs against the dollar", async () => {
    const desk = await deskWith(
      giving({ USDJPY: quiet(9), EURGBP: quiet(9), GBPUSD: quiet(9), "GBP.USD": quiet(9) }),
    );
    const outcome = await updateFxPrices(desk);
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["USDJPY", "skipped"],
      ["EURGBP", "skipped"],
      ["GBPUSD", "written"],
      ["GBP.USD", "failed"],
    ]);
    expect(await desk.data.fxPrices.list()).toEqual(["GBPUSD"]);
    await expect(updateFxPrices(desk, { pairs: ["USDJPY"] })).rejects.toMatchObject({ code: "FX_PAIR" });
  });

  it("does only the pairs that it is given", async () => {
    const desk = await deskWith(giving({ GBPUSD: quiet(9), EURUSD: quiet(9) }));
    expect((await updateFxPrices(desk, { pairs: ["EURUSD"] })).items.map(({ name }) => name)).toEqual([
      "EURUSD",
    ]);
  });

  it("lets one pair's error end that pair alone", async () => {
    const unsorted = (): Series => series(["2021-03-02", "2021-03-01"], [1, 2]);
    const source = giving({ GBPUSD: unsorted, AUDUSD: () => [1, 2], EURUSD: quiet(9) });
    const outcome = await updateFxPrices(await deskWith(source), {
      pairs: ["GBPUSD", "AUDUSD", "CADUSD", "EURUSD"],
    });
    expect(outcome.status).toBe("attention");
    expect(outcome.items).toMatchObject([
      { name: "GBPUSD", status: "failed", code: "SERIES_UNSORTED_TIME" },
      { name: "AUDUSD", status: "failed", code: "BROKER_ANSWER" },
      {
        name: "CADUSD",
        status: "failed",
        code: "FX_PAIR",
        message:
          'fake has no pair CADUSD against the dollar (did you mean "AUDUSD"?); it has GBPUSD, AUDUSD, EURUSD',
      },
      { name: "EURUSD", status: "written" },
    ]);
  });

  it("has failed where the broker is disconnected, and catches up later", async () => {
    const faults = [{ kind: "disconnected", from: "2021-11-02", requests: ["fxPrices"] }] as const;
    const desk = await priceDesk({ now: "2021-11-02 23:30", faults });
    const before = await pricesIn(desk);
    const outcome = await updateFxPrices(desk);
    expect(outcome).toMatchObject({ status: "failed", items: [{ code: "BROKER_DISCONNECTED" }] });
    expect(await pricesIn(desk)).toEqual(before);
    desk.clock.set("2021-11-03 23:30");
    expect((await updateFxPrices(desk)).items).toMatchObject([{ status: "written", rowsAdded: 3 }]);
  });

  it("waits and asks again where it asked too soon", async () => {
    let refusals = 2;
    const source = giving({
      GBPUSD: () => {
        if (refusals-- > 0) throw new ContangoError("BROKER_PACING", "fake", "too soon", { retryable: true });
        return quiet(9);
      },
    });
    const desk = await deskWith(source);
    const started = desk.clock.now();
    expect((await updateFxPrices(desk)).items[0]?.status).toBe("written");
    expect(desk.clock.now() - started).toBe(25_000);
    refusals = 3;
    expect((await updateFxPrices(desk)).items[0]).toMatchObject({ status: "failed", code: "BROKER_PACING" });
  });

  it("takes the desk's own source before the broker, and says what to do without either [row 16]", async () => {
    const source = giving({ GBPUSD: quiet(9) });
    const { broker } = await priceDesk();
    const desk = await testDesk({ now: NEXT_EVENING, broker, fxSource: source });
    expect((await updateFxPrices(desk)).items.map(({ name }) => name)).toEqual(["GBPUSD"]);
    await expect(updateFxPrices(await testDesk())).rejects.toMatchObject({
      code: "BROKER_MISSING",
      message: expect.stringContaining("give openDesk a broker that has some, or { fxSource }"),
    });
  });

  it("says what it would do, and stores and mails nothing, on a dry run", async () => {
    const source = giving({ GBPUSD: quiet(60, [1.31]), EURUSD: quiet(60, [2]) });
    const desk = await deskWith(source);
    const outcome = await updateFxPrices(desk, { dryRun: true });
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "spike"]);
    expect(await desk.data.fxPrices.list()).toEqual([]);
    expect(desk.outbox.mails).toEqual([]);
  });

  it("appends to a series that another program wrote, whatever its column is called", async () => {
    const desk = await deskWith(giving({ GBPUSD: quiet(12), EURUSD: quiet(12) }));
    const { time, values } = quiet(10);
    const library = LIBRARIES.fxPrices;
    const old = new Frame(time, { PRICE: { kind: "float64", values } }, { index: "DATETIME" });
    await desk.storage.series.apply({ kind: "write", library, symbol: "GBPUSD", frame: old });
    const whole = new Frame(time, { "0": intColumn(BigInt64Array.from(values, () => 1n)) });
    await desk.storage.series.apply({ kind: "write", library, symbol: "EURUSD", frame: whole });
    const outcome = await updateFxPrices(desk, { maxSpike: Infinity });
    expect(outcome.items.map(({ status }) => status)).toEqual(["written", "written"]);
    expect((await desk.data.fxPrices.get("GBPUSD")).length).toBe(12);
    expect((await desk.storage.series.read(library, "GBPUSD"))?.frame.names).toEqual(["PRICE"]);
    expect([...(await desk.data.fxPrices.get("EURUSD")).values]).toEqual([...Array(10).fill(1), 1.3, 1.31]);
  });

  it("begins a pair anew that another process wrote in between", async () => {
    let second: TestDesk | undefined;
    const source = giving({
      GBPUSD: () => {
        const desk = second;
        second = undefined;
        if (desk === undefined) return quiet(12);
        return desk.data.fxPrices.append("GBPUSD", quiet(11).rows(10)).then(() => quiet(12));
      },
    });
    const desk = await deskWith(source);
    await desk.data.fxPrices.write("GBPUSD", quiet(10).named("price"));
    second = desk;
    expect((await updateFxPrices(desk)).items[0]?.status).toBe("written");
    expect([...(await desk.data.fxPrices.get("GBPUSD")).values]).toEqual([...quiet(12).values]);
  });

  it("reads and writes what it says [row 63]", async () => {
    const recorded = recordingStorage(await openStorage(memoryEngine()));
    const desk = await testDesk({
      now: "2021-12-31 20:30",
      fxSource: giving({ GBPUSD: quiet(9) }),
      storage: recorded.storage,
    });
    await updateFxPrices(desk);
    const { reads, writes } = updateFxPrices.definition;
    expect([...recorded.reads].filter((name) => !HOUSEKEEPING.includes(name as never))).toEqual(reads);
    expect([...recorded.writes].filter((name) => !HOUSEKEEPING.includes(name as never))).toEqual(writes);
  });
});
