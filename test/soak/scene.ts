import type { BrokerFault } from "../../src/broker/simulated/brokerFault.js";
import { FAULT_KINDS } from "../../src/broker/simulated/faultKinds.js";
import { randomFaults } from "../../src/broker/simulated/randomFaults.js";
import type { ConfigValues } from "../../src/config/configValues.js";
import { generateMarket, type Market } from "../../src/testing/market.js";
import type { MarketInstrumentInput } from "../../src/testing/marketInstruments.js";
import { someInstruments } from "../../src/testing/marketUsualInstruments.js";
import { DAY, weekday } from "../../src/time/civil.js";
import { formatDay, toTime } from "../../src/time/text.js";

/** The strategy whose trades the program sends, and the one whose trades a person does and records. */
export const [AUTOMATIC, BY_HAND] = ["trend", "carry"];
export const ZONE = "Europe/London";
export const CASH = { USD: 40_000_000, EUR: 6_000_000, GBP: 2_000_000 };

const INSTRUMENTS = 40;
const CURRENCIES = ["USD", "EUR", "GBP", "JPY"];
const REGIONS = ["US", "EMEA", "ASIA", ""];
const HISTORY = "2021-01-01";
const FIRST_DAY = "2022-01-03";
const LAST_PRICE = "2023-06-30";
const FIRST_FAULT = 5;
const FAULTS_PER_DAY = 0.7;
/** On every so many-th day the clock stands still and each process is run twice. */
export const STILL_EVERY = 25;
/** Nothing new goes wrong in so many days before the last, so that everything can be put right. */
export const QUIET_DAYS = 10;

/** Everything that a soak goes by; all of it follows from the seed. */
export interface Scene {
  readonly seed: string;
  readonly market: Market;
  readonly faults: readonly BrokerFault[];
  /** Midnights of the trading days, wall time. */
  readonly days: readonly number[];
  readonly config: Partial<ConfigValues>;
  /** Instruments of each strategy. */
  readonly traded: Readonly<Record<string, readonly string[]>>;
}

/** @param folder where backtests and backups are kept. */
export function sceneOf(seed: string, dayCount: number, folder: string): Scene {
  const market = generateMarket({
    seed,
    instruments: someInstruments(INSTRUMENTS).map(ofTheWorld),
    from: HISTORY,
    to: LAST_PRICE,
    holidays: 8,
  });
  const days = businessDays(toTime(FIRST_DAY), dayCount);
  const codes = [...market.instruments.keys()];
  const traded = {
    [AUTOMATIC!]: codes.filter((_, place) => place % 8 !== 0),
    [BY_HAND!]: codes.filter((_, place) => place % 2 === 0),
  };
  return { seed, market, days, traded, faults: faultsOf(seed, market, days), config: config(traded, folder) };
}

/** The usual kinds of instruments in several currencies and regions. */
function ofTheWorld(input: MarketInstrumentInput, place: number): MarketInstrumentInput {
  const currency = CURRENCIES[Math.floor(place / 3) % CURRENCIES.length]!;
  const pointSize = (input.pointSize ?? 1) * (currency === "JPY" ? 100 : 1);
  return { ...input, currency, pointSize, region: REGIONS[place % REGIONS.length]! };
}

function businessDays(first: number, count: number): number[] {
  const days: number[] = [];
  for (let day = first / DAY; days.length < count; day++) if (weekday(day) < 5) days.push(day * DAY);
  return days;
}

/** True for a day, by its place, on which the clock stands still. */
export const isStill = (place: number): boolean => place % STILL_EVERY === STILL_EVERY - 1;

/** Faults of every kind, wrong FX rates, and answers to trades that are lost after the trade was done. */
function faultsOf(seed: string, market: Market, days: readonly number[]): readonly BrokerFault[] {
  const ofDays = (first: number, every: number, fault: (day: string, number: number) => BrokerFault) =>
    days
      .slice(0, -QUIET_DAYS)
      .filter((_, place) => place % every === first)
      .map((day, number) => fault(formatDay(day / DAY), number));
  const pairs = [...market.fx.keys()];
  const wrongRate = (from: string, number: number): BrokerFault => {
    const pair = pairs[number % pairs.length]!;
    if (number % 4 === 1) return { kind: "missing", from, pair };
    if (number % 4 === 2) return { kind: "late", from, pair, days: 2 };
    return { kind: "spike", from, pair, factor: 1.5, ...(number % 4 === 0 ? {} : { correctedAfter: 2 }) };
  };
  const drawn = randomFaults({
    seed,
    market,
    from: days[FIRST_FAULT]!,
    to: days.at(-QUIET_DAYS - 1)!,
    ratePerDay: FAULTS_PER_DAY,
    kinds: FAULT_KINDS,
  });
  return [
    // Which question a pacing fault refuses depends on how many were asked before: the same day twice is not the same then.
    ...drawn.filter(({ kind, from }) => kind !== "pacing" || !isStill(days.indexOf(toTime(from)))),
    ...ofDays(12, 23, wrongRate),
    ...ofDays(17, 30, (from) => ({ kind: "disconnected", answerLost: true, requests: ["trade"], from })),
  ];
}

function config(traded: Scene["traded"], folder: string): Partial<ConfigValues> {
  const rule = (name: string, scalar: number, args: object) => ({
    function: name,
    other_args: args,
    forecast_scalar: scalar,
  });
  const rules = {
    [AUTOMATIC!]: {
      ewmac8: rule("ewmac", 5.3, { Lfast: 8, Lslow: 32 }),
      ewmac16: rule("ewmac", 3.75, { Lfast: 16, Lslow: 64 }),
    },
    [BY_HAND!]: { carry: rule("carry", 20, { smooth_days: 30 }) },
  };
  const strategies = Object.entries(traded).map(([name, instruments]) => [
    name,
    {
      automation: name === AUTOMATIC ? "automatic" : "manual",
      overnight_launcher: {
        function: "runClassicSystem",
        backtest_state: "positions",
        config: { instruments, trading_rules: rules[name] },
      },
    },
  ]);
  return {
    timezone: ZONE,
    strategy_list: Object.fromEntries(strategies),
    strategy_capital_allocation: { strategy_weights: { [AUTOMATIC!]: 60, [BY_HAND!]: 40 } },
    backtest_store_directory: `${folder}/backtests`,
    csv_backup_directory: `${folder}/backup`,
    snapshot_directory: `${folder}/snapshots`,
    echo_directory: `${folder}/echos`,
  };
}
