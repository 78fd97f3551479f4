import type { Host, ProcessIdentity } from "../../../src/storage/host.js";
import type { StorageEngine } from "../../../src/storage/storage.js";

/** Numbers in [0, 1) that depend on the seed alone. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What befalls a process at one of its operations on a store. */
export interface Fate {
  /** Counted from 1, over all its engines, or the first of a name; never, where it is left out. */
  readonly at?: number | string;
  /** `kill`: gone, before or after the operation was done. `stall`: the operation waits so many milliseconds. */
  readonly kind?: "kill before" | "kill after" | "stall" | "fail before" | "fail after";
  readonly milliseconds?: number;
}

export interface SimulatedProcess {
  readonly host: Host;
  /** The same engine, seen from this process: every call is one step of the world. */
  engine(shared: StorageEngine): StorageEngine;
  readonly alive: boolean;
  /** Operations so far. */
  readonly steps: number;
  /** Resolves with the outcome, or with "killed". */
  run<T>(work: () => Promise<T>): Promise<T | "killed">;
  kill(): void;
}

interface Step {
  readonly process: { alive: boolean };
  readonly due: number;
  readonly run: () => void;
}

/**
 * Processes on simulated machines with one virtual clock: which operation is done next is drawn from the seed, so that a
 * failure can be repeated.
 */
export function simulatedWorld(seed: number) {
  const random = seededRandom(seed);
  const running = new Set<string>();
  const pending: Step[] = [];
  let clock = 0;
  let pids = 100;
  let ids = 0;

  function startProcess(host: string, fate: Fate = {}): SimulatedProcess {
    const identity: ProcessIdentity = { host, pid: ++pids, start: String(clock), thread: 0 };
    const name = `${host} ${identity.pid}`;
    const state = { alive: true };
    let steps = 0;
    let met = false;
    let died = (): void => undefined;
    const death = new Promise<"killed">((resolve) => {
      died = () => resolve("killed");
    });
    const kill = (): void => {
      state.alive = false;
      running.delete(name);
      died();
    };
    running.add(name);

    const operation = <T>(called: string, work: () => Promise<T>): Promise<T> => {
      if (!state.alive) return new Promise(() => undefined);
      const struck = ++steps === fate.at || (called === fate.at && !met);
      met ||= struck;
      return new Promise<T>((resolve, reject) => {
        const run = (): void => {
          if (struck && fate.kind === "kill before") kill();
          else if (struck && fate.kind === "fail before") reject(new Error("EIO before"));
          else {
            const done = work();
            done.catch(() => undefined);
            if (struck && fate.kind === "kill after") kill();
            else if (struck && fate.kind === "fail after") reject(new Error("EIO after"));
            else done.then(resolve, reject);
          }
        };
        const due = struck && fate.kind === "stall" ? clock + fate.milliseconds! : clock;
        pending.push({ process: state, due, run });
      });
    };

    const stepped = <Store extends object>(store: Store): Store =>
      new Proxy(store, {
        get(target, property, receiver) {
          const value: unknown = Reflect.get(target, property, receiver);
          if (typeof value !== "function") return value;
          return (...values: unknown[]) =>
            operation(String(property), () =>
              (value as (...values: unknown[]) => Promise<unknown>).apply(target, values),
            );
        },
      });
    const wrapped = new Map<object, object>();
    const wrap = <Store extends object>(store: Store): Store => {
      const known = wrapped.get(store) ?? stepped(store);
      wrapped.set(store, known);
      return known as Store;
    };

    return {
      host: {
        self: async () => identity,
        look: async (other) =>
          other.host !== host ? "elsewhere" : running.has(`${host} ${other.pid}`) ? "running" : "gone",
        random,
        newId: () => `${Math.floor(random() * 2 ** 32)}-${++ids}`,
        monotonic: () => clock,
        now: () => new Date(clock),
        sleep: (milliseconds) =>
          new Promise((resolve) => pending.push({ process: state, due: clock + milliseconds, run: resolve })),
      },
      engine: ({ name: kind, series, records, transact }) => ({
        name: kind,
        series: wrap(series),
        records: wrap(records),
        ...(transact === undefined
          ? {}
          : {
              transact: (changes) => operation("transact", () => transact(changes)),
            }),
      }),
      get alive() {
        return state.alive;
      },
      get steps() {
        return steps;
      },
      run: (work) => Promise.race([work(), death]),
      kill,
    };
  }

  /** Does steps until the promise is settled. */
  async function drive<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    work.then(
      () => {
        settled = true;
      },
      () => {
        settled = true;
      },
    );
    for (let idle = 0; ; ) {
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return work;
      for (let at = pending.length - 1; at >= 0; at--) if (!pending[at]!.process.alive) pending.splice(at, 1);
      if (pending.length === 0) {
        if (++idle > 100) throw new Error("nothing left to do, and not done");
        continue;
      }
      idle = 0;
      let due = pending.filter((step) => step.due <= clock);
      if (due.length === 0) {
        clock = Math.min(...pending.map((step) => step.due));
        due = pending.filter((step) => step.due <= clock);
      }
      const step = due[Math.floor(random() * due.length)]!;
      pending.splice(pending.indexOf(step), 1);
      step.run();
    }
  }

  return {
    random,
    startProcess,
    drive,
    get clock() {
      return clock;
    },
  };
}
