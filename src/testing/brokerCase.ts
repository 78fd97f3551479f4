import assert from "node:assert/strict";
import type { Broker } from "../broker/broker.js";
import type { ContractId } from "../contracts/contractId.js";
import type { FxPair, InstrumentCode } from "../instruments/codes.js";
import type { ConformanceCase } from "./conformance.js";

/** A connected broker with an account that holds nothing of one contract, which trades. */
export interface BrokerUnderTest {
  readonly broker: Broker;
  readonly instrument: InstrumentCode;
  /** One that the broker lists, that has daily and hourly bars, and that the account may trade. */
  readonly contract: ContractId;
  /** A pair that it has rates of. */
  readonly pair: FxPair;
  /** The broker's time: epoch milliseconds UTC. */
  now(): number;
  /** Wall time at an instant, in the zone of the bars. */
  wallTime(instant: number): number;
  /** Waits until the trades that were handed in are done. */
  executed(): Promise<void>;
  /** Cuts the connection and keeps it so. */
  disconnect(): Promise<void>;
}

/** A case that gets a fresh broker, which is closed afterwards. */
export function brokerCase(
  name: string,
  body: (subject: BrokerUnderTest) => Promise<void>,
): ConformanceCase<BrokerUnderTest> {
  return {
    name,
    async run(make) {
      const subject = await make();
      try {
        await body(subject);
      } finally {
        await subject.broker[Symbol.asyncDispose]();
      }
    },
  };
}

/** A part that the case is about. A broker that does not have it is to skip the case. */
export function part<Name extends Exclude<keyof Broker, symbol>>(
  broker: Broker,
  name: Name,
): Broker[Name] & {} {
  const found = broker[name];
  assert.ok(found, `the broker has no ${name}; skip this case`);
  return found;
}

/** Every question that the parts of a broker answer, by name, with the signal given. */
export function everyQuestion(
  { broker, instrument, contract, pair, now }: BrokerUnderTest,
  signal?: AbortSignal,
): [name: string, ask: () => Promise<unknown>][] {
  const { fx, contracts, prices, account, positions, executions } = broker;
  const key = { instrument, contract };
  const request = signal === undefined ? {} : { signal };
  const questions: [string, (() => Promise<unknown>) | undefined][] = [
    ["fxPairs", fx && (() => fx.fxPairs(request))],
    ["fxPrices", fx && (() => fx.fxPrices(pair, request))],
    ["contracts", contracts && (() => contracts.contracts(instrument, request))],
    ["expiry", contracts && (() => contracts.expiry(key, request))],
    ["pointSize", contracts && (() => contracts.pointSize(instrument, request))],
    ["daily contractPrices", prices && (() => prices.contractPrices(key, "Day", request))],
    ["hourly contractPrices", prices && (() => prices.contractPrices(key, "Hour", request))],
    ["accountValues", account && (() => account.accountValues(undefined, request))],
    ["positions", positions && (() => positions.positions(undefined, request))],
    ["executions", executions && (() => executions.executions(now(), request))],
  ];
  return questions.filter((one): one is [string, () => Promise<unknown>] => one[1] !== undefined);
}
