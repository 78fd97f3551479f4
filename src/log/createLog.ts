import { collapseRepeats } from "./collapseRepeats.js";
import { consoleLog } from "./consoleLog.js";
import { labelledLogger } from "./labelledLogger.js";
import type { Log, LogAttributes, LogSink } from "./logger.js";
import { entryMaker } from "./makeEntry.js";
import { type SinkQueue, sinkQueue } from "./sinkQueue.js";

export interface LogOptions {
  /** Epoch milliseconds UTC. */
  readonly clock: { now(): number };
  /** Where the entries go. */
  readonly sinks: readonly LogSink[];
  /** Labels of every entry. */
  readonly attributes?: LogAttributes;
  /** What must not be written: values of secret settings, from `config.secrets()`. */
  readonly secrets?: readonly string[];
  /** Told, once a sink, that it fails; default: a line on stderr. */
  readonly onSinkError?: (message: string) => void;
}

/**
 * A log that writes to sinks. Entries that are the same as the one before are counted for a minute instead of written;
 * critical ones are printed on stderr, whatever the sinks. Close it, or its last entries may be lost.
 *
 * @throws ContangoError `LOG_ATTRIBUTE`.
 * @example
 * const log = createLog({ clock: Date, sinks: [consoleLog(), fileLog("desk.log")], attributes: { type: "nightly" } });
 * log.warn("no bars", { instrument_code: "CORN" });
 * await log.close();
 */
export function createLog({
  clock,
  sinks,
  attributes = {},
  secrets,
  onSinkError = toStderr,
}: LogOptions): Log {
  const makeEntry = entryMaker(clock, secrets);
  const report = (error: unknown): void => {
    const { text } = makeEntry("error", error instanceof Error ? error : String(error), {});
    onSinkError(`[contango] [log] entries of the log are not written: ${text}`);
  };
  const noteEntry = (text: string) => makeEntry("warn", text, {});
  const shown = sinks.some(({ shows }) => shows === true)
    ? sinks
    : [...sinks, consoleLog({ least: "critical" })];
  const queues: readonly SinkQueue[] = shown.map((sink) => sinkQueue(sink, report, noteEntry));
  const repeats = collapseRepeats(
    (entry) => {
      for (const queue of queues) queue.add(entry);
    },
    // A repeat is not worth another mail.
    ({ level, attributes }, text) => makeEntry(level === "critical" ? "error" : level, text, attributes),
  );
  const all = async (act: (queue: SinkQueue) => Promise<void>): Promise<void> => {
    repeats.end();
    await Promise.all(queues.map(act));
  };
  return {
    ...labelledLogger((level, text, labels) => repeats.add(makeEntry(level, text, labels)), attributes),
    flush: () => all((queue) => queue.flush()),
    close: () => all((queue) => queue.close()),
  };
}

const toStderr = (message: string): void => void process.stderr.write(`${message}\n`);
