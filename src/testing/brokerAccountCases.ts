import assert from "node:assert/strict";
import type { Execution } from "../broker/broker.js";
import { DAY } from "../time/civil.js";
import { type BrokerUnderTest, brokerCase, part } from "./brokerCase.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects } from "./storeCase.js";

const MINUTE = 60_000;

/** Hands trades in, `once` or more often, and waits until they are done. */
async function trade(subject: BrokerUnderTest, quantities: readonly number[], times = 1): Promise<void> {
  const { broker, instrument, contract } = subject;
  for (const [at, quantity] of quantities.entries()) {
    for (let time = 0; time < times; time++) {
      const request = { id: `conformance-${at}`, instrument, contract, quantity, reference: "momentum" };
      await part(broker, "trades").trade(request);
    }
  }
  await subject.executed();
}

async function held({ broker, instrument, contract }: BrokerUnderTest): Promise<number> {
  const { positions } = await part(broker, "positions").positions();
  const ours = positions.filter((one) => one.instrument === instrument && one.contract === contract);
  return ours.reduce((sum, { position }) => sum + position, 0);
}

async function ourExecutions(subject: BrokerUnderTest, since: number): Promise<Execution[]> {
  const { broker, instrument, contract } = subject;
  const all = await part(broker, "executions").executions(since);
  return all.filter((one) => one.instrument === instrument && one.contract === contract);
}

/** What the account is worth, holds and has done. */
export const brokerAccountCases: readonly ConformanceCase<BrokerUnderTest>[] = [
  brokerCase("says what an account is worth, each currency once, now", async ({ broker, now }) => {
    const account = part(broker, "account");
    const { time, values } = await account.accountValues();
    assert.ok(Math.abs(time - now()) <= MINUTE, String(time - now()));
    assert.ok(values.length > 0);
    for (const value of values) {
      assert.match(value.currency, /^[A-Z]{3}$/);
      assert.ok(Number.isFinite(value.netLiquidation), String(value.netLiquidation));
      assert.ok(value.excessLiquidity === undefined || Number.isFinite(value.excessLiquidity));
    }
    const keys = values.map((one) => `${one.account} ${one.currency}`);
    assert.equal(new Set(keys).size, keys.length);
    const one = values[0]!.account;
    const own = await account.accountValues(one);
    assert.deepEqual(
      own.values,
      values.filter((value) => value.account === one),
    );
  }),
  brokerCase("never gives an unknown account nothing", async ({ broker }) => {
    await assertRejects(part(broker, "account").accountValues("NO_SUCH_ACCOUNT"), "BROKER_NOT_FOUND");
    await assertRejects(part(broker, "positions").positions("NO_SUCH_ACCOUNT"), "BROKER_NOT_FOUND");
  }),
  brokerCase("holds what was traded, and never a position of zero", async (subject) => {
    const { broker, now } = subject;
    assert.equal(await held(subject), 0);
    await trade(subject, [2]);
    assert.equal(await held(subject), 2);
    await trade(subject, [2, -5]);
    assert.equal(await held(subject), -3);
    await trade(subject, [2, -5, 3]);
    assert.equal(await held(subject), 0);
    const { time, positions } = await part(broker, "positions").positions();
    assert.ok(positions.every(({ position }) => position !== 0 && Number.isInteger(position)));
    assert.ok(Math.abs(time - now()) <= MINUTE, String(time - now()));
  }),
  brokerCase("tells what was done: quantity, price, time, account, reference", async (subject) => {
    const before = subject.now();
    await trade(subject, [3, -1]);
    const done = await ourExecutions(subject, before);
    const sum = (of: readonly Execution[]): number => of.reduce((total, one) => total + one.quantity, 0);
    assert.equal(sum(done), 2);
    assert.equal(sum(done.filter(({ quantity }) => quantity < 0)), -1);
    for (const one of done) {
      assert.notEqual(one.id, "");
      assert.notEqual(one.account, "");
      assert.equal(one.reference, "momentum");
      assert.match(one.currency, /^[A-Z]{3}$/);
      assert.ok(Number.isFinite(one.price), String(one.price));
      assert.ok(one.commission === undefined || one.commission >= 0, String(one.commission));
      assert.ok(one.time >= before - MINUTE && one.time <= subject.now() + MINUTE, String(one.time));
    }
    assert.equal(new Set(done.map(({ id }) => id)).size, done.length);
  }),
  brokerCase("tells an execution under the same id however often it is asked", async (subject) => {
    const before = subject.now();
    await trade(subject, [1]);
    const first = await ourExecutions(subject, before);
    await trade(subject, [1, 1]);
    const second = await ourExecutions(subject, before);
    assert.equal(first.length, 1);
    const later = new Map(second.map((one) => [one.id, one]));
    assert.deepEqual(later.get(first[0]!.id), first[0]);
    assert.ok(later.size > first.length);
  }),
  brokerCase("tells no execution from before the time asked for", async (subject) => {
    await trade(subject, [1]);
    assert.deepEqual(await ourExecutions(subject, subject.now() + DAY), []);
  }),
  brokerCase("does a trade once, however often it is handed in", async (subject) => {
    const before = subject.now();
    await trade(subject, [2], 3);
    assert.equal(await held(subject), 2);
    const done = await ourExecutions(subject, before);
    assert.equal(
      done.reduce((sum, { quantity }) => sum + quantity, 0),
      2,
    );
  }),
  brokerCase("refuses a trade in a contract that it does not list", async (subject) => {
    const { broker, instrument, now } = subject;
    const before = now();
    const request = { id: "conformance-unlisted", instrument, quantity: 1, reference: "momentum" };
    const trades = part(broker, "trades");
    await assertRejects(trades.trade({ ...request, contract: "19700100" }), "BROKER_NOT_FOUND");
    await subject.executed();
    const done = await part(broker, "executions").executions(before);
    assert.deepEqual(
      done.filter(({ contract }) => contract === "19700100"),
      [],
    );
  }),
];
