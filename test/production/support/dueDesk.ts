/** A desk on which every process has something to do: prices, fills and capital of two days, a wish to trade, a roll. */

import type { SimulatedBrokerState } from "../../../src/broker/simulated/deals.js";
import { type SimulatedBroker, simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { executeTrades } from "../../../src/production/executeTrades.js";
import { rollInstrument } from "../../../src/production/rollInstrument.js";
import { runBacktests } from "../../../src/production/runBacktests.js";
import { updateFxPrices } from "../../../src/production/updateFxPrices.js";
import { updateHistoricalPrices } from "../../../src/production/updateHistoricalPrices.js";
import { updateMultipleAdjustedPrices } from "../../../src/production/updateMultipleAdjustedPrices.js";
import { updateSampledContracts } from "../../../src/production/updateSampledContracts.js";
import { updateStrategyCapital } from "../../../src/production/updateStrategyCapital.js";
import { updateTotalCapital } from "../../../src/production/updateTotalCapital.js";
import { memoryEngine } from "../../../src/storage/memory/engine.js";
import { openStorage } from "../../../src/storage/openStorage.js";
import { type FixedClock, fixedClock } from "../../../src/testing/fixedClock.js";
import { loadMarket } from "../../../src/testing/loadMarket.js";
import { generateMarket } from "../../../src/testing/market.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { HOUR } from "../../../src/time/civil.js";
import { type Contents, contentsOf } from "./contents.js";

const START = "2023-06-01";
/** When all is due, UTC, which is the desk's zone too. */
export const NOW = "2023-06-05 23:30";

export const market = generateMarket({ seed: "due", instruments: 5, from: "2021-06-01", to: "2023-08-31" });
const codes = [...market.instruments.keys()];
/** What the strategies trade; one that is only collected, was rolled before and may be removed; one that the desk does not know. */
export const TRADED = codes.slice(0, 3);
export const COLLECTED = codes[3]!;
export const UNKNOWN = codes[4]!;

const known = new Map([...market.instruments].filter(([code]) => code !== UNKNOWN));

const strategy = (place: number) => ({
  overnight_launcher: {
    function: "runClassicSystem",
    backtest_state: "positions",
    config: {
      instruments: TRADED,
      trading_rules: {
        trend: {
          function: "ewmac",
          other_args: { Lfast: 8 << place, Lslow: 32 << place },
          forecast_scalar: 4,
        },
      },
    },
  },
});

const CONFIG = {
  automation: "automatic",
  strategy_list: { slow: strategy(0), fast: strategy(1), late: strategy(1) },
  strategy_capital_allocation: { strategy_weights: { slow: 50, fast: 30, late: 20 } },
} as const;

/** What is stored when all is due, and what the broker was told until then. */
export interface Due {
  readonly contents: Contents;
  readonly broker: SimulatedBrokerState;
}

export const brokerFor = (clock: FixedClock, state?: SimulatedBrokerState): SimulatedBroker =>
  simulatedBroker({
    market,
    clock,
    cash: { USD: 5_000_000 },
    fillLatency: HOUR,
    ...(state === undefined ? {} : { state }),
  });

/** A desk of these tests; the clock stands at {@link NOW} unless it is given. */
export const deskWith = (options: TestDeskOptions): Promise<TestDesk> =>
  testDesk({ now: NOW, ...options, config: { ...CONFIG, ...options.config } });

let made: Promise<Due> | undefined;

/** Goes through the days before, once. */
export function due(): Promise<Due> {
  made ??= makeDue();
  return made;
}

async function makeDue(): Promise<Due> {
  const clock = fixedClock(`${START} 23:30`);
  const broker = brokerFor(clock);
  const storage = await openStorage(memoryEngine());
  await using desk = await deskWith({ storage, clock, broker });
  await loadMarket(desk, { ...market, instruments: known }, { until: START });
  for (const process of [
    updateFxPrices,
    updateTotalCapital,
    updateStrategyCapital,
    updateSampledContracts,
    updateHistoricalPrices,
    updateMultipleAdjustedPrices,
  ]) {
    await process(desk);
  }
  await runBacktests(desk, { strategies: ["slow", "fast"] });
  await executeTrades(desk);
  clock.set("2023-06-02 23:30");
  await updateTotalCapital(desk);
  await runBacktests(desk);
  await rollInstrument(desk, { instrument: COLLECTED });
  await updateHistoricalPrices(desk);
  clock.set(NOW);
  return { contents: await contentsOf(storage), broker: broker.state() };
}
