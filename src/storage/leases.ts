/** The right to do one named piece of work, held by one process at a time. */
export interface Lease extends AsyncDisposable {
  readonly name: string;
  /** Rises by one with every new holder; a commit with an older fence is refused. */
  readonly fence: bigint;
  /** Shows that the holder is alive. @throws ContangoError `LEASE_LOST` where another took over. */
  renew(): Promise<void>;
  /** Gives the lease back; a lost one is left alone. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  /**
   * How long the holder may go without `renew` before another host takes over, in milliseconds; five minutes where it
   * is left out. On its own host a holder is taken over as soon as its process is gone, and never before.
   */
  readonly timeout?: number;
  /** How long to wait for another holder to end or be found dead, in milliseconds; without it, not at all. */
  readonly wait?: number;
  /**
   * True: a holder on another host, or on this one before it was started anew, is waited for besides: until it shows a sign of
   * life, and then the lease is held; or until its time-out is over without one, and then it is taken over.
   */
  readonly untilSign?: boolean;
  /** Who asks, for messages: the name of the process. */
  readonly owner?: string;
}
