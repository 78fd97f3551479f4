import { expect, test } from "vitest";
import type { Broker } from "../../src/broker/broker.js";
import { simulatedBroker } from "../../src/broker/simulated/simulatedBroker.js";
import { Series } from "../../src/series/series.js";
import { brokerConformance } from "../../src/testing/brokerConformance.js";
import { fixedClock } from "../../src/testing/fixedClock.js";
import { generateMarket } from "../../src/testing/market.js";
import { DAY } from "../../src/time/civil.js";

const market = generateMarket({ seed: 1, instruments: 3, from: "2018", to: "2018" });

/** The names of the cases that a broker fails, made by changing one that passes them all. */
async function failures(change: (broker: Broker) => Partial<Broker>): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of brokerConformance) {
    const make = async () => {
      const clock = fixedClock("2018-10-17 20:30");
      let skip = 0;
      const broker = simulatedBroker({
        market,
        clock: { now: () => clock.now() + skip },
        cash: { USD: 1000 },
        faults: [{ kind: "disconnected", from: "2028", to: "2029" }],
      });
      return {
        broker: { ...broker, ...change(broker) },
        instrument: "BOND",
        contract: "20181200",
        pair: "EURUSD",
        now: clock.now,
        wallTime: (instant: number) => instant,
        executed: async () => undefined,
        disconnect: async () => {
          skip = 3800 * DAY;
        },
      };
    };
    await run(make).catch(() => failed.push(name));
  }
  return failed;
}

test("a broker that does everything fails no case", async () => {
  expect(await failures(() => ({}))).toEqual([]);
});

test.each<[string, (broker: Broker) => Partial<Broker>, string]>([
  [
    "takes what it does not know for nothing",
    ({ contracts }) => ({
      contracts: {
        ...contracts!,
        contracts: (one, request) => contracts!.contracts(one, request).catch(() => []),
      },
    }),
    "never gives an unknown instrument no contracts",
  ],
  [
    "has no positions while it is disconnected",
    ({ positions }) => ({
      positions: {
        positions: (account, request) =>
          positions!.positions(account, request).catch(() => ({ time: 0, positions: [] })),
      },
    }),
    "says that it is disconnected, and that asking again is worth it",
  ],
  [
    "stamps its rates with midnight",
    ({ fx }) => ({
      fx: {
        ...fx!,
        fxPrices: async (pair, request) => {
          const { time, values } = await fx!.fxPrices(pair, request);
          return new Series(
            time.map((at) => at - 23 * 3_600_000),
            values,
          );
        },
      },
    }),
    "gives rates of its pairs at 23:00 of wall time, above zero",
  ],
  [
    "does a trade each time that it is handed in",
    ({ trades }) => {
      let number = 0;
      return {
        trades: { trade: (one, request) => trades!.trade({ ...one, id: `${one.id}/${number++}` }, request) },
      };
    },
    "does a trade once, however often it is handed in",
  ],
  [
    "gives executions new ids",
    ({ executions }) => {
      let number = 0;
      return {
        executions: {
          executions: async (since, request) =>
            (await executions!.executions(since, request)).map((one) => ({ ...one, id: String(number++) })),
        },
      };
    },
    "tells an execution under the same id however often it is asked",
  ],
  [
    "lists positions of zero",
    ({ positions }) => ({
      positions: {
        positions: async (account, request) => {
          const answer = await positions!.positions(account, request);
          const nothing = { account: "SIM1", instrument: "GRAIN", contract: "20181200", position: 0 };
          return { ...answer, positions: [...answer.positions, nothing] };
        },
      },
    }),
    "holds what was traded, and never a position of zero",
  ],
  [
    "says its local time",
    ({ account }) => ({
      account: {
        accountValues: async (one, request) => {
          const answer = await account!.accountValues(one, request);
          return { ...answer, time: answer.time + 3_600_000 };
        },
      },
    }),
    "says what an account is worth, each currency once, now",
  ],
  [
    "does not look at the signal",
    ({ executions }) => ({ executions: { executions: (since) => executions!.executions(since) } }),
    "gives up a question whose signal has aborted, for the signal's reason",
  ],
  [
    "forgets the label",
    ({ executions }) => ({
      executions: {
        executions: async (since, request) =>
          (await executions!.executions(since, request)).map(({ reference: _, ...one }) => one),
      },
    }),
    "tells what was done: quantity, price, time, account, reference",
  ],
  [
    "says the expiry to the hour",
    ({ contracts }) => ({
      contracts: {
        ...contracts!,
        expiry: async (key, request) => (await contracts!.expiry(key, request)) + 3_600_000,
      },
    }),
    "says expiry as the midnight of a day",
  ],
  ["lacks prices", () => ({ prices: undefined as never }), "gives all bars at or after a time"],
])("a broker that %s fails", async (_, change, name) => {
  expect(await failures(change)).toContain(name);
});
