import { costOfTrade } from "../../backtest/accounts/costOfTrade.js";
import type { CurrencyCode } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import type { Market } from "../../testing/market.js";
import { refuse } from "../../testing/marketRefusal.js";
import { UTC, type Zone } from "../../time/zone.js";
import type { Broker } from "../broker.js";
import { simulatedAccount } from "./account.js";
import type { BrokerFault } from "./brokerFault.js";
import { deals, type SimulatedBrokerState } from "./deals.js";
import { faultScript } from "./faultScript.js";
import { lastPrices } from "./lastPrice.js";
import { simulatedFx, simulatedPrices } from "./prices.js";
import { requestGate } from "./requestGate.js";
import type { RequestCounts } from "./requestKinds.js";
import { simulatedContracts } from "./terms.js";

export interface SimulatedBrokerOptions {
  readonly market: Market;
  /** Its time is all that moves the broker on: epoch milliseconds UTC. */
  readonly clock: { now(): number };
  /** Whose wall time the market's bars carry (default UTC). */
  readonly zone?: Zone;
  /** Default "SIM1". */
  readonly account?: string;
  /** What is in the account at first, by currency. */
  readonly cash: Readonly<Record<CurrencyCode, number>>;
  /** What goes wrong (default nothing). */
  readonly faults?: readonly BrokerFault[];
  /** Milliseconds from a trade to its fill (default 0). */
  readonly fillLatency?: number;
  /** What a trade costs besides the spread, in the instrument's currency (default: as the instrument says). */
  readonly commission?: (instrument: Instrument, quantity: number, price: number) => number;
  /** Share of a position's value that is held back as margin (default 0.05). */
  readonly margin?: number;
  /** How far back bars go: "usual" is a year of daily and a month of hourly ones (default), "all" has no end. */
  readonly history?: "usual" | "all";
  /** True (the default): today's daily bar shows from the end of its first hour, stamped with today's 23:00. */
  readonly partialBars?: boolean;
  /** How long executions are remembered, in milliseconds (default for ever). */
  readonly remembers?: number;
  /** What another one was told before: its `state()`. */
  readonly state?: SimulatedBrokerState;
}

/** A broker over a made-up market. */
export interface SimulatedBroker extends Required<Broker> {
  /** Brings money now. @throws ContangoError `MARKET_PARAMETER` unless the amount is above zero. */
  deposit(amount: number, currency: CurrencyCode): void;
  /** Takes money now. @throws ContangoError `MARKET_PARAMETER` unless the amount is above zero. */
  withdraw(amount: number, currency: CurrencyCode): void;
  /** How often each thing was asked. */
  requests(): RequestCounts;
  /** All that it was told, to go on from in another process. */
  state(): SimulatedBrokerState;
}

/**
 * A broker over a market from `generateMarket` or `continueMarket`. What it answers depends on its clock, the trades and money it
 * was given, and the fault script, on nothing else: nothing has to be advanced, and the same question at the same time has
 * the same answer. Trades are filled at the last price and half the spread; positions are marked to the last price; a
 * contract that is still held at its last close is settled there, as an execution without a reference.
 *
 * @throws ContangoError `MARKET_PARAMETER` for options or faults that cannot be; `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * const clock = fixedClock("2019-06-03 20:30");
 * const broker = simulatedBroker({ market: generateMarket({ seed: 1 }), clock, cash: { USD: 1_000_000 } });
 * await broker.prices.contractPrices({ instrument: "BOND", contract: "20190900" }, "Day");
 */
export function simulatedBroker(options: SimulatedBrokerOptions): SimulatedBroker {
  checkOptions(options);
  const { market, clock, zone = UTC, account = "SIM1", history = "usual", partialBars = true } = options;
  const script = faultScript(market, options.faults ?? []);
  const gate = requestGate(clock, zone, script);
  const lastPrice = lastPrices(market, script);
  const book = deals(
    {
      market,
      zone,
      account,
      fillLatency: options.fillLatency ?? 0,
      commission: options.commission ?? usualCommission,
      lastPrice,
    },
    options.state ?? { trades: [], transfers: [] },
  );
  const reach = history === "all" ? Number.POSITIVE_INFINITY : undefined;
  const prices = { market, script, gate, daily: reach ?? YEAR, hourly: reach ?? MONTH, partialBars };
  const transfer = (amount: number, currency: CurrencyCode): void => {
    checkCash(currency, amount);
    book.transfer({ time: clock.now(), currency, amount });
  };
  return {
    name: NAME,
    fx: simulatedFx(NAME, prices),
    prices: simulatedPrices(NAME, prices),
    contracts: simulatedContracts(market, script, gate),
    ...simulatedAccount({
      account,
      gate,
      deals: book,
      cash: new Map(Object.entries(options.cash)),
      margin: options.margin ?? 0.05,
      remembers: options.remembers ?? Number.POSITIVE_INFINITY,
      lastPrice,
      isTold: (execution) => !script.isLost(execution, zone.wallTime(execution.time)),
    }),
    deposit: (amount, currency) => transfer(positive(amount), currency),
    withdraw: (amount, currency) => transfer(-positive(amount), currency),
    requests: gate.counts,
    state: book.state,
    [Symbol.asyncDispose]: async () => gate.close(),
  };
}

const NAME = "simulated";
/** Days of bars that a question gets: a year of daily ones, a month of hourly ones. */
const YEAR = 365;
const MONTH = 31;

const usualCommission = (instrument: Instrument, quantity: number, price: number): number =>
  costOfTrade({ ...instrument, quantity, price, slippage: false });

function checkOptions(options: SimulatedBrokerOptions): void {
  const { fillLatency = 0, margin = 0, remembers = 1, market, clock, cash } = options;
  if (typeof clock?.now !== "function") {
    throw refuse("there is no clock; give the desk's, or { now: Date.now }, as { clock }");
  }
  if (!(market?.instruments instanceof Map)) {
    throw refuse("there is no market; give one of generateMarket or continueMarket as { market }");
  }
  if (typeof cash !== "object" || cash === null) {
    throw refuse("there is no cash; give what is in the account, as { cash: { USD: 1_000_000 } }");
  }
  for (const [currency, amount] of Object.entries(cash)) checkCash(currency, amount);
  if (!(fillLatency >= 0 && fillLatency < Number.POSITIVE_INFINITY)) {
    throw refuse(`a fill was to take ${fillLatency} milliseconds; give zero or more`);
  }
  if (!(margin >= 0 && margin <= 1)) throw refuse(`the margin was ${margin}; give a number from 0 to 1`);
  if (!(remembers > 0)) {
    throw refuse(`executions were to be remembered for ${remembers} milliseconds; give more than zero`);
  }
}

function checkCash(currency: CurrencyCode, amount: number): void {
  if (!/^[A-Z]{3}$/.test(currency))
    throw refuse(`"${currency}" is not a currency; write three capital letters`);
  if (!Number.isFinite(amount)) throw refuse(`the cash in ${currency} was ${amount}; give a finite number`);
}

function positive(amount: number): number {
  if (amount > 0) return amount;
  throw refuse(`the amount was ${amount}; give one above zero`);
}
