import type { Broker } from "../../src/broker/broker.js";
import { ContangoError } from "../../src/errors/contangoError.js";

/** A broker that tells where it does not answer. */
export interface SilenceWatch {
  readonly broker: Broker;
  /** Called with each question that gets no answer; undefined: such a question fails, as at a broker with a time-out. */
  onSilence: ((question: string) => void) | undefined;
}

/** A simulated broker answers within a turn of the event loop, or never. */
export function watchSilence(broker: Required<Broker>): SilenceWatch {
  const watch: SilenceWatch = { broker, onSilence: undefined };
  const part = <Part extends object>(of: Part): Part =>
    Object.fromEntries(
      Object.entries(of).map(([name, value]) => [
        name,
        typeof value === "function" ? (...args: unknown[]) => answered(watch, name, value(...args)) : value,
      ]),
    ) as Part;
  const watched: Broker = {
    name: broker.name,
    fx: part(broker.fx),
    contracts: part(broker.contracts),
    prices: part(broker.prices),
    account: part(broker.account),
    positions: part(broker.positions),
    executions: part(broker.executions),
    trades: part(broker.trades),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
  return Object.assign(watch, { broker: watched });
}

async function answered(watch: SilenceWatch, question: string, answer: Promise<unknown>): Promise<unknown> {
  let open = true;
  const closed = (): void => {
    open = false;
  };
  answer.then(closed, closed);
  const silence = turnOfEvents().then(() => {
    if (!open) return answer;
    watch.onSilence?.(question);
    return turnOfEvents().then(() => (open ? timeOut(question) : answer));
  });
  return Promise.race([answer, silence]);
}

const turnOfEvents = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function timeOut(question: string): never {
  throw new ContangoError("BROKER_DISCONNECTED", "soak", `${question} was not answered in time`, {
    retryable: true,
  });
}
