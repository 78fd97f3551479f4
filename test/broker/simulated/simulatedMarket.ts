import {
  type SimulatedBrokerOptions,
  simulatedBroker,
} from "../../../src/broker/simulated/simulatedBroker.js";
import { type FixedClock, fixedClock } from "../../../src/testing/fixedClock.js";
import { generateMarket } from "../../../src/testing/market.js";
import { USUAL_INSTRUMENTS } from "../../../src/testing/marketUsualInstruments.js";

const COMMISSION = { perBlock: 2.5 };

/** Two dollar instruments and one in euros, with a session from 8 to 21. */
export const market = generateMarket({
  seed: "simulated broker",
  instruments: USUAL_INSTRUMENTS.slice(0, 3).map((one) => ({ ...one, commission: COMMISSION })),
  from: "2018",
  to: "2019",
});

/** A contract that trades all through the autumn of 2018. */
export const BOND = { instrument: "BOND", contract: "20181200" };

export const EVENING = "2018-10-17 20:30";

/** A broker over {@link market} whose clock stands at an evening. */
export function brokerAt(
  time: string = EVENING,
  options: Partial<SimulatedBrokerOptions> = {},
): { broker: ReturnType<typeof simulatedBroker>; clock: FixedClock } {
  const clock = fixedClock(time);
  return { broker: simulatedBroker({ market, clock, cash: { USD: 1_000_000 }, ...options }), clock };
}
