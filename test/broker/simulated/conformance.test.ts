import { describe, test } from "vitest";
import { simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { brokerConformance } from "../../../src/testing/brokerConformance.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { timeZone } from "../../../src/time/zone.js";
import { BOND, EVENING, market } from "./simulatedMarket.js";

describe.each([
  { name: "at once", fillLatency: 0, zone: "UTC", time: EVENING },
  {
    name: "with slow fills, in Chicago, in the session",
    fillLatency: 5000,
    zone: "America/Chicago",
    time: "2018-10-17 17:00",
  },
])("simulated broker, $name [row 16]", ({ fillLatency, zone, time }) => {
  test.each(brokerConformance)("$name", ({ run }) =>
    run(async () => {
      const clock = fixedClock(time);
      let connected = true;
      const broker = simulatedBroker({
        market,
        // The clock is read by every question, so that a lost connection is a matter of time.
        clock: { now: () => clock.now() + (connected ? 0 : LATER) },
        zone: timeZone(zone),
        cash: { USD: 100_000, EUR: 5000 },
        fillLatency,
        faults: [{ kind: "disconnected", from: "2019-06-01", to: "2030" }],
      });
      return {
        broker,
        ...BOND,
        pair: "EURUSD",
        now: clock.now,
        wallTime: timeZone(zone).wallTime,
        executed: () => clock.sleep(10_000),
        disconnect: async () => {
          connected = false;
        },
      };
    }),
  );
});

const LATER = 300 * 86_400_000;
