import { type TimeLike, toTime } from "../time/text.js";

/** A clock that stands still until it is moved. */
export interface FixedClock {
  /** Epoch milliseconds UTC. */
  now(): number;
  /** Moves it to a moment, also back. */
  set(time: TimeLike): void;
  /** Moves it on. */
  advance(milliseconds: number): void;
  /** Moves it on at once instead of waiting; not where the signal has aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * A clock for tests, in UTC.
 *
 * @throws ContangoError `TIME_TEXT`, `TIME_VALUE`.
 * @example
 * const clock = fixedClock("2024-03-28 20:30");
 * clock.advance(86_400_000); // the same time a day later
 */
export function fixedClock(time: TimeLike): FixedClock {
  let now = toTime(time);
  const advance = (milliseconds: number): void => {
    now = toTime(now + milliseconds);
  };
  return {
    now: () => now,
    set: (to) => {
      now = toTime(to);
    },
    advance,
    sleep: async (milliseconds, signal) => {
      if (signal?.aborted !== true) advance(milliseconds);
    },
  };
}
