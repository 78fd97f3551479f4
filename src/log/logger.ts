import type { ErrorCode } from "../errors/codes.js";

/** From what nobody needs to read to what a person must act on. A store keeps a level as its place in this list. */
export const LOG_LEVELS = ["msg", "terse", "warn", "error", "critical"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The labels that a log entry may carry; others are refused, as reports and queries rely on these. */
export const LOG_ATTRIBUTES = [
  "type",
  "stage",
  "component",
  "currency_code",
  "instrument_code",
  "contract_date",
  "instrument_order_id",
  "contract_order_id",
  "broker_order_id",
  "strategy_name",
] as const;
export type LogAttribute = (typeof LOG_ATTRIBUTES)[number];

/** What an entry is about: `{ type: "updateFxPrices", currency_code: "GBPUSD" }`. */
export type LogAttributes = { readonly [Name in LogAttribute]?: string | number };

/** One line of a log. */
export interface LogEntry {
  /** Unique, and sorted as the entries were written. */
  readonly id: string;
  /** The moment, epoch milliseconds UTC. */
  readonly time: number;
  readonly level: LogLevel;
  /** Secrets are masked. */
  readonly text: string;
  readonly attributes: LogAttributes;
  /** The code of the error that it tells of. */
  readonly code?: ErrorCode;
}

/**
 * Takes down what happens. Calls return at once; entries reach their sinks in order, soon after, and all of them before
 * the log is closed. A failing sink stops neither the others nor the work. An error given as the text is written with what
 * caused it, and gives the entry its code.
 *
 * @throws ContangoError `LOG_ATTRIBUTE` for a label that is not one of {@link LOG_ATTRIBUTES}.
 */
export interface Logger {
  msg(text: string | Error, attributes?: LogAttributes): void;
  terse(text: string | Error, attributes?: LogAttributes): void;
  warn(text: string | Error, attributes?: LogAttributes): void;
  error(text: string | Error, attributes?: LogAttributes): void;
  /** A person has to act: it is printed and mailed too. */
  critical(text: string | Error, attributes?: LogAttributes): void;
  /** A logger with more labels; this one keeps its own. */
  setup(attributes: LogAttributes): Logger;
  /** Adds or overwrites labels of this logger. */
  label(attributes: LogAttributes): void;
}

/** Where log entries go: the record store, the console, a file, mail. */
export interface LogSink {
  /** Entries below this level do not reach it; without it, all do. */
  readonly least?: LogLevel;
  /** How long, in milliseconds, an entry may wait for others to be written with it; without it, not at all. */
  readonly gather?: number;
  /** True where a person sees the entries. Where no sink does, critical entries are printed beside them. */
  readonly shows?: boolean;
  write(entries: readonly LogEntry[]): Promise<void>;
  close?(): Promise<void>;
}

/** The log of a desk: a logger whose entries can be waited for. */
export interface Log extends Logger {
  /** Resolves when every entry so far has reached every sink, or the sink has failed. */
  flush(): Promise<void>;
  /** Flushes and closes the sinks. */
  close(): Promise<void>;
}
