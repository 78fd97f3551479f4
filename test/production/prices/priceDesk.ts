import type { BrokerFault } from "../../../src/broker/simulated/brokerFault.js";
import { type SimulatedBroker, simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import type { ConfigValues } from "../../../src/config/configValues.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import type { StorageEngine } from "../../../src/storage/storage.js";
import { fixedClock } from "../../../src/testing/fixedClock.js";
import { loadMarket } from "../../../src/testing/loadMarket.js";
import { generateMarket } from "../../../src/testing/market.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";

export const market = generateMarket({ seed: "prices", instruments: 3, from: "2019", to: "2021-12-31" });

/** The last day whose prices are in the store of a {@link priceDesk}: a Friday. */
export const STORED_UNTIL = "2021-10-29";
const STORED_BEFORE = "2021-10-30";
/** The evening of the next business day. */
export const NEXT_EVENING = "2021-11-01 20:30";

export interface PriceDesk extends TestDesk {
  readonly broker: SimulatedBroker;
}

export interface PriceDeskOptions {
  readonly now?: string;
  readonly config?: Partial<ConfigValues>;
  readonly faults?: readonly BrokerFault[];
  readonly engine?: StorageEngine;
}

/** A desk with the multiple, adjusted and FX prices of a market up to {@link STORED_UNTIL}, and a broker that has all of it. */
export async function priceDesk(options: PriceDeskOptions = {}): Promise<PriceDesk> {
  const clock = fixedClock(options.now ?? NEXT_EVENING);
  const { faults = [], engine = memoryEngine(), config = {} } = options;
  const broker = simulatedBroker({ market, clock, cash: { USD: 1_000_000 }, faults });
  const desk = await testDesk({ clock, broker, storage: engine, config });
  const { data } = desk;
  if ((await data.multiplePrices.list()).length > 0) return { ...desk, broker };
  await loadMarket(desk, market, { until: STORED_BEFORE });
  for (const key of await data.contractPrices.list()) await data.contractPrices.delete(key);
  for (const key of await data.contracts.list()) await data.contracts.delete(key);
  return { ...desk, broker };
}

/** Everything that a desk keeps of prices and contracts, to be compared. */
export async function pricesIn({ data }: TestDesk): Promise<unknown> {
  const all: Record<string, unknown> = {};
  const keep = (name: string, value: unknown): void => {
    all[name] = value;
  };
  for (const pair of await data.fxPrices.list()) keep(`fx ${pair}`, [...(await data.fxPrices.get(pair))]);
  for (const code of await data.multiplePrices.list()) {
    keep(`multiple ${code}`, rowsOf(await data.multiplePrices.get(code)));
  }
  for (const code of await data.adjustedPrices.list()) {
    keep(`adjusted ${code}`, [...(await data.adjustedPrices.get(code))]);
  }
  for (const key of await data.contractPrices.list()) {
    keep(`bars ${JSON.stringify(key)}`, rowsOf(await data.contractPrices.get(key)));
  }
  for (const [key, contract] of await data.contracts.all()) keep(`contract ${key}`, contract);
  return all;
}

const rowsOf = (frame: { readonly length: number; row(row: number): unknown }): unknown[] =>
  Array.from({ length: frame.length }, (_, row) => frame.row(row));
