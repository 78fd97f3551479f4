import { beforeEach, describe, expect, it } from "vitest";
import { initialiseCapital } from "../../../src/capital/changeCapital.js";
import { CapitalLedger } from "../../../src/capital/ledger.js";
import { rollParameters } from "../../../src/contracts/rollParameters.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { instrument } from "../../../src/instruments/instrument.js";
import { optimalPositionAt, optimalPositionFrame } from "../../../src/positions/optimalPositionFrame.js";
import { frame, series } from "../../../src/series/construct.js";
import { LIBRARIES } from "../../../src/storage/libraries.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import { type Repositories, repositories } from "../../../src/storage/repositories/repositories.js";
import type { Storage } from "../../../src/storage/storage.js";

let storage: Storage;
let data: Repositories;

beforeEach(async () => {
  storage = await openStorage(memoryEngine());
  data = repositories(storage);
});

const days = ["2024-03-25", "2024-03-26", "2024-03-27"];
const price = series(days, [1, 2, 3], { name: "price" });

describe("series repositories", () => {
  it("read what was written, whole or a range, and say what is there", async () => {
    await data.adjustedPrices.write("CORN", price);
    expect([...(await data.adjustedPrices.get("CORN"))]).toEqual([...price]);
    expect((await data.adjustedPrices.get("CORN", { last: 1 })).at(0)).toBe(3);
    expect([
      ...(await data.adjustedPrices.get("CORN", { from: "2024-03-26", to: "2024-03-26" })).values,
    ]).toEqual([2]);
    expect((await data.adjustedPrices.info("CORN"))?.rows).toBe(3);
    expect(await data.adjustedPrices.list()).toEqual(["CORN"]);
    expect(await data.adjustedPrices.read("US10")).toBeUndefined();
  });

  it("name what is missing and what to do", async () => {
    const error = await data.multiplePrices.get("CORN").catch((caught: unknown) => caught);
    expect(isContangoError(error, "STORE_MISSING")).toBe(true);
    expect((error as Error).message).toContain('no multiple prices for "CORN"; load them first');
  });

  it("append only later rows", async () => {
    await data.fxPrices.write("GBPUSD", price);
    await data.fxPrices.append("GBPUSD", series(["2024-03-28"], [4]));
    expect((await data.fxPrices.get("GBPUSD")).length).toBe(4);
    const again = data.fxPrices.append("GBPUSD", series(["2024-03-28"], [5]));
    await expect(again).rejects.toMatchObject({ code: "STORE_APPEND" });
  });

  it("update from what is stored, and leave it alone where there is nothing to change", async () => {
    const first = await data.adjustedPrices.update("CORN", (stored) => {
      expect(stored).toBeUndefined();
      return price;
    });
    expect(first?.length).toBe(3);
    const version = (await data.adjustedPrices.info("CORN"))?.version;
    await data.adjustedPrices.update("CORN", () => undefined);
    expect((await data.adjustedPrices.info("CORN"))?.version).toBe(version);
  });

  it("update again on the newer value where another writes in between", async () => {
    await data.adjustedPrices.write("CORN", price);
    const seen: number[] = [];
    let meddle: Promise<void> | undefined;
    const meddling: Storage = {
      ...storage,
      series: {
        ...storage.series,
        apply: async (change) => {
          meddle ??= data.adjustedPrices.write("CORN", series(["2024-03-25"], [7]));
          await meddle;
          return storage.series.apply(change);
        },
      },
    };
    await repositories(meddling).adjustedPrices.update("CORN", (stored) => {
      seen.push(stored!.length);
      return series(["2024-03-29"], [stored!.at(-1) * 10]);
    });
    expect(seen).toEqual([3, 1]);
    expect((await data.adjustedPrices.get("CORN")).at(0)).toBe(70);
  });

  it("keep contracts, strategies and the ledger under the reference's symbols", async () => {
    const bars = frame(days, {
      OPEN: [1, 2, 3],
      HIGH: [1, 2, 3],
      LOW: [1, 2, 3],
      FINAL: [1, 2, 3],
      VOLUME: [9, 9, 9],
    });
    const contract = { instrument: "CORN", contract: "20240300" };
    await data.contractPrices.write(contract, bars);
    await data.contractPrices.write({ ...contract, frequency: "Day" }, bars);
    expect(await storage.series.list(LIBRARIES.contractPrices)).toEqual([
      "CORN#20240300",
      "Day@CORN#20240300",
    ]);
    expect(await data.contractPrices.list()).toEqual([contract, { ...contract, frequency: "Day" }]);

    await data.strategyCapital.write("slow trend", series(days, [1, 1, 1]));
    await data.totalCapital.write(
      TOTAL_CAPITAL,
      initialiseCapital(new CapitalLedger(), days[0]!, { broker: 100.25 }),
    );
    expect(await data.strategyCapital.list()).toEqual(["slow trend"]);
    expect(await data.totalCapital.list()).toEqual([TOTAL_CAPITAL]);
    expect((await data.totalCapital.get(TOTAL_CAPITAL)).last?.total.toFixed()).toBe("100.25");

    const key = { strategy: "slow trend", instrument: "CORN" };
    const position = {
      kind: "buffered",
      lower: 1,
      upper: 2,
      referencePrice: 430,
      referenceContract: "20241200",
    } as const;
    await data.optimalPositions.write(key, optimalPositionFrame(days[0]!, position));
    expect(await data.optimalPositions.list()).toEqual([key]);
    expect(optimalPositionAt(await data.optimalPositions.get(key))).toMatchObject(position);
  });

  it("collect writes in a batch, all or none", async () => {
    await data.adjustedPrices.write("CORN", price);
    const failed = storage.atomically(async (batch) => {
      await data.fxPrices.write("GBPUSD", price, batch);
      await data.adjustedPrices.delete("CORN", batch);
      expect(await data.fxPrices.read("GBPUSD")).toBeUndefined();
      throw new Error("changed my mind");
    });
    await expect(failed).rejects.toThrow("changed my mind");
    expect(await data.fxPrices.list()).toEqual([]);
    expect(await data.adjustedPrices.list()).toEqual(["CORN"]);
  });
});

describe("what cannot be read again is not written", () => {
  it("refuses frames without the columns of their kind", async () => {
    const wrong = frame(days, { PRCE: [1, 2, 3] });
    await expect(data.multiplePrices.write("CORN", wrong)).rejects.toMatchObject({ code: "COLUMN_MISSING" });
    await expect(data.rollCalendars.write("CORN", wrong)).rejects.toMatchObject({ code: "COLUMN_MISSING" });
    const contract = { instrument: "CORN", contract: "20240300" };
    await expect(data.contractPrices.write(contract, wrong)).rejects.toMatchObject({
      code: "COLUMN_MISSING",
    });
    const key = { strategy: "trend", instrument: "CORN" };
    await expect(data.optimalPositions.write(key, wrong)).rejects.toMatchObject({
      code: "OPTIMAL_POSITION_KIND",
    });
    expect(await data.multiplePrices.list()).toEqual([]);
  });

  it("never lets a strategy's capital replace the ledger, or the other way round", async () => {
    await data.totalCapital.write(
      TOTAL_CAPITAL,
      initialiseCapital(new CapitalLedger(), days[0]!, { broker: 1 }),
    );
    const asStrategy = data.strategyCapital.write(TOTAL_CAPITAL, price);
    await expect(asStrategy).rejects.toMatchObject({ code: "STORE_ROUTE" });
    const asTotal = data.totalCapital.write("trend" as typeof TOTAL_CAPITAL, new CapitalLedger());
    await expect(asTotal).rejects.toMatchObject({ code: "STORE_ROUTE" });
    expect((await data.totalCapital.get(TOTAL_CAPITAL)).length).toBe(1);
  });

  it("refuses configuration that would be refused when it is read", async () => {
    const parameters = { ...rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ" }), carryOffset: 5 as 1 };
    const error = { code: "ROLL_PARAMETERS" };
    await expect(data.rollParameters.write("CORN", parameters)).rejects.toMatchObject(error);
    expect(await data.rollParameters.list()).toEqual([]);
  });

  it("refuses a number of last rows that is not whole", async () => {
    await data.adjustedPrices.write("CORN", price);
    for (const last of [-1, 1.5, Number.NaN]) {
      await expect(data.adjustedPrices.get("CORN", { last })).rejects.toMatchObject({
        code: "SERIES_PARAMETER",
      });
    }
  });
});

describe("configuration repositories", () => {
  const corn = instrument({
    code: "CORN",
    description: "Corn",
    pointSize: 50,
    currency: "USD",
    assetClass: "Ags",
    region: "US",
    commission: { perBlock: 2.9 },
    spreadCost: 0.125,
  });

  it("keep instruments with their spread cost, known or not", async () => {
    await data.instruments.write("CORN", corn);
    expect(await data.instruments.get("CORN")).toEqual(corn);
    const classification = {
      subClass: "Grain",
      subSubClass: "Corn",
      style: "",
      country: "",
      duration: Number.NaN,
      description: "Corn",
    };
    await data.instruments.write("CORN", { ...corn, classification });
    expect(await data.instruments.get("CORN")).toEqual({ ...corn, classification });
    await data.instruments.write("CORN", { ...corn, spreadCost: Number.NaN });
    expect((await data.instruments.get("CORN")).classification).toBeUndefined();
    expect((await data.instruments.get("CORN")).spreadCost).toBeNaN();
    expect(await data.instruments.list()).toEqual(["CORN"]);
    await data.instruments.delete("CORN");
    expect(await data.instruments.read("CORN")).toBeUndefined();
  });

  it("keep roll parameters", async () => {
    const parameters = rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ", rollOffsetDays: -60 });
    await data.rollParameters.write("CORN", parameters);
    expect(await data.rollParameters.get("CORN")).toEqual(parameters);
    await expect(data.rollParameters.get("US10")).rejects.toMatchObject({ code: "STORE_MISSING" });
  });
});
