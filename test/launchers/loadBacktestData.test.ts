import { describe, expect, it } from "vitest";
import { loadBacktestData } from "../../src/launchers/loadBacktestData.js";
import { Series } from "../../src/series/series.js";
import { CODES, marketDesk } from "./marketDesk.js";

const refused = (...parts: readonly string[]) =>
  expect.toSatisfy(
    (error: { code: string; message: string }) =>
      error.code === "BACKTEST_DATA" && parts.every((part) => error.message.includes(part)),
    `BACKTEST_DATA with "${parts.join('", "')}"`,
  );

describe("the data of a backtest", () => {
  it("is what the store has, of the instruments asked for or of all that have prices", async () => {
    const { data } = await marketDesk();
    const all = await loadBacktestData(data, undefined, "USD");
    expect([...all.instruments.keys()]).toEqual(CODES);
    expect([...all.fxPrices.keys()]).toEqual(["EURUSD"]);
    for (const [code, one] of all.instruments) {
      expect(one.instrument).toEqual(await data.instruments.get(code));
      expect(one.adjustedPrice.values).toEqual((await data.adjustedPrices.get(code)).values);
      expect(one.multiplePrices?.length).toBe((await data.multiplePrices.get(code)).length);
      expect(one.rollsPerYear).toBe((await data.rollParameters.get(code)).holdCycle.length);
    }
    const [first, second] = [CODES[0]!, CODES[1]!];
    const some = await loadBacktestData(data, [second, first, second], "USD");
    expect([...some.instruments.keys()]).toEqual([first, second]);
  });

  it("needs a cross rate's both pairs, none for the base currency itself", async () => {
    const { data } = await marketDesk();
    await data.fxPrices.write("GBPUSD", await data.fxPrices.get("EURUSD"));
    expect([...(await loadBacktestData(data, undefined, "GBP")).fxPrices.keys()].sort()).toEqual([
      "EURUSD",
      "GBPUSD",
    ]);
  });

  it("leaves missing FX prices out", async () => {
    const { data } = await marketDesk();
    const rate = await data.fxPrices.get("EURUSD");
    const gap = new Series(
      rate.time,
      rate.values.map((value, row) => (row === 3 ? Number.NaN : value)),
    );
    await data.fxPrices.write("EURUSD", gap);
    expect((await loadBacktestData(data, undefined, "USD")).fxPrices.get("EURUSD")?.length).toBe(
      rate.length - 1,
    );
  });

  it("names everything that the store lacks, and what to do", async () => {
    const { data } = await marketDesk();
    const [first, second, third] = CODES as [string, string, string];
    await data.adjustedPrices.delete(first);
    await data.multiplePrices.delete(first);
    await data.instruments.delete(second);
    await data.rollParameters.delete(third);
    await expect(loadBacktestData(data, [...CODES, "NEW"], "USD")).rejects.toEqual(
      refused(
        `${first} has no adjusted prices; ${first} has no multiple prices`,
        `${second} has no instrument configuration`,
        `${third} has no roll parameters`,
        "NEW has no instrument configuration",
        "Load it, or take the instruments out of the backtest's configuration",
      ),
    );
    await expect(loadBacktestData((await marketDesk()).data, undefined, "CHF")).rejects.toEqual(
      refused("CHFUSD has no FX prices (", "the base currency is CHF)"),
    );
  });

  it("is refused where there is no instrument at all", async () => {
    const { data } = await marketDesk();
    for (const code of CODES) await data.adjustedPrices.delete(code);
    await expect(loadBacktestData(data, undefined, "USD")).rejects.toEqual(
      refused("no instrument has adjusted prices"),
    );
    await expect(loadBacktestData(data, [], "USD")).rejects.toEqual(refused("Load it"));
  });

  it("says how far it is", async () => {
    const { data } = await marketDesk();
    const seen: [string, number, number][] = [];
    await loadBacktestData(data, undefined, "USD", { progress: (...step) => seen.push(step) });
    expect(seen.map(([, done, total]) => [done, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(seen.map(([code]) => code).sort()).toEqual(CODES);
  });

  it("has adjusted and multiple prices of one moment", async () => {
    const { data } = await marketDesk();
    const [code] = CODES as [string];
    const adjusted = await data.adjustedPrices.get(code);
    const multiple = await data.multiplePrices.get(code);
    let rolled = false;
    const read: typeof data.multiplePrices.read = async (key, range) => {
      if (key === code && !rolled) {
        rolled = true;
        await data.adjustedPrices.write(code, adjusted.rows(1));
        await data.multiplePrices.write(code, multiple.rows(1));
      }
      return data.multiplePrices.read(key, range);
    };
    const meanwhile = { ...data, multiplePrices: { ...data.multiplePrices, read } };
    const { instruments } = await loadBacktestData(meanwhile, [code], "USD");
    expect(instruments.get(code)!.multiplePrices!.length).toBe(multiple.length - 1);
    expect(instruments.get(code)!.adjustedPrice.length).toBe(adjusted.length - 1);
  });
});
