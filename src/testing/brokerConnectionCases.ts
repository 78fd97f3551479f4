import assert from "node:assert/strict";
import { type BrokerUnderTest, brokerCase, everyQuestion } from "./brokerCase.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects } from "./storeCase.js";

const TRADE = { id: "conformance-unsent", quantity: 1, reference: "momentum" };

/** No answer is never an empty one. */
export const brokerConnectionCases: readonly ConformanceCase<BrokerUnderTest>[] = [
  brokerCase("has a name, and at least one part", async (subject) => {
    assert.notEqual(subject.broker.name, "");
    assert.ok(everyQuestion(subject).length > 0);
  }),
  brokerCase("gives up a question whose signal has aborted, for the signal's reason", async (subject) => {
    const reason = new Error("no longer wanted");
    for (const [name, ask] of everyQuestion(subject, AbortSignal.abort(reason))) {
      await assert.rejects(ask(), (error) => error === reason, name);
    }
  }),
  brokerCase("hands no trade in whose signal has aborted", async (subject) => {
    const { broker, instrument, contract } = subject;
    if (broker.trades === undefined) return;
    const reason = new Error("no longer wanted");
    const request = { signal: AbortSignal.abort(reason) };
    await assert.rejects(
      broker.trades.trade({ ...TRADE, instrument, contract }, request),
      (error) => error === reason,
    );
    await subject.executed();
    const { positions } = (await broker.positions?.positions()) ?? { positions: [] };
    const ours = positions.filter((one) => one.instrument === instrument && one.contract === contract);
    assert.deepEqual(ours, []);
  }),
  brokerCase("settles questions that are aborted on their way", async (subject) => {
    const stop = new AbortController();
    const asked = everyQuestion(subject, stop.signal).map(([, ask]) => ask());
    stop.abort();
    const settled = await Promise.allSettled(asked);
    assert.equal(settled.length, asked.length);
  }),
  brokerCase("says that it is disconnected, and that asking again is worth it", async (subject) => {
    await subject.disconnect();
    for (const [, ask] of everyQuestion(subject)) {
      const error = await assertRejects(ask(), "BROKER_DISCONNECTED");
      assert.equal(error.retryable, true);
    }
    const { broker, instrument, contract } = subject;
    if (broker.trades === undefined) return;
    await assertRejects(broker.trades.trade({ ...TRADE, instrument, contract }), "BROKER_DISCONNECTED");
  }),
  brokerCase("says that it is disconnected once it is closed, which may happen twice", async (subject) => {
    await subject.broker[Symbol.asyncDispose]();
    await subject.broker[Symbol.asyncDispose]();
    for (const [, ask] of everyQuestion(subject)) await assertRejects(ask(), "BROKER_DISCONNECTED");
  }),
];
