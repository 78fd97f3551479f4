import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Execution } from "../../../src/broker/broker.js";
import { type SimulatedBroker, simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { isContangoError } from "../../../src/errors/contangoError.js";
import { valueAsOf } from "../../../src/series/search.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { timeZone } from "../../../src/time/zone.js";
import { BOND, brokerAt, EVENING, market } from "./simulatedMarket.js";

const closes = market.instruments.get("BOND")!.contracts.get(BOND.contract)!.prices.series("FINAL");
const HALF_SPREAD = 1 / 128;
const POINT_SIZE = 1000;

async function worth(broker: SimulatedBroker, currency = "USD"): Promise<number> {
  const { values } = await broker.account.accountValues();
  return values.find((one) => one.currency === currency)!.netLiquidation;
}

const buy = (broker: SimulatedBroker, id: string, quantity: number, key = BOND): Promise<void> =>
  broker.trades.trade({ id, ...key, quantity, reference: "carry" });

const refusal = async (
  promise: Promise<unknown>,
  code: "BROKER_REFUSED" | "BROKER_NOT_FOUND",
): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isContangoError(error, code)) return error.message;
  throw new Error(`expected ${code}, got ${String(error)}`);
};

describe("a trade", () => {
  it("is filled at the last price and half the spread, once", async () => {
    const { broker, clock } = brokerAt("2018-10-17 21:30");
    await buy(broker, "a", 3);
    await buy(broker, "a", 3);
    await buy(broker, "b", -1);
    const close = valueAsOf(closes, "2018-10-17 23:00");
    const done = await broker.executions.executions(0);
    const rest = { account: "SIM1", ...BOND, time: clock.now(), currency: "USD", reference: "carry" };
    expect(done).toEqual([
      { id: "SIM1-a", quantity: 3, price: close + HALF_SPREAD, commission: 7.5, ...rest },
      { id: "SIM1-b", quantity: -1, price: close - HALF_SPREAD, commission: 2.5, ...rest },
    ]);
    expect((await broker.positions.positions("SIM1")).positions).toEqual([
      { account: "SIM1", ...BOND, position: 2 },
    ]);
  });

  it("is filled at the close of the last hour during the session", async () => {
    const { broker } = brokerAt("2018-10-17 12:15");
    await buy(broker, "a", 1);
    const hours = await broker.prices.contractPrices(BOND, "Hour");
    expect(formatTime(hours.time.at(-1)!)).toBe("2018-10-17 12:00:00");
    const [{ price }] = (await broker.executions.executions(0)) as [Execution];
    expect(price).toBe(hours.floats("FINAL").at(-1)! + HALF_SPREAD);
  });

  it("is filled after the latency, at the price of then", async () => {
    const { broker, clock } = brokerAt("2018-10-16 21:30", { fillLatency: 24 * HOUR });
    await buy(broker, "a", 1);
    expect(await broker.executions.executions(0)).toEqual([]);
    expect((await broker.positions.positions()).positions).toEqual([]);
    clock.advance(24 * HOUR - 1);
    expect(await broker.executions.executions(0)).toEqual([]);
    clock.advance(1);
    const [{ price, time }] = (await broker.executions.executions(0)) as [Execution];
    expect([price, time]).toEqual([valueAsOf(closes, "2018-10-17 23:00") + HALF_SPREAD, clock.now()]);
  });

  it("is refused where it cannot be, and leaves nothing behind", async () => {
    const { broker } = brokerAt("2018-06-01 20:30");
    expect(await refusal(buy(broker, "a", 0), "BROKER_REFUSED")).toMatch(
      /trade "a" in BOND\/20181200 was of 0 contracts/,
    );
    expect(await refusal(buy(broker, "a", 1.5), "BROKER_REFUSED")).toContain("1.5 contracts");
    const far = { instrument: "BOND", contract: "20200300" };
    expect(await refusal(buy(broker, "a", 1, far), "BROKER_REFUSED")).toContain("has not traded yet");
    const unknown = { instrument: "NICKEL", contract: "20181200" };
    expect(await refusal(buy(broker, "a", 1, unknown), "BROKER_NOT_FOUND")).toContain("no instrument NICKEL");
    const old = { instrument: "BOND", contract: "20180300" };
    expect(await refusal(buy(broker, "a", 1, old), "BROKER_NOT_FOUND")).toContain(
      "BOND/20180300 is not listed",
    );
    expect(broker.state()).toEqual({ trades: [], transfers: [] });
    await buy(broker, "a", 2);
    expect(await refusal(buy(broker, "a", 3), "BROKER_REFUSED")).toContain(
      "has the id of another, with quantity 2",
    );
    expect((await broker.positions.positions()).positions.map(({ position }) => position)).toEqual([2]);
  });

  it("after the last close of its contract is refused", async () => {
    const { broker, clock } = brokerAt("2018-12-20 22:59");
    await buy(broker, "a", 1);
    clock.set("2018-12-20 23:00");
    expect(await refusal(buy(broker, "b", 1), "BROKER_REFUSED")).toContain("after the last close");
  });
});

describe("executions", () => {
  it("come from the time asked for on, and are forgotten where the broker forgets", async () => {
    const { broker, clock } = brokerAt("2018-10-15 20:00", { remembers: DAY });
    const times: number[] = [];
    for (const id of ["a", "b", "c"]) {
      await buy(broker, id, 1);
      times.push(clock.now());
      clock.advance(12 * HOUR);
    }
    const ids = async (since: number): Promise<string[]> =>
      (await broker.executions.executions(since)).map(({ id }) => id);
    expect(await ids(0)).toEqual(["SIM1-b", "SIM1-c"]);
    expect(await ids(times[2]!)).toEqual(["SIM1-c"]);
    expect(await ids(times[2]! + 1)).toEqual([]);
  });
});

describe("a contract held over its last close", () => {
  it("is settled there by an execution without a reference", async () => {
    const zone = timeZone("America/Chicago");
    const { broker, clock } = brokerAt("2018-12-19 20:30", { zone });
    await buy(broker, "a", -4);
    const before = (await broker.executions.executions(0))[0]!;
    clock.set("2018-12-21 04:59:59");
    expect((await broker.positions.positions()).positions).toHaveLength(1);
    clock.set("2018-12-21 05:00");
    expect((await broker.positions.positions()).positions).toEqual([]);
    const [, settled] = await broker.executions.executions(0);
    expect(settled).toEqual({
      id: "SIM1-expiry-BOND-20181200",
      account: "SIM1",
      ...BOND,
      quantity: 4,
      price: closes.at(-1),
      time: toTime("2018-12-21 05:00"),
      commission: 0,
      currency: "USD",
    });
    const gained = -4 * POINT_SIZE * (closes.at(-1) - before.price) - 10;
    expect(await worth(broker)).toBeCloseTo(1_000_000 + gained, 2);
    clock.set("2019-03-01");
    expect(await worth(broker)).toBeCloseTo(1_000_000 + gained, 2);
  });
});

describe("the account", () => {
  it("has cash, money brought and taken, and margin held back", async () => {
    const { broker, clock } = brokerAt("2018-10-17 21:30", { cash: { USD: 100_000, EUR: 50 }, margin: 0.1 });
    broker.deposit(5000, "USD");
    clock.advance(DAY);
    broker.withdraw(20, "EUR");
    broker.deposit(7, "GBP");
    await buy(broker, "a", -1);
    const price = valueAsOf(closes, "2018-10-18 23:00");
    const { time, values } = await broker.account.accountValues();
    const net = 105_000 - POINT_SIZE * HALF_SPREAD - 2.5;
    expect(time).toBe(clock.now());
    expect(values).toEqual([
      { account: "SIM1", currency: "EUR", netLiquidation: 30, excessLiquidity: 30 },
      { account: "SIM1", currency: "GBP", netLiquidation: 7, excessLiquidity: 7 },
      {
        account: "SIM1",
        currency: "USD",
        netLiquidation: expect.closeTo(net, 1),
        excessLiquidity: expect.closeTo(net - 0.1 * price * POINT_SIZE, 1),
      },
    ]);
    clock.set("2018-10-17 21:29");
    expect(await worth(broker)).toBe(100_000);
  });

  it("is worth its cash and the profit of its executions, in each currency", async () => {
    const keys = [
      BOND,
      { instrument: "GRAIN", contract: "20181200" },
      { instrument: "EQUITY", contract: "20181200" },
    ];
    const step = fc.record({
      hours: fc.integer({ min: 0, max: 200 }),
      key: fc.constantFrom(...keys),
      quantity: fc.integer({ min: -5, max: 5 }).filter((quantity) => quantity !== 0),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.integer({ min: 0, max: 2000 }),
        async (steps, wait) => {
          const { broker, clock } = brokerAt("2018-09-03 12:00", { cash: { USD: 1000, EUR: 0 } });
          for (const [at, { hours, key, quantity }] of steps.entries()) {
            clock.advance(hours * HOUR);
            await buy(broker, String(at), quantity, key).catch((error: unknown) => {
              if (!isContangoError(error, "BROKER_NOT_FOUND")) throw error;
            });
          }
          clock.advance(wait * HOUR);
          const executions = await broker.executions.executions(0);
          const held = new Map<string, number>();
          const cash = new Map([
            ["USD", 1000],
            ["EUR", 0],
          ]);
          for (const { instrument, contract, quantity, price, commission = 0, currency } of executions) {
            const { pointSize } = market.instruments.get(instrument)!.instrument;
            held.set(`${instrument}/${contract}`, (held.get(`${instrument}/${contract}`) ?? 0) + quantity);
            cash.set(currency, cash.get(currency)! - quantity * price * pointSize - commission);
          }
          const { positions } = await broker.positions.positions();
          expect(
            new Map(positions.map((one) => [`${one.instrument}/${one.contract}`, one.position])),
          ).toEqual(new Map([...held].filter(([, quantity]) => quantity !== 0)));
          for (const { instrument, contract, position } of positions) {
            const { currency, pointSize } = market.instruments.get(instrument)!.instrument;
            const bars = await broker.prices.contractPrices({ instrument, contract }, "Hour");
            cash.set(currency, cash.get(currency)! + position * bars.floats("FINAL").at(-1)! * pointSize);
          }
          for (const [currency, amount] of cash) expect(await worth(broker, currency)).toBeCloseTo(amount, 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is what another with the same state and clock is", async () => {
    const { broker, clock } = brokerAt("2018-10-15 20:00", { fillLatency: 3 * HOUR });
    await buy(broker, "a", 2);
    clock.advance(2 * DAY);
    broker.withdraw(100, "USD");
    await buy(broker, "b", -3, { instrument: "GRAIN", contract: "20181200" });
    clock.advance(HOUR);
    const state = JSON.parse(JSON.stringify(broker.state()));
    const again = simulatedBroker({ market, clock, cash: { USD: 1_000_000 }, fillLatency: 3 * HOUR, state });
    for (const days of [0, 1, 100]) {
      clock.advance(days * DAY);
      expect(await again.account.accountValues()).toEqual(await broker.account.accountValues());
      expect(await again.executions.executions(0)).toEqual(await broker.executions.executions(0));
      expect(await again.positions.positions()).toEqual(await broker.positions.positions());
    }
    await buy(again, "a", 2);
    expect(again.state()).toEqual(state);
  });

  it("is looked at from any time, forth and back", async () => {
    const { broker, clock } = brokerAt("2018-10-15 20:00");
    const seen: [number, unknown][] = [];
    for (const id of ["a", "b", "c", "d"]) {
      clock.advance(12 * DAY);
      await buy(broker, id, id === "c" ? -2 : 1);
      seen.push([clock.now(), await broker.account.accountValues()]);
    }
    for (const [time, values] of seen.reverse()) {
      clock.set(time);
      expect(await broker.account.accountValues()).toEqual(values);
    }
  });
});

describe("bad options", () => {
  it("are refused with what to do", () => {
    const refused = (options: Parameters<typeof brokerAt>[1]): string => {
      try {
        brokerAt(EVENING, options);
      } catch (error) {
        if (isContangoError(error, "MARKET_PARAMETER")) return error.message;
        throw error;
      }
      throw new Error("nothing was thrown");
    };
    expect(refused({ cash: { dollars: 1 } })).toContain(
      '"dollars" is not a currency; write three capital letters',
    );
    expect(refused({ cash: { USD: Number.NaN } })).toContain("the cash in USD was NaN");
    expect(refused({ fillLatency: -1 })).toContain("-1 milliseconds");
    expect(refused({ margin: 2 })).toContain("the margin was 2");
    expect(refused({ remembers: 0 })).toContain("remembered for 0 milliseconds");
    expect(refused({ clock: undefined as never })).toContain("give the desk's, or { now: Date.now }");
    expect(refused({ market: {} as never })).toContain("give one of generateMarket or continueMarket");
    expect(refused({ cash: undefined as never })).toContain("give what is in the account");
    const { broker } = brokerAt();
    expect(() => broker.deposit(-5, "USD")).toThrow(/the amount was -5; give one above zero/);
    expect(() => broker.withdraw(0, "USD")).toThrow(/the amount was 0/);
    expect(() => fixedClock("soon")).toThrow(/"soon" is not a time/);
  });
});
