import assert from "node:assert/strict";
import type { BarFrequency } from "../broker/broker.js";
import { CONTRACT_PRICE_COLUMNS } from "../prices/contractPrices.js";
import type { Frame } from "../series/frame.js";
import { lowerBound } from "../series/search.js";
import { DAY, dayOf, HOUR } from "../time/civil.js";
import { isClosingTime, NOTIONAL_CLOSE } from "../time/close.js";
import { formatTime } from "../time/text.js";
import { assertSameFrame } from "./assertFrame.js";
import { type BrokerUnderTest, brokerCase, part } from "./brokerCase.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects } from "./storeCase.js";

const FREQUENCIES: readonly BarFrequency[] = ["Day", "Hour"];

function bars(subject: BrokerUnderTest, frequency: BarFrequency, from?: number): Promise<Frame> {
  const key = { instrument: subject.instrument, contract: subject.contract };
  const request = from === undefined ? {} : { from };
  return part(subject.broker, "prices").contractPrices(key, frequency, request);
}

const wallNow = ({ now, wallTime }: BrokerUnderTest): number => wallTime(now());

/** Prices of contracts and rates. */
export const brokerPriceCases: readonly ConformanceCase<BrokerUnderTest>[] = [
  brokerCase("gives bars of a contract in the five columns, in order", async (subject) => {
    for (const frequency of FREQUENCIES) {
      const found = await bars(subject, frequency);
      assert.deepEqual(found.names, [...CONTRACT_PRICE_COLUMNS]);
      assert.ok(found.length > 1, `${found.length} bars by the ${frequency}`);
      for (let row = 1; row < found.length; row++) {
        assert.ok(found.time[row]! > found.time[row - 1]!, formatTime(found.time[row]!));
      }
      const [high, low] = [found.floats("HIGH"), found.floats("LOW")];
      for (let row = 0; row < found.length; row++) {
        assert.ok(!(high[row]! < low[row]!), `HIGH below LOW at ${formatTime(found.time[row]!)}`);
      }
    }
  }),
  brokerCase("stamps daily bars 23:00 of wall time, none after today's", async (subject) => {
    const { time } = await bars(subject, "Day");
    for (const at of time) assert.ok(isClosingTime(at), formatTime(at));
    assert.ok(time.at(-1)! <= dayOf(wallNow(subject)) * DAY + NOTIONAL_CLOSE, formatTime(time.at(-1)!));
  }),
  brokerCase("stamps hourly bars at their end in wall time, none as a daily one", async (subject) => {
    const { time } = await bars(subject, "Hour");
    for (const at of time) assert.ok(at % (HOUR / 2) === 0 && !isClosingTime(at), formatTime(at));
    assert.ok(time.at(-1)! <= wallNow(subject) + HOUR, formatTime(time.at(-1)!));
  }),
  brokerCase("gives all bars at or after a time", async (subject) => {
    for (const frequency of FREQUENCIES) {
      const all = await bars(subject, frequency);
      const from = all.time[Math.floor(all.length / 2)]!;
      const some = await bars(subject, frequency, from);
      const later = (frame: Frame): Frame => frame.rows(lowerBound(frame.time, from));
      assertSameFrame(later(some), later(all));
    }
  }),
  brokerCase("gives no bars where there are none, at a time to come", async (subject) => {
    const found = await bars(subject, "Hour", wallNow(subject) + 2 * DAY);
    assert.equal(found.rows(lowerBound(found.time, wallNow(subject) + 2 * DAY)).length, 0);
    assert.deepEqual(found.names, [...CONTRACT_PRICE_COLUMNS]);
  }),
  brokerCase("never gives an unknown contract no bars", async ({ broker, instrument }) => {
    const prices = part(broker, "prices");
    for (const frequency of FREQUENCIES) {
      for (const key of [
        { instrument: "NO_SUCH_THING", contract: "20240300" },
        { instrument, contract: "19700100" },
      ]) {
        await assertRejects(prices.contractPrices(key, frequency), "BROKER_NOT_FOUND");
      }
    }
  }),
  brokerCase("gives rates of its pairs at 23:00 of wall time, above zero", async (subject) => {
    const fx = part(subject.broker, "fx");
    const pairs = await fx.fxPairs();
    assert.ok(pairs.includes(subject.pair), pairs.join(" "));
    for (const pair of pairs) assert.match(pair, /^[A-Z]{6}$/);
    const { time, values } = await fx.fxPrices(subject.pair);
    assert.ok(time.length > 1);
    for (const at of time) assert.ok(isClosingTime(at), formatTime(at));
    assert.ok(time.at(-1)! <= dayOf(wallNow(subject)) * DAY + NOTIONAL_CLOSE, formatTime(time.at(-1)!));
    assert.ok(values.every((rate) => rate > 0 && Number.isFinite(rate)));
    await assertRejects(fx.fxPrices("XXXXXX"), "BROKER_NOT_FOUND");
  }),
];
