import { describe, expect, it } from "vitest";
import { recordFill } from "../../../src/production/recordFill.js";
import { tradesToDo } from "../../../src/production/tradesToDo.js";
import type { TestDesk } from "../../../src/testing/testDesk.js";
import { DAY } from "../../../src/time/civil.js";
import { books, fillDesk, pricesOfCorn, want } from "./fillDesk.js";

const buffered = (lower: number, upper: number) =>
  ({ kind: "buffered", lower, upper, referencePrice: 431, referenceContract: "20240700" }) as const;

async function hold(
  desk: TestDesk,
  strategy: string,
  contract: string,
  quantity: number,
  instrument = "CORN",
) {
  await recordFill(desk, { strategy, instrument, contract, quantity, price: 430, time: "2024-03-28 15:00" });
}

const told = async (desk: TestDesk, options = {}) =>
  (await tradesToDo(desk, options)).items.map((item) => [item.name, item.status, item.message]);

describe("trades to do", () => {
  it("bring each strategy into its buffer, in the priced contract, with a price to go by [row 11] [row 38]", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", buffered(10.87, 13.32));
    await want(desk, "carry", "CORN", buffered(-1, 1));
    await hold(desk, "trend", "20240700", 8);
    const before = await books(desk.storage);
    const { status, message, items } = await tradesToDo(desk);
    expect([status, message]).toEqual(["done", "1 trade to do"]);
    expect(items).toMatchObject([
      {
        name: "trend CORN/20240700",
        status: "trade",
        severity: "ok",
        strategy: "trend",
        instrument: "CORN",
        contract: "20240700",
        trade: 3,
        referencePrice: 431,
        automation: "manual",
        message: "buy 3 at about 431, wanted 2024-03-28 20:00",
      },
    ]);
    expect(await books(desk.storage)).toEqual(before);
  });

  it("are none where every position is good enough", async () => {
    const desk = await fillDesk();
    await want(desk, "trend", "CORN", buffered(-1, 1));
    const { status, message } = await tradesToDo(desk);
    expect([status, message]).toEqual(["unchanged", "no trades to do"]);
  });

  it("follow the roll state: in Passive new risk goes to the forward contract, at its price [row 37]", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await desk.data.rollStates.write("CORN", "Passive");
    await want(desk, "trend", "CORN", buffered(-7, -6));
    await hold(desk, "trend", "20240700", 2);
    expect(await told(desk)).toEqual([
      ["trend CORN/20240700", "trade", "sell 2 at about 431, wanted 2024-03-28 20:00"],
      ["trend CORN/20241200", "trade", "sell 6 at about 437, wanted 2024-03-28 20:00"],
    ]);
  });

  it("wait where the roll state does not let them through [row 37]", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 5);
    await hold(desk, "trend", "20240700", 2);
    await desk.data.rollStates.write("CORN", "No_Open");
    expect(await told(desk)).toEqual([
      ["trend CORN", "waiting", "3 are not traded while the roll state is No_Open"],
    ]);
    await desk.data.rollStates.write("CORN", "Roll_Adjusted");
    expect((await told(desk)).map(([, status]) => status)).toEqual(["waiting"]);
  });

  it("are also those of a roll that is forced [row 37]", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 2);
    await hold(desk, "trend", "20240700", 2);
    await desk.data.rollStates.write("CORN", "Force");
    expect(await told(desk)).toEqual([
      ["_ROLL_PSEUDO_STRATEGY CORN/20240700", "roll", "sell 2, to roll"],
      ["_ROLL_PSEUDO_STRATEGY CORN/20241200", "roll", "buy 2, to roll"],
    ]);
    await hold(desk, "_ROLL_PSEUDO_STRATEGY", "20240700", -2);
    await hold(desk, "_ROLL_PSEUDO_STRATEGY", "20241200", 2);
    expect(await told(desk)).toEqual([]);
    await desk.data.rollStates.write("CORN", "Close");
    await hold(desk, "trend", "20240700", 1);
    expect(await told(desk)).toEqual([
      ["trend CORN/20240700", "roll", "sell 1, to roll"],
      ["trend CORN", "waiting", "-1 are not traded while the roll state is Close"],
    ]);
  });

  it("leave what is held without an optimal position, and say so", async () => {
    const desk = await fillDesk({ stale_instruments: ["CORN"] });
    await want(desk, "trend", "CORN", 2);
    await hold(desk, "trend", "20240700", 1);
    await hold(desk, "carry", "20240600", -1, "GOLD");
    const { status, items } = await tradesToDo(desk);
    expect(status).toBe("attention");
    expect(items).toMatchObject([
      { name: "carry GOLD", status: "unmanaged", message: expect.stringContaining("-1 are held without") },
      { name: "trend CORN", status: "unmanaged", severity: "attention" },
    ]);
  });

  it("do not go by an optimal position that is old", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 2);
    desk.clock.set("2024-03-29 08:00");
    expect((await told(desk)).map(([, status]) => status)).toEqual(["trade"]);
    desk.clock.advance(3 * DAY);
    expect((await told(desk)).map(([, status]) => status)).toEqual(["stale"]);
    await want(desk, "trend", "CORN", 0);
    expect(await told(desk)).toEqual([]);
  });

  it("need multiple prices to know the contract", async () => {
    const desk = await fillDesk();
    await want(desk, "trend", "CORN", 2);
    expect(await told(desk)).toEqual([["trend CORN", "no contract", expect.stringContaining("update them")]]);
  });

  it("of a strategy with positions of its own kind are left to its own code, and one that is wrong fails alone", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", { kind: "custom", values: { entry: 430 } });
    await want(desk, "carry", "CORN", 1);
    await want(desk, "carry", "GOLD", buffered(2, 1));
    expect((await told(desk)).map(([name, status]) => [name, status])).toEqual([
      ["carry CORN/20240700", "trade"],
      ["carry GOLD", "failed"],
      ["trend CORN", "own"],
    ]);
  });

  it("may be those of some strategies", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 1);
    await want(desk, "carry", "CORN", 1);
    expect((await told(desk, { strategies: ["carry"] })).map(([name]) => name)).toEqual([
      "carry CORN/20240700",
    ]);
    await expect(tradesToDo(desk, { strategies: ["tend"] })).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
  });

  it("are mailed where that is asked, if there are any [row 11]", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await tradesToDo(desk, { mail: true });
    expect(desk.outbox.mails).toEqual([]);
    await want(desk, "trend", "CORN", buffered(2, 3));
    await tradesToDo(desk, { mail: true });
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Trades to do"]);
    expect(desk.outbox.mails[0]?.text).toBe(
      [
        "Trades to do, 2024-03-28 20:00",
        "",
        "strategy  instrument  contract  trade  price  wanted",
        "trend     CORN        20240700      2    431  2024-03-28 20:00",
        "",
      ].join("\n"),
    );
  });

  it("bring a roll to its end of which only one side was done, whichever it was [row 37]", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await want(desk, "trend", "CORN", 2);
    await hold(desk, "trend", "20240700", 2);
    await desk.data.rollStates.write("CORN", "Force_Outright");
    await hold(desk, "_ROLL_PSEUDO_STRATEGY", "20241200", 2);
    expect(await told(desk)).toEqual([["_ROLL_PSEUDO_STRATEGY CORN/20240700", "roll", "sell 2, to roll"]]);
    await hold(desk, "_ROLL_PSEUDO_STRATEGY", "20240700", -2);
    expect(await told(desk)).toEqual([]);
  });

  it("tell of positions that they do not set right, but for those of strategies with code of their own", async () => {
    const desk = await fillDesk();
    await pricesOfCorn(desk);
    await recordFill(desk, {
      strategy: "trend",
      instrument: "CORN",
      contract: "20240500",
      quantity: 2,
      price: 430,
      time: "2024-03-28 15:00",
      addContract: true,
    });
    await want(desk, "trend", "CORN", 2);
    expect((await told(desk)).map(([name, status]) => [name, status])).toEqual([
      ["CORN/20240500", "misplaced"],
    ]);
    expect(await told(desk, { strategies: ["carry"] })).toEqual([]);
    const own = await fillDesk();
    await pricesOfCorn(own);
    await recordFill(own, {
      strategy: "trend",
      instrument: "CORN",
      contract: "20240500",
      quantity: 2,
      price: 430,
      time: "2024-03-28 15:00",
      addContract: true,
    });
    await want(own, "trend", "CORN", { kind: "custom", values: { entry: 430 } });
    expect((await told(own)).map(([, status]) => status)).toEqual(["own"]);
  });
});
