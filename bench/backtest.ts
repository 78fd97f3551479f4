import type { BacktestConfig } from "../src/backtest/config/backtestConfig.js";
import type { BacktestData, InstrumentData } from "../src/backtest/data.js";
import { breakout } from "../src/backtest/rules/breakout.js";
import { carry } from "../src/backtest/rules/carry.js";
import { ewmac } from "../src/backtest/rules/ewmac.js";
import { classicSystem } from "../src/backtest/system/classicSystem.js";
import { runBacktest } from "../src/backtest/system/runBacktest.js";
import { instrument } from "../src/instruments/instrument.js";
import { floatColumn, stringColumn } from "../src/series/column.js";
import { Frame } from "../src/series/frame.js";
import { Series } from "../src/series/series.js";
import { randomStream } from "../src/testing/randomStream.js";
import { DAY, HOUR, weekday } from "../src/time/civil.js";
import { backtestData } from "../test/support/backtestData.js";
import { goldenSystem } from "../test/support/chapter15.js";
import { type BenchRow, medianMilliseconds } from "./bench.js";

const YEARS = 40;

/** Closes of business days over forty years. */
function closes(): Float64Array {
  const times: number[] = [];
  for (let day = 0; times.length < YEARS * 261; day++)
    if (weekday(day) < 5) times.push(day * DAY + 23 * HOUR);
  return Float64Array.from(times);
}

/** Random walks with a carry contract beside them, rolled each quarter. */
function market(size: number): BacktestData {
  const time = closes();
  const instruments = new Map<string, InstrumentData>();
  const labels = Array.from({ length: YEARS * 4 + 2 }, (_, quarter) => {
    const month = (quarter % 4) * 3 + 3;
    return `${1970 + Math.floor(quarter / 4)}${String(month).padStart(2, "0")}00`;
  });
  const contracts = (ahead: number) =>
    stringColumn(
      Array.from(time, (_, row) => labels[Math.min(Math.floor(row / 65.25) + ahead, labels.length - 1)]),
    );
  const [held, next] = [contracts(0), contracts(1)];
  for (let at = 0; at < size; at++) {
    const random = randomStream(`bench/${at}`);
    const code = `M${String(at).padStart(3, "0")}`;
    let level = 100;
    const price = Float64Array.from(time, () => (level += random.normal()));
    const carried = price.map((value) => value + 0.5 * random.normal());
    instruments.set(code, {
      instrument: instrument({
        code,
        pointSize: 100,
        currency: "USD",
        assetClass: `class${at % 8}`,
        spreadCost: 0.01,
        commission: { perBlock: 2 },
      }),
      adjustedPrice: new Series(time, price, "price"),
      multiplePrices: new Frame(time, {
        CARRY: floatColumn(carried),
        CARRY_CONTRACT: next,
        PRICE: floatColumn(price),
        PRICE_CONTRACT: held,
        FORWARD: floatColumn(carried),
        FORWARD_CONTRACT: next,
      }),
      rollsPerYear: 4,
    });
  }
  return { instruments, fxPrices: new Map() };
}

/** Thirty variations of three rules. */
function thirtyRules(): BacktestConfig {
  const rules: [string, object][] = [];
  for (let at = 0; at < 14; at++) {
    const fast = Math.round(2 * 1.35 ** at);
    rules.push([
      `ewmac${fast}_${at}`,
      { function: ewmac, other_args: { fast, slow: 4 * fast }, forecast_scalar: 5 },
    ]);
  }
  for (let at = 0; at < 10; at++) {
    const lookback = 10 + 32 * at;
    rules.push([`breakout${lookback}`, { function: breakout, other_args: { lookback } }]);
  }
  for (let at = 0; at < 6; at++) {
    const smoothDays = 5 + 25 * at;
    rules.push([`carry${smoothDays}`, { function: carry, other_args: { smoothDays }, forecast_scalar: 30 }]);
  }
  return {
    trading_rules: Object.fromEntries(rules) as BacktestConfig["trading_rules"],
    forecast_div_multiplier: 1.5,
    instrument_div_multiplier: 2.5,
    notional_trading_capital: 50_000_000,
  };
}

/** The whole backtest: the chapter-15 system on real prices, and generated universes of growing size. */
export async function bench(): Promise<BenchRow[]> {
  const { expected, config } = goldenSystem("system_chapter15.json");
  const data = backtestData(Object.keys(expected.instruments));
  const rows: BenchRow[] = [
    {
      what: "chapter-15 system, 6 instruments, to positions, buffers and P&L, median of 10",
      value: medianMilliseconds(() => runBacktest(classicSystem(data, config)), 10),
      unit: "ms",
      bound: "<= 150 ms",
      peer: `pysystemtrade ${expected.seconds.toFixed(1)} s (every intermediate series)`,
    },
  ];
  for (const size of [25, 50, 100, 200]) {
    const universe = market(size);
    globalThis.gc?.();
    const start = performance.now();
    const { portfolio } = runBacktest(classicSystem(universe, thirtyRules()));
    const seconds = (performance.now() - start) / 1000;
    rows.push({
      what: `${size} instruments × 30 rules, ${YEARS} years daily, to positions, buffers and P&L (${portfolio.members.size})`,
      value: seconds,
      unit: "s",
      ...(size === 200
        ? { bound: "<= 10 s", peer: "pysystemtrade 193 s for 193 instruments, fewer rules" }
        : {}),
    });
  }
  const peak = process.resourceUsage().maxRSS / 1024;
  return [
    ...rows,
    { what: "peak memory of the process after them", value: peak, unit: "MB", bound: "<= 600 MB" },
  ];
}
