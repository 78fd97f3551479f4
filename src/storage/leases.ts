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
  /** How long a holder on another host may stand still before it is taken over, in milliseconds. */
  readonly timeout?: number;
  /** How long to wait for another holder to end or be found dead, in milliseconds; without it, not at all. */
  readonly wait?: number;
  /** Who asks, for messages: the name of the process. */
  readonly owner?: string;
}
