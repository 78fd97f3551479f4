import { ContangoError } from "../errors/contangoError.js";
import type { Broker, BrokerRequest, ContractPriceSource, FxPriceSource } from "./broker.js";

/** Asks a question with a signal that also aborts when time is up. */
type Ask = <Answer>(
  question: string,
  request: BrokerRequest | undefined,
  ask: (signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>;

/**
 * A broker of which each question ends with a retryable `BROKER_DISCONNECTED` where it is not answered in time, so that no
 * process waits for ever. A trade that is not answered may have been taken all the same.
 *
 * @param milliseconds of the machine's own time, whatever the desk's clock says.
 */
export function brokerWithTimeOut(broker: Broker, milliseconds: number): Broker {
  const { name, fx, contracts, prices, account, positions, executions, trades } = broker;
  const ask = askWithin(name, milliseconds);
  return {
    name,
    ...(fx && { fx: fxSourceWithTimeOut(fx, milliseconds) }),
    ...(prices && { prices: priceSourceWithTimeOut(prices, milliseconds) }),
    ...(contracts && {
      contracts: {
        contracts: (code, request) =>
          ask(`contracts of ${code}`, request, (signal) => contracts.contracts(code, { signal })),
        expiry: (key, request) =>
          ask(`the expiry of ${key.instrument}/${key.contract}`, request, (signal) =>
            contracts.expiry(key, { signal }),
          ),
        pointSize: (code, request) =>
          ask(`the point size of ${code}`, request, (signal) => contracts.pointSize(code, { signal })),
      },
    }),
    ...(account && {
      account: {
        accountValues: (of, request) =>
          ask("account values", request, (signal) => account.accountValues(of, { signal })),
      },
    }),
    ...(positions && {
      positions: {
        positions: (of, request) =>
          ask("positions", request, (signal) => positions.positions(of, { signal })),
      },
    }),
    ...(executions && {
      executions: {
        executions: (since, request) =>
          ask("executions", request, (signal) => executions.executions(since, { signal })),
      },
    }),
    ...(trades && {
      trades: {
        trade: (trade, request) =>
          ask(`trade ${trade.id}`, request, (signal) => trades.trade(trade, { signal })),
      },
    }),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

/** As {@link brokerWithTimeOut}. */
export function fxSourceWithTimeOut(source: FxPriceSource, milliseconds: number): FxPriceSource {
  const ask = askWithin(source.name, milliseconds);
  return {
    name: source.name,
    fxPairs: (request) => ask("FX pairs", request, (signal) => source.fxPairs({ signal })),
    fxPrices: (pair, request) =>
      ask(`rates of ${pair}`, request, (signal) => source.fxPrices(pair, { ...request, signal })),
  };
}

/** As {@link brokerWithTimeOut}. */
export function priceSourceWithTimeOut(
  source: ContractPriceSource,
  milliseconds: number,
): ContractPriceSource {
  const ask = askWithin(source.name, milliseconds);
  return {
    name: source.name,
    contractPrices: (key, frequency, request) =>
      ask(`${frequency} bars of ${key.instrument}/${key.contract}`, request, (signal) =>
        source.contractPrices(key, frequency, { ...request, signal }),
      ),
  };
}

/** One that does not heed the signal is no longer waited for when time is up; until then it may finish what it began. */
function askWithin(name: string, milliseconds: number): Ask {
  return async (question, request, ask) => {
    const end = new AbortController();
    const outer = request?.signal;
    const forward = (): void => end.abort(outer?.reason);
    if (outer?.aborted === true) forward();
    else outer?.addEventListener("abort", forward, { once: true });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeIsUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = notAnswered(name, question, milliseconds);
        reject(error);
        end.abort(error);
      }, milliseconds);
    });
    try {
      return await Promise.race([ask(end.signal), timeIsUp]);
    } finally {
      clearTimeout(timer);
      outer?.removeEventListener("abort", forward);
    }
  };
}

function notAnswered(name: string, question: string, milliseconds: number): ContangoError {
  const minutes = milliseconds / 60_000;
  return new ContangoError(
    "BROKER_DISCONNECTED",
    "broker",
    `${name} did not answer in ${minutes} ${minutes === 1 ? "minute" : "minutes"} (broker_timeout_minutes) when asked for ${question}; see whether its gateway is up`,
    { retryable: true, details: { source: name, question } },
  );
}
