/** The time of day, for everything that touches the world; the domain is told the time. */
export interface Clock {
  /** Epoch milliseconds UTC. */
  now(): number;
  /** Resolves after so long, or as soon as the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
