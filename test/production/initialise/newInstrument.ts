import { type SimulatedBroker, simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { type FixedClock, fixedClock } from "../../../src/testing/fixedClock.js";
import { generateMarket, type Market } from "../../../src/testing/market.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";

/** Some of its prices are bad, all of them of GRAIN. */
export const MARKET: Market = generateMarket({
  seed: "e",
  instruments: 3,
  from: "2018",
  to: "2021",
  badPrices: 3,
});

/** What `addInstrument` is given of one of them. */
export const given = (code: string) => {
  const { instrument, rollParameters } = MARKET.instruments.get(code)!;
  return { instrument, rollParameters, from: "2018-06" };
};

export interface BrokerDesk extends TestDesk {
  readonly market: SimulatedBroker;
}

/** A desk with a broker over {@link MARKET} that forgets nothing. */
export async function brokerDesk(options: TestDeskOptions = {}): Promise<BrokerDesk> {
  const clock: FixedClock = fixedClock("2021-06-15 21:00");
  const market = simulatedBroker({ market: MARKET, clock, cash: { USD: 1e6 }, history: "all" });
  const desk = await testDesk({ clock, broker: market, ...options });
  return { ...desk, market };
}
