import type { ContractKey } from "../../contracts/contractKey.js";
import type { CurrencyCode, InstrumentCode } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import { NOTIONAL_CLOSE } from "../../time/close.js";
import type { Zone } from "../../time/zone.js";
import type { Execution } from "../broker.js";

/** A contract that is held. */
export interface Held extends ContractKey {
  readonly instrumentOf: Instrument;
  /** Below zero for short; never zero. */
  readonly quantity: number;
  /** What was paid for it: quantities times prices, added up. */
  readonly cost: number;
  /** The instant of its last close. */
  readonly lastClose: number;
}

/** What has been done until some moment. */
export interface BookState {
  /** In order of time. */
  readonly executions: readonly Execution[];
  /** By contract key. */
  readonly held: ReadonlyMap<string, Held>;
  /** Profit of positions that were closed, net of all commissions, by currency. */
  readonly realised: ReadonlyMap<CurrencyCode, number>;
}

/** Trades done, and what came of them. */
export interface TradeBook {
  add(execution: Execution): void;
  /** As of an instant. A contract held over its last close is settled at it: an execution without a reference. */
  at(instant: number): BookState;
}

export interface TradeBookOptions {
  readonly account: string;
  readonly zone: Zone;
  instrument(code: InstrumentCode): Instrument;
  /** Midnight of the last day of trading, wall time. */
  expiry(key: ContractKey): number;
  price(key: ContractKey, wallTime: number): number;
}

export function tradeBook(options: TradeBookOptions): TradeBook {
  const trades: Execution[] = [];
  let state = newState();
  let [applied, through] = [0, Number.NEGATIVE_INFINITY];

  const lastClose = (key: ContractKey): number => options.zone.instant(options.expiry(key) + NOTIONAL_CLOSE);

  /** Settles what expired until an instant, the earliest first. */
  const settle = (until: number): void => {
    const expired: Held[] = [];
    for (const held of state.held.values()) if (held.lastClose <= until) expired.push(held);
    for (const held of expired.sort((a, b) => a.lastClose - b.lastClose)) {
      const { instrument, contract, instrumentOf, lastClose: time } = held;
      apply(state, instrumentOf, time, {
        id: `${options.account}-expiry-${instrument}-${contract}`,
        account: options.account,
        instrument,
        contract,
        quantity: -held.quantity,
        price: options.price(held, options.zone.wallTime(time)),
        time,
        commission: 0,
        currency: instrumentOf.currency,
      });
    }
  };

  return {
    add: (execution) => {
      let at = trades.length;
      while (at > 0 && trades[at - 1]!.time > execution.time) at--;
      trades.splice(at, 0, execution);
      if (execution.time < through) [state, applied, through] = [newState(), 0, Number.NEGATIVE_INFINITY];
    },
    at: (instant) => {
      if (instant < through) [state, applied] = [newState(), 0];
      for (; applied < trades.length && trades[applied]!.time <= instant; applied++) {
        const trade = trades[applied]!;
        settle(trade.time);
        apply(state, options.instrument(trade.instrument), lastClose(trade), trade);
      }
      settle(instant);
      through = instant;
      return state;
    },
  };
}

interface MutableState {
  readonly executions: Execution[];
  readonly held: Map<string, Held>;
  readonly realised: Map<CurrencyCode, number>;
}

const newState = (): MutableState => ({ executions: [], held: new Map(), realised: new Map() });

function apply(state: MutableState, instrumentOf: Instrument, lastClose: number, execution: Execution): void {
  const { instrument, contract, price } = execution;
  const { currency, pointSize } = instrumentOf;
  const key = `${instrument}/${contract}`;
  const before = state.held.get(key);
  const quantity = (before?.quantity ?? 0) + execution.quantity;
  const cost = (before?.cost ?? 0) + execution.quantity * price;
  let gained = -(execution.commission ?? 0);
  if (quantity === 0) {
    gained -= cost * pointSize;
    state.held.delete(key);
  } else {
    state.held.set(key, { instrument, contract, instrumentOf, quantity, cost, lastClose });
  }
  state.realised.set(currency, (state.realised.get(currency) ?? 0) + gained);
  state.executions.push(execution);
}
