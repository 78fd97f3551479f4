import { access, readFile, writeFile } from "node:fs/promises";
import { type Broker, timeZone } from "contango";
import { generateMarket, type Market, simulatedBroker } from "contango/testing";

/** What a simulated broker was told, so that the next runner finds the trades of this one. */
const TOLD = "simulated_broker.json";

/** The market that `npm run load` fills the desk with: it goes on until next month, so that every run finds something new. */
export function market(): Market {
  const aMonthAhead = new Date(Date.now() + 31 * 86_400_000);
  return generateMarket({
    seed: "my desk",
    instruments: 3,
    from: "2019",
    to: aMonthAhead.toISOString().slice(0, 10),
  });
}

/**
 * The broker. Until yours is connected there is none, and everything is done by hand; after `npm run load` on a made-up market,
 * a simulated one goes on with that market.
 */
export async function broker(): Promise<{ readonly broker?: Broker }> {
  const told = await readFile(TOLD, "utf8").catch(() => undefined);
  if (told === undefined) return {};
  const simulated = simulatedBroker({
    market: market(),
    clock: { now: Date.now },
    zone: timeZone("UTC"),
    cash: { USD: 500_000 },
    ...(told === "" ? {} : { state: JSON.parse(told) }),
  });
  const trade: Broker["trades"] = {
    async trade(request) {
      await simulated.trades.trade(request);
      await writeFile(TOLD, JSON.stringify(simulated.state()));
    },
  };
  return { broker: { ...simulated, trades: trade } };
}

/** Makes the desk one of the made-up market. */
export async function useSimulatedBroker(): Promise<void> {
  const there = await access(TOLD).then(
    () => true,
    () => false,
  );
  if (!there) await writeFile(TOLD, "");
}
