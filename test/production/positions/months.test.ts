/** Some months of an automatic desk at a simulated broker with a bad line; what must hold is looked at every day. */
import { describe, expect, it } from "vitest";
import type { BrokerFault } from "../../../src/broker/simulated/brokerFault.js";
import { simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { depositOrWithdraw } from "../../../src/capital/changeCapital.js";
import { contractKey } from "../../../src/contracts/contractKey.js";
import { multiplePricesFromCalendar } from "../../../src/prices/multiplePricesFromCalendar.js";
import { adjustRollCalendar } from "../../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../../src/prices/rollCalendarApproximate.js";
import { attributeFill } from "../../../src/production/attributeFill.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import type { Outcome } from "../../../src/production/outcome.js";
import { pickUpFills } from "../../../src/production/pickUpFills.js";
import { positionBreaks } from "../../../src/production/positionBreaks.js";
import { updateStrategyCapital } from "../../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import type { Frame } from "../../../src/series/frame.js";
import { lowerBound } from "../../../src/series/search.js";
import { TOTAL_CAPITAL } from "../../../src/storage/repositories/keys.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { generateMarket } from "../../../src/testing/market.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { dayOf, HOUR, weekday } from "../../../src/time/civil.js";
import { want } from "./fillDesk.js";

const market = generateMarket({ seed: "fills", instruments: 3, from: "2014", to: "2020-06" });
const CODES = [...market.instruments.keys()].sort();
const STRATEGIES = { carry: CODES.slice(0, 2), trend: CODES.slice(1) };
/** Trades that do not arrive, and such as do though the answer does not. */
const FAULTS: readonly BrokerFault[] = [
  { kind: "disconnected", from: "2018-09-03", to: "2018-09-05", requests: ["trade"] },
  { kind: "disconnected", from: "2018-09-24", to: "2018-09-26", requests: ["trade"], answerLost: true },
];

/** Multiple prices of the whole market. */
const PRICES = new Map<string, Frame>(
  [...market.instruments].map(([code, { contracts, rollParameters }]) => {
    const closes = new Map(
      [...contracts.values()].map(({ contract, prices }) => [contract, prices.series("FINAL")]),
    );
    const { calendar } = adjustRollCalendar(approximateRollCalendar(closes.keys(), rollParameters), closes);
    return [code, multiplePricesFromCalendar(calendar, closes)];
  }),
);

const labelAt = (code: string, time: number): string => {
  const { values, dictionary } = PRICES.get(code)!.strings("PRICE_CONTRACT");
  return dictionary[values[lowerBound(PRICES.get(code)!.time, time) - 1]!]!;
};

async function openMonths() {
  const clock = fixedClock("2018-08-20 20:30");
  const cash = { USD: 2_000_000, EUR: 100_000 };
  const broker = simulatedBroker({ market, clock, cash, faults: FAULTS, fillLatency: 2 * HOUR });
  const desk = await testDesk({
    clock,
    broker,
    config: { automation: "automatic", strategy_list: { carry: {}, trend: {} } },
  });
  for (const [code, { instrument, rollParameters, contracts }] of market.instruments) {
    await desk.data.instruments.write(code, instrument);
    await desk.data.rollParameters.write(code, rollParameters);
    for (const { contract, expiry } of contracts.values()) {
      const known = { instrument: code, contract, expiry, sampling: true };
      await desk.data.contracts.write(contractKey(code, contract), known);
    }
  }
  return { desk, broker, clock };
}

/** What is known on an evening: prices until then, and where a roll is due within a week, that it is to be forced. */
async function evening(desk: TestDesk, day: number): Promise<void> {
  const now = desk.now();
  for (const [place, code] of CODES.entries()) {
    const prices = PRICES.get(code)!;
    await desk.data.multiplePrices.write(code, prices.rows(0, lowerBound(prices.time, now)));
    const due = labelAt(code, now) !== labelAt(code, now + 7 * 24 * HOUR);
    await desk.data.rollStates.write(code, due ? "Force" : "No_Roll");
    for (const [strategy, codes] of Object.entries(STRATEGIES)) {
      if (codes.includes(code))
        await want(desk, strategy, code, ((Math.floor((day + place) / 4) * 5 + strategy.length) % 9) - 4);
    }
  }
  for (const pair of market.fx.keys()) {
    const rates = market.fx.get(pair)!;
    await desk.data.fxPrices.write(pair, rates.rows(0, lowerBound(rates.time, now)));
  }
}

/** Positions are the sums of fills, of contracts and of strategies. */
async function expectSums({ data }: TestDesk): Promise<number> {
  const contracts = new Map<string, number>();
  const strategies = new Map<string, number>();
  const fills = await data.fills.all();
  for (const { instrument, contract, strategy, quantity } of fills.values()) {
    const key = contractKey(instrument, contract);
    contracts.set(key, (contracts.get(key) ?? 0) + quantity);
    if (strategy === undefined) continue;
    strategies.set(
      `${strategy} ${instrument}`,
      (strategies.get(`${strategy} ${instrument}`) ?? 0) + quantity,
    );
  }
  for (const key of await data.contractPositions.list()) {
    const sum = contracts.get(contractKey(key.instrument, key.contract));
    expect((await data.contractPositions.get(key)).at(-1)).toBe(sum);
  }
  for (const key of await data.strategyPositions.list()) {
    const sum = strategies.get(`${key.strategy} ${key.instrument}`);
    expect((await data.strategyPositions.get(key)).at(-1)).toBe(sum);
  }
  return fills.size;
}

const troubles = ({ items }: Outcome): readonly string[] =>
  items.filter(({ severity }) => severity !== "ok").map((item) => ("code" in item ? item.code : item.status));

describe("months of an automatic desk", () => {
  it("keep positions the sums of fills, the books with the broker, and capital with its profits [row 11] [row 16] [row 39]", async () => {
    const { desk, broker, clock } = await openMonths();
    let fills = 0;
    let flows = 0;
    let lost = 0;
    for (let day = 0; day < 60; day++) {
      await evening(desk, day);
      const executed = await executeTrades(desk);
      const lostTrades = executed.items.flatMap((item) =>
        item.status === "unknown" && "trades" in item ? item.trades : [],
      );
      if (lostTrades.length > 0) await executeTrades(desk, { forget: lostTrades.map(({ id }) => id) });
      lost += troubles(executed).filter((what) => what === "BROKER_DISCONNECTED").length;
      if (day === 30) {
        broker.withdraw(30_000, "USD");
        flows -= 30_000;
        await desk.data.totalCapital.update(TOTAL_CAPITAL, (ledger) => {
          return ledger && depositOrWithdraw(ledger, desk.now(), -30_000);
        });
      }
      clock.advance(10 * HOUR);
      await pickUpFills(desk);
      for (const { name, status } of (await pickUpFills(desk)).items) {
        if (status === "unattributed") await attributeFill(desk, { id: name, strategy: "carry" });
      }
      expect(troubles(await positionBreaks(desk))).toEqual([]);
      fills = await expectSums(desk);
      const capital = await updateTotalCapital(desk, { limit: 1 });
      expect(troubles(capital)).toEqual([]);
      expect(troubles(await updateStrategyCapital(desk))).toEqual([]);
      clock.set(nextEvening(clock.now()));
    }
    const { rows } = await desk.data.totalCapital.get(TOTAL_CAPITAL);
    const [first, last] = [rows[0]!, rows.at(-1)!];
    expect(rows).toHaveLength(61);
    expect(last.accumulated.toNumber()).toBeCloseTo(
      last.broker.minus(first.broker).minus(flows).toNumber(),
      4,
    );
    expect(lost).toBeGreaterThan(0);
    expect(fills).toBeGreaterThan(60);
    const { trades } = broker.state();
    expect(new Set(trades.map(({ id }) => id)).size).toBe(trades.length);
    const rolled = trades.filter(({ reference }) => reference === "_ROLL_PSEUDO_STRATEGY");
    expect(rolled.length).toBeGreaterThan(2);
    expect(rolled.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(0);
  });
});

function nextEvening(time: number): number {
  let day = dayOf(time);
  if (time - day * 24 * HOUR > 12 * HOUR) day++;
  while (weekday(day) > 4) day++;
  return day * 24 * HOUR + 20.5 * HOUR;
}
