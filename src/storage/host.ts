/** A process, told apart from every other that runs or ever ran. */
export interface ProcessIdentity {
  /** The machine since it started, and where its process ids count. */
  readonly host: string;
  readonly pid: number;
  /** When the process started, as text that is equal for the same process only. */
  readonly start: string;
  /** The thread within the process. */
  readonly thread: number;
}

/** What coordination between processes needs to know about the machine it runs on. */
export interface Host {
  /** This process. */
  self(): Promise<ProcessIdentity>;
  /** Whether a process still runs: `elsewhere` where that cannot be seen from this machine. */
  look(process: ProcessIdentity): Promise<"running" | "gone" | "elsewhere">;
  /** Milliseconds on a clock that nobody sets. */
  monotonic(): number;
  /** The moment, for people who read who holds what since when. */
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** A text that was never given before, anywhere. */
  newId(): string;
  /** A number from 0 to 1, to keep two that wait from meeting again and again. */
  random(): number;
}

export const sameProcess = (a: ProcessIdentity, b: ProcessIdentity): boolean =>
  a.host === b.host && a.pid === b.pid && a.start === b.start;

/** `process 4711 on desk-1`, for messages. */
export const processText = ({ host, pid }: ProcessIdentity): string =>
  `process ${pid} on ${host.split("/")[0] ?? host}`;

/** Waits before the next look at what another process holds: longer each time, up to 50 ms. */
export const pause = (host: Host, attempt: number): Promise<void> =>
  host.sleep(Math.min(2 ** attempt, 50) * (0.5 + host.random() / 2));
