import { brokerAccountCases } from "./brokerAccountCases.js";
import type { BrokerUnderTest } from "./brokerCase.js";
import { brokerConnectionCases } from "./brokerConnectionCases.js";
import { brokerContractCases } from "./brokerContractCases.js";
import { brokerPriceCases } from "./brokerPriceCases.js";
import type { ConformanceCase } from "./conformance.js";

/**
 * What every `Broker` must do. Run each case under your own test runner, with a function that gives a freshly connected one;
 * the case closes it. A broker that lacks a part skips the cases that ask for it.
 *
 * @example
 * for (const { name, run } of brokerConformance) test(name, () => run(connectMyBroker));
 */
export const brokerConformance: readonly ConformanceCase<BrokerUnderTest>[] = [
  ...brokerConnectionCases,
  ...brokerPriceCases,
  ...brokerContractCases,
  ...brokerAccountCases,
];
