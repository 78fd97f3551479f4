import { describe, expect, it } from "vitest";
import type { BrokerFault } from "../../../src/broker/simulated/brokerFault.js";
import type { SimulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { DAY } from "../../../src/time/civil.js";
import { BOND, brokerAt, EVENING } from "./simulatedMarket.js";

const GRAIN = { instrument: "GRAIN", contract: "20181200" };
const TODAY = EVENING.slice(0, 10);

/** The code of what a question ends with, and whether it is worth asking again; "answer" where there is one. */
async function ending(question: Promise<unknown>): Promise<string> {
  try {
    await question;
    return "answer";
  } catch (error) {
    if (!isContangoError(error)) throw error;
    return error.retryable ? `${error.code} retryable` : error.code;
  }
}

const withFault = (fault: BrokerFault): SimulatedBroker => brokerAt(EVENING, { faults: [fault] }).broker;
const daily = (broker: SimulatedBroker, key = BOND): Promise<string> =>
  ending(broker.prices.contractPrices(key, "Day"));

describe("refusals", () => {
  it("are of a contract, an instrument, or everything", async () => {
    const one = withFault({ kind: "notFound", from: TODAY, ...BOND });
    expect(await daily(one)).toBe("BROKER_NOT_FOUND");
    expect(await ending(one.contracts.expiry(BOND))).toBe("BROKER_NOT_FOUND");
    expect(await daily(one, { ...BOND, contract: "20190300" })).toBe("answer");
    expect(await ending(one.contracts.contracts("BOND"))).toBe("answer");
    const all = withFault({ kind: "permission", from: TODAY, instrument: "BOND" });
    expect(await daily(all)).toBe("BROKER_PERMISSION");
    expect(await daily(all, GRAIN)).toBe("answer");
    expect(await ending(all.fx.fxPrices("EURUSD"))).toBe("answer");
    const down = withFault({ kind: "disconnected", from: TODAY });
    expect(await daily(down)).toBe("BROKER_DISCONNECTED retryable");
    expect(await ending(down.fx.fxPairs())).toBe("BROKER_DISCONNECTED retryable");
    expect(await ending(down.positions.positions())).toBe("BROKER_DISCONNECTED retryable");
    const pair = withFault({ kind: "notFound", from: TODAY, pair: "EURUSD" });
    expect(await ending(pair.fx.fxPrices("EURUSD"))).toBe("BROKER_NOT_FOUND");
    expect(await ending(pair.fx.fxPairs())).toBe("answer");
  });

  it("are of some questions, for some time", async () => {
    const faults: BrokerFault[] = [
      { kind: "disconnected", from: "2018-10-17 20:00", to: "2018-10-17 20:30", requests: ["accountValues"] },
    ];
    const { broker, clock } = brokerAt("2018-10-17 19:59", { faults });
    expect(await ending(broker.account.accountValues())).toBe("answer");
    clock.set("2018-10-17 20:30");
    expect(await ending(broker.account.accountValues())).toBe("BROKER_DISCONNECTED retryable");
    expect(await daily(broker)).toBe("answer");
    clock.set("2018-10-17 20:31");
    expect(await ending(broker.account.accountValues())).toBe("answer");
  });

  it("are of every n-th question", async () => {
    const broker = withFault({ kind: "pacing", from: TODAY, every: 3, requests: ["dailyPrices"] });
    const endings: string[] = [];
    for (let at = 0; at < 7; at++) {
      endings.push(await daily(broker));
      await broker.fx.fxPairs();
    }
    const paced = "BROKER_PACING retryable";
    expect(endings).toEqual(["answer", "answer", paced, "answer", "answer", paced, "answer"]);
    expect(broker.requests().dailyPrices).toBe(7);
  });

  it("are of answers that make no sense, of prices only", async () => {
    const broker = withFault({ kind: "garbled", from: TODAY, instrument: "BOND", how: "duplicated" });
    await expect(broker.prices.contractPrices(BOND, "Hour")).rejects.toThrow(
      /the answer to hourlyPrices of BOND\/20181200 has a bar twice/,
    );
    expect(await ending(broker.contracts.contracts("BOND"))).toBe("answer");
    const unsorted = withFault({ kind: "garbled", from: TODAY, how: "unsorted" });
    expect(await ending(unsorted.fx.fxPrices("EURUSD"))).toBe("BROKER_ANSWER");
  });

  it("may come after the trade was done", async () => {
    const trade = { id: "a", ...BOND, quantity: 2, reference: "carry" };
    const faults: BrokerFault[] = [
      { kind: "disconnected", from: EVENING, to: EVENING, requests: ["trade"], answerLost: true },
    ];
    const { broker, clock } = brokerAt(EVENING, { faults });
    expect(await ending(broker.trades.trade(trade))).toBe("BROKER_DISCONNECTED retryable");
    clock.advance(DAY);
    expect(await ending(broker.trades.trade(trade))).toBe("answer");
    expect((await broker.positions.positions()).positions.map(({ position }) => position)).toEqual([2]);
    const { broker: other } = brokerAt(EVENING, { faults: [{ kind: "disconnected", from: EVENING }] });
    expect(await ending(other.trades.trade(trade))).toBe("BROKER_DISCONNECTED retryable");
    expect(other.state().trades).toEqual([]);
  });
});

describe("a question that is never answered", () => {
  it("ends with its signal", async () => {
    const broker = withFault({ kind: "silent", from: TODAY, instrument: "BOND" });
    const stop = new AbortController();
    let settled = false;
    const question = broker.prices.contractPrices(BOND, "Day", { signal: stop.signal }).finally(() => {
      settled = true;
    });
    expect(await daily(broker, GRAIN)).toBe("answer");
    expect(settled).toBe(false);
    stop.abort(new Error("too long"));
    await expect(question).rejects.toThrow("too long");
  });
});

describe("executions that are lost", () => {
  it("are not told, but held", async () => {
    const { broker, clock } = brokerAt(EVENING, { faults: [{ kind: "lostExecutions", from: TODAY }] });
    await broker.trades.trade({ id: "a", ...BOND, quantity: 2, reference: "carry" });
    clock.advance(DAY);
    await broker.trades.trade({ id: "b", ...BOND, quantity: 3, reference: "carry" });
    expect((await broker.executions.executions(0)).map(({ id }) => id)).toEqual(["SIM1-b"]);
    expect((await broker.positions.positions()).positions.map(({ position }) => position)).toEqual([5]);
  });
});

describe("terms", () => {
  it("have a wrong point size, which trades do not know", async () => {
    const broker = withFault({ kind: "pointSize", from: TODAY, instrument: "BOND", factor: 10 });
    expect(await broker.contracts.pointSize("BOND")).toBe(10_000);
    expect(await broker.contracts.pointSize("GRAIN")).toBe(50);
    await broker.trades.trade({ id: "a", ...BOND, quantity: 1, reference: "" });
    const { values } = await broker.account.accountValues();
    expect(values[0]!.netLiquidation).toBeCloseTo(1_000_000 - 1000 / 128 - 2.5, 2);
  });

  it("have another expiry from a day on", async () => {
    const { broker, clock } = brokerAt("2018-10-16 23:59", {
      faults: [{ kind: "expiry", from: TODAY, ...BOND, days: -1 }],
    });
    const before = await broker.contracts.expiry(BOND);
    const other = await broker.contracts.expiry({ ...BOND, contract: "20190300" });
    clock.set(EVENING);
    expect(await broker.contracts.expiry(BOND)).toBe(before - DAY);
    expect(await broker.contracts.expiry({ ...BOND, contract: "20190300" })).toBe(other);
  });
});
