import type { Broker } from "../../src/broker/broker.js";
import type { SimulatedBroker } from "../../src/broker/simulated/simulatedBroker.js";
import { ContangoError } from "../../src/errors/contangoError.js";

/** A broker that tells where it does not answer. */
export interface SilenceWatch {
  readonly broker: Broker;
  /** Called with each question that gets no answer; undefined: such a question fails, as at a broker with a time-out. */
  onSilence: ((question: string) => void) | undefined;
}

/** What each part is asked. */
const QUESTIONS = {
  fx: ["fxPairs", "fxPrices"],
  contracts: ["contracts", "expiry", "pointSize"],
  prices: ["contractPrices"],
  account: ["accountValues"],
  positions: ["positions"],
  executions: ["executions"],
  trades: ["trade"],
} as const;

/**
 * A simulated broker answers within a turn of the event loop, or never.
 *
 * @param current the broker that is asked, so that it can be another after a while.
 */
export function watchSilence(current: () => SimulatedBroker): SilenceWatch {
  type Question = (...args: unknown[]) => Promise<unknown>;
  const watch = { onSilence: undefined } as { -readonly [Name in keyof SilenceWatch]: SilenceWatch[Name] };
  const { name } = current();
  const parts = Object.entries(QUESTIONS).map(([part, questions]) => {
    const ask =
      (question: string): Question =>
      (...args) =>
        answered(
          watch,
          question,
          (current()[part as "fx"] as unknown as Record<string, Question>)[question]!(...args),
        );
    return [part, { name, ...Object.fromEntries(questions.map((question) => [question, ask(question)])) }];
  });
  watch.broker = {
    ...Object.fromEntries(parts),
    name,
    [Symbol.asyncDispose]: () => current()[Symbol.asyncDispose](),
  } as Broker;
  return watch;
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
