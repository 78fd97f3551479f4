import type { ContractKey } from "../../contracts/contractKey.js";
import type { CurrencyCode } from "../../instruments/codes.js";
import type {
  AccountSource,
  AccountValue,
  Execution,
  ExecutionSource,
  PositionSource,
  TradeSource,
} from "../broker.js";
import { brokerError } from "./brokerErrors.js";
import type { Deals } from "./deals.js";
import type { RequestGate } from "./requestGate.js";
import type { BookState } from "./tradeBook.js";

export interface AccountRules {
  readonly account: string;
  readonly gate: RequestGate;
  readonly deals: Deals;
  /** What was in it at first. */
  readonly cash: ReadonlyMap<CurrencyCode, number>;
  readonly margin: number;
  /** Milliseconds. */
  readonly remembers: number;
  lastPrice(key: ContractKey, wallTime: number): number;
  isTold(execution: Execution): boolean;
}

export interface AccountParts {
  readonly account: AccountSource;
  readonly positions: PositionSource;
  readonly executions: ExecutionSource;
  readonly trades: TradeSource;
}

/** What belongs to the account: its worth, what it holds, what was done in it. */
export function simulatedAccount(rules: AccountRules): AccountParts {
  const { gate, deals, remembers } = rules;
  const own = (account: string | undefined): void => {
    if (account === undefined || account === rules.account) return;
    throw brokerError("BROKER_NOT_FOUND", `it has no account ${account}, only ${rules.account}`);
  };
  return {
    account: {
      accountValues: (account, request) =>
        gate.ask("accountValues", {}, request, ({ now, wallTime }) => {
          own(account);
          return { time: now, values: valuesOf(rules, now, wallTime) };
        }),
    },
    positions: {
      positions: (account, request) =>
        gate.ask("positions", {}, request, ({ now }) => {
          own(account);
          return { time: now, positions: positionsOf(rules.account, deals.book(now)) };
        }),
    },
    executions: {
      executions: (since, request) =>
        gate.ask("executions", {}, request, ({ now }) =>
          executionsSince(deals.book(now).executions, Math.max(since, now - remembers)).filter(rules.isTold),
        ),
    },
    trades: {
      trade: (trade, request) => {
        const { instrument, contract } = trade;
        return gate.ask("trade", { instrument, contract }, request, (moment) => deals.trade(trade, moment));
      },
    },
  };
}

/** Cash, closed profit, and open profit at last prices, by currency. */
function valuesOf(
  { account, cash, margin, deals, lastPrice }: AccountRules,
  now: number,
  wallTime: number,
): AccountValue[] {
  const worth = new Map<CurrencyCode, number>(cash);
  const bound = new Map<CurrencyCode, number>();
  const add = (to: Map<CurrencyCode, number>, currency: CurrencyCode, amount: number): void => {
    to.set(currency, (to.get(currency) ?? 0) + amount);
  };
  for (const { currency, amount } of deals.transfers(now)) add(worth, currency, amount);
  const { held, realised } = deals.book(now);
  for (const [currency, amount] of realised) add(worth, currency, amount);
  for (const position of held.values()) {
    const { currency, pointSize } = position.instrumentOf;
    const value = position.quantity * lastPrice(position, wallTime);
    add(worth, currency, (value - position.cost) * pointSize);
    add(bound, currency, Math.abs(value) * pointSize * margin);
  }
  return [...worth.keys()].sort().map((currency) => {
    const netLiquidation = toCents(worth.get(currency)!);
    const excessLiquidity = toCents(netLiquidation - (bound.get(currency) ?? 0));
    return { account, currency, netLiquidation, excessLiquidity };
  });
}

const toCents = (amount: number): number => Math.round(amount * 100) / 100;

function positionsOf(
  account: string,
  { held }: BookState,
): { account: string; instrument: string; contract: string; position: number }[] {
  return [...held.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { instrument, contract, quantity }]) => ({ account, instrument, contract, position: quantity }));
}

/** Those at or after an instant, without those before it being looked at. */
function executionsSince(executions: readonly Execution[], since: number): Execution[] {
  let first = executions.length;
  while (first > 0 && executions[first - 1]!.time >= since) first--;
  return executions.slice(first);
}
