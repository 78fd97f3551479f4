import { describe, expect, it } from "vitest";
import type { BrokerFault } from "../../../src/broker/simulated/brokerFault.js";
import type { Frame } from "../../../src/series/frame.js";
import { between } from "../../../src/series/slice.js";
import { DAY, HOUR } from "../../../src/time/civil.js";
import { formatTime, toTime } from "../../../src/time/text.js";
import { BOND, brokerAt, market } from "./simulatedMarket.js";

const DAY_OF_FAULT = "2018-10-16";
const CLOSE = `${DAY_OF_FAULT} 23:00:00`;
const truth = market.instruments.get("BOND")!.contracts.get(BOND.contract)!.prices;
const trueBar = between(truth, CLOSE, CLOSE).row(0) as Bar;

type Bar = Record<"time" | "OPEN" | "HIGH" | "LOW" | "FINAL" | "VOLUME", number>;

/** What a broker with one fault shows: so many days later, at 23:00. */
async function shown(
  fault: BrokerFault,
  daysLater = 0,
  frequency: "Day" | "Hour" = "Day",
  key = BOND,
): Promise<Frame> {
  const { broker, clock } = brokerAt(CLOSE, { faults: [fault] });
  clock.advance(daysLater * DAY);
  return broker.prices.contractPrices(key, frequency);
}

const barOf = (frame: Frame): Bar | undefined => {
  const found = between(frame, DAY_OF_FAULT, DAY_OF_FAULT);
  return found.length === 0 ? undefined : (found.row(-1) as Bar);
};

const on = { from: DAY_OF_FAULT, ...BOND };

describe("a bar", () => {
  it("is missing, for ever", async () => {
    for (const later of [0, 1, 200]) {
      const frame = await shown({ kind: "missing", ...on }, later);
      expect(barOf(frame)).toBeUndefined();
      expect(between(frame, "2018-10-15", "2018-10-15").length).toBe(1);
    }
    expect(
      between(await shown({ kind: "missing", ...on }, 0, "Hour"), DAY_OF_FAULT, DAY_OF_FAULT).length,
    ).toBe(0);
  });

  it("comes late", async () => {
    const fault: BrokerFault = { kind: "late", ...on, days: 2 };
    expect(barOf(await shown(fault, 0))).toBeUndefined();
    expect(barOf(await shown(fault, 1))).toBeUndefined();
    expect(barOf(await shown(fault, 2))).toEqual(trueBar);
  });

  it("has a spike, also in the last hour, and is put right after days or never", async () => {
    const fault: BrokerFault = { kind: "spike", ...on, factor: 10, correctedAfter: 1 };
    const spike = { ...trueBar, FINAL: trueBar.FINAL * 10, HIGH: trueBar.FINAL * 10 };
    expect(barOf(await shown(fault))).toEqual(spike);
    expect(barOf(await shown(fault, 1))).toEqual(trueBar);
    expect(barOf(await shown({ kind: "spike", ...on, factor: 10 }, 300))).toEqual(spike);
    const hours = between(await shown(fault, 0, "Hour"), DAY_OF_FAULT, DAY_OF_FAULT);
    expect(hours.floats("FINAL").at(-1)).toBe(trueBar.FINAL * 10);
    expect(hours.floats("FINAL").at(-2)).toBeLessThan(trueBar.FINAL * 2);
    const daily: BrokerFault = { ...fault, frequency: "Day" };
    expect(barOf(await shown(daily))).toEqual(spike);
    expect(barOf(await shown(daily, 0, "Hour"))?.FINAL).toBe(trueBar.FINAL);
  });

  it("is at zero or below", async () => {
    expect(barOf(await shown({ kind: "zero", ...on }))).toEqual({ ...trueBar, FINAL: 0, LOW: 0 });
    expect(barOf(await shown({ kind: "negative", ...on }))).toEqual({
      ...trueBar,
      FINAL: -trueBar.FINAL,
      LOW: -trueBar.FINAL,
    });
  });

  it("is legitimately below zero, where things then trade", async () => {
    const fault: BrokerFault = { kind: "negative", ...on, legitimate: true };
    const { time, OPEN, HIGH, LOW, FINAL, VOLUME } = trueBar;
    expect(barOf(await shown(fault, 3))).toEqual({
      time,
      VOLUME,
      OPEN: -OPEN,
      HIGH: -LOW,
      LOW: -HIGH,
      FINAL: -FINAL,
    });
    expect(barOf(await shown(fault, 0, "Hour"))?.FINAL).toBe(-FINAL);
    const { broker, clock } = brokerAt("2018-10-15 21:30", { faults: [fault], cash: { USD: 0 } });
    await broker.trades.trade({ id: "a", ...BOND, quantity: 1, reference: "" });
    const paid = (await broker.executions.executions(0))[0]!;
    clock.set("2018-10-16 21:30");
    const { values } = await broker.account.accountValues();
    expect(values[0]!.netLiquidation).toBeCloseTo((-FINAL - paid.price) * 1000 - 2.5, 2);
    clock.set("2018-10-17 21:30");
    expect((await broker.account.accountValues()).values[0]!.netLiquidation).toBeGreaterThan(-10_000);
  });

  it("is of the first part of the session", async () => {
    const fault: BrokerFault = { kind: "partial", ...on, share: 0.5, correctedAfter: 2 };
    const part = barOf(await shown(fault, 1))!;
    const half = await brokerAt(`${DAY_OF_FAULT} 15:00`).broker.prices.contractPrices(BOND, "Day");
    expect(part).toEqual(half.row(-1));
    expect(part.VOLUME).toBeLessThan(trueBar.VOLUME);
    expect(barOf(await shown(fault, 2))).toEqual(trueBar);
    expect(barOf(await shown(fault, 1, "Hour"))?.FINAL).toBe(trueBar.FINAL);
  });

  it("is in another unit, from a day on", async () => {
    const frame = await shown({ kind: "unit", ...on, factor: 100 }, 10);
    const before = between(frame, undefined, "2018-10-15");
    expect(before.floats("FINAL")).toEqual(between(truth, before.time[0]!, "2018-10-15").floats("FINAL"));
    const after = between(frame, DAY_OF_FAULT);
    const expected = between(truth, DAY_OF_FAULT, "2018-10-26");
    expect(after.length).toBe(9);
    for (const name of ["OPEN", "HIGH", "LOW", "FINAL"]) {
      for (const [row, value] of after.floats(name).entries()) {
        expect(value).toBeCloseTo(expected.floats(name)[row]! * 100, 6);
      }
    }
    expect(after.floats("VOLUME")).toEqual(expected.floats("VOLUME"));
  });
});

describe("the place of a fault", () => {
  it("is a contract, an instrument, or everywhere", async () => {
    const other = { instrument: "BOND", contract: "20190300" };
    const grain = { instrument: "GRAIN", contract: "20181200" };
    const hits = async (fault: BrokerFault): Promise<boolean[]> =>
      Promise.all(
        [BOND, other, grain].map(async (key) => barOf(await shown(fault, 0, "Day", key)) === undefined),
      );
    const from = DAY_OF_FAULT;
    expect(await hits({ kind: "missing", from, ...BOND })).toEqual([true, false, false]);
    expect(await hits({ kind: "missing", from, instrument: "BOND" })).toEqual([true, true, false]);
    expect(await hits({ kind: "missing", from })).toEqual([true, true, true]);
    expect(await hits({ kind: "missing", from, pair: "EURUSD" })).toEqual([false, false, false]);
  });

  it("is a pair", async () => {
    const rates = async (fault: BrokerFault, time = CLOSE) => {
      const { broker } = brokerAt(time, { faults: [fault] });
      return broker.fx.fxPrices("EURUSD");
    };
    const on = { from: DAY_OF_FAULT, pair: "EURUSD" };
    const true_ = between(market.fx.get("EURUSD")!, CLOSE, CLOSE).at(0);
    expect((await rates({ kind: "missing", ...on })).timeAt(-1)).toBe(toTime("2018-10-15 23:00"));
    expect((await rates({ kind: "missing", from: DAY_OF_FAULT })).timeAt(-1)).toBe(
      toTime("2018-10-15 23:00"),
    );
    expect((await rates({ kind: "missing", from: DAY_OF_FAULT, instrument: "BOND" })).at(-1)).toBe(true_);
    expect((await rates({ kind: "zero", ...on })).at(-1)).toBe(0);
    expect((await rates({ kind: "spike", ...on, factor: 2 })).at(-1)).toBeCloseTo(true_ * 2, 9);
    expect((await rates({ kind: "late", ...on, days: 1 })).timeAt(-1)).toBe(toTime("2018-10-15 23:00"));
    expect((await rates({ kind: "late", ...on, days: 1 }, "2018-10-17 23:00")).length).toBeGreaterThan(200);
  });

  it("is everywhere but where it cannot be: rates have no hours, sessions or sign", async () => {
    const from = DAY_OF_FAULT;
    const whole = await brokerAt(CLOSE).broker.fx.fxPrices("EURUSD");
    const faults: BrokerFault[] = [
      { kind: "negative", from, legitimate: true },
      { kind: "negative", from },
      { kind: "partial", from },
      { kind: "spike", from, factor: 2, frequency: "Hour" },
    ];
    for (const fault of faults) {
      const rates = await brokerAt(CLOSE, { faults: [fault] }).broker.fx.fxPrices("EURUSD");
      expect(rates.values).toEqual(whole.values);
    }
  });

  it("is every day of a span", async () => {
    const { broker } = brokerAt("2018-10-31 23:30", {
      faults: [{ kind: "missing", from: "2018-10-15 15:00", to: "2018-10-18", ...BOND }],
    });
    const { time } = between(await broker.prices.contractPrices(BOND, "Day"), "2018-10-12", "2018-10-22");
    expect([...time].map((at) => formatTime(at).slice(0, 10))).toEqual([
      "2018-10-12",
      "2018-10-19",
      "2018-10-22",
    ]);
  });
});

describe("several faults", () => {
  it("add up, and leave the market as it is", async () => {
    const copy = truth.floats("FINAL").slice();
    const { broker } = brokerAt(CLOSE, {
      faults: [
        { kind: "unit", ...on, to: DAY_OF_FAULT, factor: 100 },
        { kind: "spike", ...on, factor: 2 },
      ],
    });
    const bar = barOf(await broker.prices.contractPrices(BOND, "Day"))!;
    expect([bar.FINAL, bar.OPEN]).toEqual([trueBar.FINAL * 200, trueBar.OPEN * 100]);
    expect(truth.floats("FINAL")).toEqual(copy);
    const hours = await broker.prices.contractPrices(BOND, "Hour");
    expect(hours.time.at(-1)).toBe(toTime(CLOSE) - 2 * HOUR);
  });
});
