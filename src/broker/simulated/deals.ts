import type { ContractKey } from "../../contracts/contractKey.js";
import type { ContangoError } from "../../errors/contangoError.js";
import type { CurrencyCode } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import type { Market } from "../../testing/market.js";
import { NOTIONAL_CLOSE } from "../../time/close.js";
import type { Zone } from "../../time/zone.js";
import type { Execution, TradeRequest } from "../broker.js";
import { brokerError } from "./brokerErrors.js";
import { expiryOf } from "./listedContracts.js";
import type { Moment } from "./requestGate.js";
import { instrumentIn, requireListed } from "./terms.js";
import { type BookState, tradeBook } from "./tradeBook.js";

/** A trade that was handed in. */
export interface AcceptedTrade extends TradeRequest {
  /** When: epoch milliseconds UTC. */
  readonly time: number;
}

/** Money brought, or below zero taken. */
export interface CashTransfer {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  readonly currency: CurrencyCode;
  readonly amount: number;
}

/** All that a simulated broker was told, as plain data: with the same market, script and clock it says the same again. */
export interface SimulatedBrokerState {
  readonly trades: readonly AcceptedTrade[];
  readonly transfers: readonly CashTransfer[];
}

export interface DealRules {
  readonly market: Market;
  readonly zone: Zone;
  readonly account: string;
  /** Milliseconds from a trade to its fill. */
  readonly fillLatency: number;
  /** What a trade costs besides the spread, in the instrument's currency. */
  commission(instrument: Instrument, quantity: number, price: number): number;
  lastPrice(key: ContractKey, wallTime: number): number;
}

/** Trades handed in, and cash moved. */
export interface Deals {
  /** @throws ContangoError `BROKER_NOT_FOUND`, `BROKER_REFUSED`. */
  trade(request: TradeRequest, moment: Moment): void;
  transfer(transfer: CashTransfer): void;
  /** What has been moved until an instant. */
  transfers(until: number): readonly CashTransfer[];
  book(now: number): BookState;
  state(): SimulatedBrokerState;
}

export function deals(rules: DealRules, before: SimulatedBrokerState): Deals {
  const { market, zone, account } = rules;
  const trades = new Map<string, AcceptedTrade>();
  const transfers = [...before.transfers];
  const book = tradeBook({
    account,
    zone,
    instrument: (code) => instrumentIn(market, code).instrument,
    expiry: ({ instrument, contract }) => expiryOf(instrumentIn(market, instrument), contract),
    price: rules.lastPrice,
  });
  const accept = (trade: AcceptedTrade): void => {
    book.add(fillOf(rules, trade));
    trades.set(trade.id, trade);
  };
  for (const trade of before.trades) accept(trade);

  return {
    trade: ({ id, instrument, contract, quantity, reference }, { now, wallTime }) => {
      const trade = { id, instrument, contract, quantity, reference, time: now };
      const known = trades.get(id);
      if (known !== undefined) {
        requireSame(known, trade);
        return;
      }
      if (!(Number.isSafeInteger(quantity) && quantity !== 0)) {
        throw refused(trade, `was of ${quantity} contracts; trade a whole number other than 0`);
      }
      requireListed(instrumentIn(market, instrument), { instrument, contract }, wallTime);
      accept(trade);
    },
    transfer: (transfer) => transfers.push(transfer),
    transfers: (until) => transfers.filter(({ time }) => time <= until),
    book: book.at,
    state: () => ({ trades: [...trades.values()], transfers: [...transfers] }),
  };
}

/** The fill of a trade: the last price then, and half the spread worse. */
function fillOf(rules: DealRules, trade: AcceptedTrade): Execution {
  const { id, instrument, contract, quantity, reference } = trade;
  const about = instrumentIn(rules.market, instrument);
  const time = trade.time + rules.fillLatency;
  const wallTime = rules.zone.wallTime(time);
  if (wallTime >= expiryOf(about, contract) + NOTIONAL_CLOSE)
    throw refused(trade, "comes after the last close");
  const last = rules.lastPrice({ instrument, contract }, wallTime);
  if (Number.isNaN(last)) throw refused(trade, "cannot be done: the contract has not traded yet");
  const { spreadCost, currency } = about.instrument;
  const half = Number.isNaN(spreadCost) ? 0 : spreadCost;
  const price = Number((last + Math.sign(quantity) * half).toPrecision(12));
  const commission = rules.commission(about.instrument, quantity, price);
  return {
    id: `${rules.account}-${id}`,
    account: rules.account,
    instrument,
    contract,
    quantity,
    price,
    time,
    commission,
    currency,
    ...(reference === "" ? {} : { reference }),
  };
}

function requireSame(known: AcceptedTrade, trade: AcceptedTrade): void {
  const names = ["instrument", "contract", "quantity", "reference"] as const;
  const other = names.find((name) => known[name] !== trade[name]);
  if (other === undefined) return;
  throw refused(trade, `has the id of another, with ${other} ${known[other]}; give each trade its own`);
}

function refused({ id, instrument, contract }: TradeRequest, why: string): ContangoError {
  return brokerError("BROKER_REFUSED", `trade "${id}" in ${instrument}/${contract} ${why}`, {
    instrument,
    contract,
  });
}
