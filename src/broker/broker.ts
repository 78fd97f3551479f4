import type { ContractId } from "../contracts/contractId.js";
import type { ContractKey } from "../contracts/contractKey.js";
import type { CurrencyCode, FxPair, InstrumentCode } from "../instruments/codes.js";
import type { Frame } from "../series/frame.js";
import type { Series } from "../series/series.js";

/**
 * What every question to a broker or price source may end with, so that what is not known is never taken for nothing:
 * ContangoError `BROKER_DISCONNECTED` (retryable), `BROKER_PACING` (retryable), `BROKER_NOT_FOUND` (it does not know the
 * contract, pair or instrument), `BROKER_PERMISSION`, `BROKER_ANSWER` (it makes no sense). An empty answer means that there
 * is nothing.
 */
export interface BrokerRequest {
  readonly signal?: AbortSignal;
}

/** Which bars to ask for. */
export interface PriceRequest extends BrokerRequest {
  /** Wall time: only bars at or after it are wanted; more may come. */
  readonly from?: number;
}

/** Daily bars at 23:00 of their day, or hourly ones at their end. */
export type BarFrequency = "Day" | "Hour";

/** Spot rates. */
export interface FxPriceSource {
  readonly name: string;
  /** Pairs that it has, `GBPUSD`. */
  fxPairs(request?: BrokerRequest): Promise<readonly FxPair[]>;
  /** Dollars for one unit of the first currency, in wall time. */
  fxPrices(pair: FxPair, request?: PriceRequest): Promise<Series>;
}

/** Prices of single contracts. */
export interface ContractPriceSource {
  readonly name: string;
  /** Bars OPEN, HIGH, LOW, FINAL, VOLUME in wall time; none where the contract has no bars. */
  contractPrices(key: ContractKey, frequency: BarFrequency, request?: PriceRequest): Promise<Frame>;
}

/** What trades. */
export interface ContractSource {
  /** Contracts that can be traded now, in order of expiry. */
  contracts(instrument: InstrumentCode, request?: BrokerRequest): Promise<readonly ContractId[]>;
  /** Midnight of the last day of trading; `BROKER_NOT_FOUND` for a contract that the broker does not list. */
  expiry(key: ContractKey, request?: BrokerRequest): Promise<number>;
  /** Value of a price change of 1.0 in one contract, in the instrument's currency, to check configuration against. */
  pointSize(instrument: InstrumentCode, request?: BrokerRequest): Promise<number>;
}

/** What an account is worth in one currency. */
export interface AccountValue {
  readonly account: string;
  readonly currency: CurrencyCode;
  /** Net liquidation value of what is held in this currency: cash and open profit. */
  readonly netLiquidation: number;
  /** What could be withdrawn without a margin call; undefined where the broker does not say. */
  readonly excessLiquidity?: number;
}

/** Account values as of one moment. */
export interface AccountSnapshot {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  readonly values: readonly AccountValue[];
}

export interface AccountSource {
  /** @param account only this one; without it, all that the login sees. */
  accountValues(account?: string, request?: BrokerRequest): Promise<AccountSnapshot>;
}

/** Contracts held in an account. */
export interface BrokerPosition extends ContractKey {
  readonly account: string;
  /** Below zero for short; never zero. */
  readonly position: number;
}

export interface PositionSource {
  positions(
    account?: string,
    request?: BrokerRequest,
  ): Promise<{
    /** Epoch milliseconds UTC. */
    readonly time: number;
    readonly positions: readonly BrokerPosition[];
  }>;
}

/** A trade that the broker has done. */
export interface Execution extends ContractKey {
  /** The broker's own id: the same execution comes with the same id, however often it is asked for. */
  readonly id: string;
  readonly account: string;
  /** Contracts bought, below zero for sold. */
  readonly quantity: number;
  readonly price: number;
  /** Epoch milliseconds UTC. */
  readonly time: number;
  /** In `currency`; undefined while the broker has not said it. */
  readonly commission?: number;
  readonly currency: CurrencyCode;
  /** What the order was labelled with: by convention the strategy that wanted it. */
  readonly reference?: string;
}

export interface ExecutionSource {
  /** @param since epoch milliseconds UTC; a broker may forget executions after about a day. */
  executions(since: number, request?: BrokerRequest): Promise<readonly Execution[]>;
}

/** A trade to be done at the market, and the label it is to carry. */
export interface TradeRequest extends ContractKey {
  /** Made by who asks: the same id is done once, however often it is sent. */
  readonly id: string;
  readonly quantity: number;
  readonly reference: string;
}

export interface TradeSource {
  /** Hands the trade in; what came of it shows in the executions. */
  trade(trade: TradeRequest, request?: BrokerRequest): Promise<void>;
}

/**
 * A broker, in parts: what it does not offer is left out, and the work that needs it is done by hand or from elsewhere.
 */
export interface Broker extends AsyncDisposable {
  readonly name: string;
  readonly fx?: FxPriceSource;
  readonly contracts?: ContractSource;
  readonly prices?: ContractPriceSource;
  readonly account?: AccountSource;
  readonly positions?: PositionSource;
  readonly executions?: ExecutionSource;
  readonly trades?: TradeSource;
}
