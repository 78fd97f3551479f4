import type { Broker, BrokerPosition, Execution, TradeRequest } from "../../../src/broker/broker.js";
import type { ConfigValues } from "../../../src/config/configValues.js";
import { rollParameters } from "../../../src/contracts/rollParameters.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { instrument } from "../../../src/instruments/instrument.js";
import type { OptimalPosition } from "../../../src/positions/optimalPosition.js";
import { optimalPositionFrame } from "../../../src/positions/optimalPositionFrame.js";
import { frame } from "../../../src/series/construct.js";
import { COLLECTIONS, LIBRARIES } from "../../../src/storage/libraries.js";
import type { Storage } from "../../../src/storage/storage.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { formatTime, toTime } from "../../../src/time/text.js";

/** Contracts that the books know, and when they expire. */
const CONTRACTS = [
  ["CORN", "20240700", "2024-07-12"],
  ["CORN", "20241200", "2024-12-13"],
  ["GOLD", "20240600", "2024-06-26"],
] as const;

/** A desk of two instruments and the strategies `trend` and `carry`. */
export async function fillDesk(
  config: Partial<ConfigValues> = {},
  options: Omit<TestDeskOptions, "config"> = {},
): Promise<TestDesk> {
  const desk = await testDesk({
    now: "2024-03-28 20:00",
    config: { strategy_list: { trend: {}, carry: {} }, ...config },
    ...options,
  });
  for (const code of ["CORN", "GOLD"]) {
    const terms = { code, pointSize: 50, currency: "USD", assetClass: "Ags" };
    await desk.data.instruments.write(code, instrument(terms));
    await desk.data.rollParameters.write(
      code,
      rollParameters({ holdCycle: "Z", pricedCycle: "HKNUZ", approximateExpiryOffset: 10 }),
    );
  }
  for (const [code, contract, expiry] of CONTRACTS) {
    const known = { instrument: code, contract, expiry: toTime(expiry), sampling: true };
    await desk.data.contracts.write(`${code}/${contract}`, known);
  }
  return desk;
}

/** Adds an optimal position to the history of a strategy. */
export async function want(
  desk: TestDesk,
  strategy: string,
  code: string,
  position: OptimalPosition | number,
  time: string | number = desk.now(),
): Promise<void> {
  const optimal = typeof position === "number" ? ({ kind: "simple", position } as const) : position;
  await desk.data.optimalPositions.append(
    { strategy, instrument: code },
    optimalPositionFrame(time, optimal),
  );
}

/** Multiple prices of CORN in which July is held and December is next, 6 dearer. */
export async function pricesOfCorn(desk: TestDesk): Promise<void> {
  const days = ["2024-03-27 23:00", "2024-03-28 23:00"];
  const prices = {
    CARRY: [400, 401],
    CARRY_CONTRACT: ["20240500", "20240500"],
    PRICE: [430, 432],
    PRICE_CONTRACT: ["20240700", "20240700"],
    FORWARD: [436, Number.NaN],
    FORWARD_CONTRACT: ["20241200", "20241200"],
  };
  await desk.data.multiplePrices.write("CORN", frame(days, prices));
}

/** Everything about fills and positions that is stored, as plain data. */
export async function books(storage: Storage): Promise<unknown> {
  const series: Record<string, unknown> = {};
  for (const library of [LIBRARIES.contractPositions, LIBRARIES.strategyPositions]) {
    for (const symbol of await storage.series.list(library)) {
      const stored = await storage.series.read(library, symbol);
      const rows = [...stored!.frame.series("position")];
      series[symbol] = rows.map(([time, position]) => `${formatTime(time).slice(0, 16)} ${position}`);
    }
  }
  const { documents } = await storage.records.find(COLLECTIONS.fills);
  const sent = await storage.records.find(COLLECTIONS.sentTrades);
  return { series, fills: documents, sent: sent.documents };
}

/** Positions of contracts and strategies as they are now, none left out. */
export async function positions(desk: TestDesk): Promise<Readonly<Record<string, number>>> {
  const { data } = desk;
  const now: Record<string, number> = {};
  for (const key of await data.contractPositions.list()) {
    now[`${key.instrument}/${key.contract}`] = (await data.contractPositions.get(key)).at(-1);
  }
  for (const key of await data.strategyPositions.list()) {
    now[`${key.strategy} ${key.instrument}`] = (await data.strategyPositions.get(key)).at(-1);
  }
  return now;
}

/** A broker whose executions are what it is told, or what comes of the trades that it is handed. */
export interface ToldBroker extends Broker {
  readonly done: Execution[];
  /** Trades as they were handed over, each time. */
  readonly handed: TradeRequest[];
  execute(execution: Partial<Execution> & Pick<Execution, "id">): void;
  /** Holds something that no execution tells of. */
  hold(position: Omit<BrokerPosition, "account">): void;
  /** What it throws from now on, when it is asked this. */
  fail(request: "executions" | "positions" | "trade", error: Error | undefined): void;
  /** Contracts of which it takes no trades. */
  readonly refuses: Set<string>;
  /** False: what it is handed stays unfilled. */
  fills: boolean;
}

export function toldBroker(now: () => number): ToldBroker {
  const done: Execution[] = [];
  const handed: TradeRequest[] = [];
  const held: BrokerPosition[] = [];
  const failures = new Map<string, Error | undefined>();
  const ask = (request: string): void => {
    const failure = failures.get(request);
    if (failure !== undefined) throw failure;
  };
  const broker: ToldBroker = {
    name: "told",
    done,
    handed,
    refuses: new Set(),
    fills: true,
    execute: (execution) => {
      const usual = { account: "A1", currency: "USD", instrument: "CORN", contract: "20241200" };
      done.push({ ...usual, quantity: 1, price: 432.5, time: now(), ...execution });
    },
    hold: (position) => held.push({ account: "A1", ...position }),
    fail: (request, error) => failures.set(request, error),
    executions: {
      executions: async (since) => {
        ask("executions");
        return done.filter(({ time }) => time >= since);
      },
    },
    positions: {
      positions: async () => {
        ask("positions");
        const sums = new Map<string, BrokerPosition>();
        for (const { instrument: code, contract, quantity } of done) {
          const key = `${code}/${contract}`;
          const position = (sums.get(key)?.position ?? 0) + quantity;
          sums.set(key, { account: "A1", instrument: code, contract, position });
        }
        const positions = [...sums.values(), ...held].filter(({ position }) => position !== 0);
        return { time: now(), positions };
      },
    },
    trades: {
      trade: async (request) => {
        if (broker.refuses.has(request.contract)) {
          throw new ContangoError("BROKER_REFUSED", "test", "no margin");
        }
        handed.push(request);
        ask("trade");
        if (!broker.fills || done.some(({ id }) => id === request.id)) return;
        const { id, instrument: code, contract, quantity, reference } = request;
        broker.execute({ id, instrument: code, contract, quantity, reference });
      },
    },
    [Symbol.asyncDispose]: async () => {},
  };
  return broker;
}
