import { configOf } from "../../src/config/config.js";
import type { ConfigValues } from "../../src/config/configValues.js";
import type { LauncherDesk } from "../../src/launchers/desk.js";
import { memoryBacktestStates } from "../../src/launchers/memory/backtestStates.js";
import { backAdjust } from "../../src/prices/backAdjust.js";
import { multiplePricesFromCalendar } from "../../src/prices/multiplePricesFromCalendar.js";
import { adjustRollCalendar } from "../../src/prices/rollCalendarAdjust.js";
import { approximateRollCalendar } from "../../src/prices/rollCalendarApproximate.js";
import { withPhantomRoll } from "../../src/prices/rollCalendarPhantom.js";
import { series } from "../../src/series/construct.js";
import type { Series } from "../../src/series/series.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { repositories } from "../../src/storage/repositories/repositories.js";
import type { StorageEngine } from "../../src/storage/storage.js";
import { generateMarket } from "../../src/testing/market.js";
import { toTime } from "../../src/time/text.js";

const LAST_DAY = "2021-12-31";
const market = generateMarket({ seed: "launchers", instruments: 3, from: "2019", to: LAST_DAY });

/** Codes of the instruments of {@link marketDesk}; the last trades in euros. */
export const CODES = [...market.instruments.keys()].sort();

export interface MarketDesk extends LauncherDesk {
  /** What was logged. */
  readonly logged: string[];
  /** Moves the clock, which stands still otherwise. */
  setTime(time: string): void;
}

export interface MarketDeskOptions {
  readonly engine?: StorageEngine;
  readonly config?: Partial<ConfigValues>;
  /** Of the strategies `trend`; none where it is undefined. */
  readonly capital?: number | undefined;
}

/** A desk with a generated market in its store, and a clock that stands at an evening. */
export async function marketDesk(options: MarketDeskOptions = {}): Promise<MarketDesk> {
  const { engine = memoryEngine(), config = {} } = options;
  const capital = "capital" in options ? options.capital : 400_000;
  const storage = await openStorage(engine);
  const data = repositories(storage);
  await storage.atomically(async (batch) => {
    for (const [pair, rate] of market.fx) await data.fxPrices.write(pair, rate, batch);
    for (const [code, { instrument, rollParameters, contracts }] of market.instruments) {
      const closes = new Map<string, Series>();
      for (const { contract, prices } of contracts.values()) closes.set(contract, prices.series("FINAL"));
      const wanted = approximateRollCalendar(closes.keys(), rollParameters, { instrument: code });
      const rolled = adjustRollCalendar(wanted, closes, { instrument: code }).calendar;
      const calendar = withPhantomRoll(rolled, { now: LAST_DAY, rollParameters, contracts: closes.keys() });
      const multiple = multiplePricesFromCalendar(calendar, closes, { instrument: code });
      await data.instruments.write(code, instrument, batch);
      await data.rollParameters.write(code, rollParameters, batch);
      await data.multiplePrices.write(code, multiple, batch);
      await data.adjustedPrices.write(
        code,
        backAdjust(multiple, { instrument: code, forwardFill: true }),
        batch,
      );
    }
    if (capital !== undefined) {
      const rows = series(["2021-12-30", "2021-12-31"], [1, capital], { name: "capital" });
      await data.strategyCapital.write("trend", rows, batch);
    }
  });
  const logged: string[] = [];
  let time = toTime("2021-12-31 20:05:00");
  return {
    config: configOf(config),
    storage,
    data,
    states: memoryBacktestStates(),
    logged,
    now: () => time,
    setTime: (text) => {
      time = toTime(text);
    },
    log: { msg: (text) => logged.push(String(text)), warn: (text) => logged.push(String(text)) },
  };
}
