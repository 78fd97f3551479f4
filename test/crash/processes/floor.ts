/** A desk on a folder: SQLite, a simulated broker that remembers through crashes, files, a clock that stands still. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SimulatedBroker, simulatedBroker } from "../../../src/broker/simulated/simulatedBroker.js";
import { configOf } from "../../../src/config/config.js";
import { openDesk } from "../../../src/desk/openDesk.js";
import type { Desk } from "../../../src/production/desk.js";
import type { SqliteDriver } from "../../../src/storage/sqlite/driver.js";
import { openSqlite } from "../../../src/storage/sqlite/engine.js";
import { captureLog } from "../../../src/testing/captureLog.js";
import { type FixedClock, fixedClock } from "../../../src/testing/fixedClock.js";
import { generateMarket } from "../../../src/testing/market.js";

export const FIRST_DAY = "2023-06-01";

export const market = generateMarket({
  seed: "crash",
  instruments: 4,
  from: "2021-06-01",
  to: "2023-08-31",
});
const codes = [...market.instruments.keys()];
/** Instruments that the desk begins with, and one that is added to it later. */
export const TRADED = codes.slice(0, 3);
export const NEW_INSTRUMENT = codes[3]!;
export const tradedMarket = {
  ...market,
  instruments: new Map([...market.instruments].filter(([code]) => TRADED.includes(code))),
};

export interface Floor extends AsyncDisposable {
  readonly desk: Desk;
  readonly broker: SimulatedBroker;
  readonly clock: FixedClock;
}

/** Opens the desk of a folder at a moment, in UTC. */
export async function openFloor(folder: string, now: string, driver?: SqliteDriver): Promise<Floor> {
  const clock = fixedClock(now);
  const told = join(folder, "broker.json");
  const broker = simulatedBroker({
    market,
    clock,
    cash: { USD: 5_000_000 },
    ...(existsSync(told) ? { state: JSON.parse(readFileSync(told, "utf8")) } : {}),
  });
  const remember = (): void => writeFileSync(told, JSON.stringify(broker.state()));
  remember();
  const file = join(folder, "desk.sqlite");
  const desk = await openDesk({
    storage: await openSqlite(driver === undefined ? file : { file, driver }),
    clock,
    broker: {
      ...broker,
      trades: {
        trade: async (trade, request) => {
          await broker.trades.trade(trade, request);
          remember();
        },
      },
    },
    log: captureLog(),
    mailer: { send: async () => undefined },
    config: configOf({
      timezone: "UTC",
      automation: "automatic",
      backtest_store_directory: join(folder, "backtests"),
      csv_backup_directory: join(folder, "backups"),
      echo_directory: join(folder, "echos"),
      strategy_list: Object.fromEntries(["slow", "fast"].map((name, place) => [name, strategy(place)])),
      strategy_capital_allocation: { strategy_weights: { slow: 60, fast: 40 } },
    }),
  });
  return { desk, broker, clock, [Symbol.asyncDispose]: () => desk.close() };
}

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
