import { LOG_LEVELS, type LogEntry, type LogSink } from "./logger.js";

/** How many entries are written in one go. */
const MOST_AT_ONCE = 500;
/** How many wait for a slow sink before the oldest are dropped. */
const MOST_WAITING = 10_000;

/** The entries that are on their way to one sink. */
export interface SinkQueue {
  add(entry: LogEntry): void;
  /** Resolves when all so far are written, or the sink has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writes entries to a sink in order, each time all that wait. What a sink fails to write is lost to it; that is reported
 * the first time, and the next entry that reaches it comes with a note of how many are missing.
 */
export function sinkQueue(
  sink: LogSink,
  report: (error: unknown) => void,
  noteEntry: (text: string) => LogEntry,
): SinkQueue {
  const least = LOG_LEVELS.indexOf(sink.least ?? "msg");
  const wants = ({ level }: LogEntry): boolean => LOG_LEVELS.indexOf(level) >= least;
  let waiting: LogEntry[] = [];
  let missing = 0;
  let reported = false;
  let planned: "no" | "soon" | ReturnType<typeof setTimeout> = "no";
  let work: Promise<void> = Promise.resolve();

  const reportOnce = (error: unknown): void => {
    if (reported) return;
    reported = true;
    try {
      report(error);
    } catch {
      // There is nothing left to tell it to.
    }
  };
  const writeSome = async (): Promise<void> => {
    const entries = waiting.slice(0, MOST_AT_ONCE);
    waiting = waiting.slice(MOST_AT_ONCE);
    const lost = missing;
    const note = lost === 0 ? [] : [noteEntry(`${lost} entries before this one are missing here`)];
    try {
      await sink.write([...note.filter(wants), ...entries]);
      missing -= lost;
    } catch (error) {
      missing += entries.length;
      reportOnce(error);
    }
  };
  const flush = (): Promise<void> => {
    if (typeof planned === "object") clearTimeout(planned);
    planned = "no";
    work = work.then(async () => {
      while (waiting.length > 0) await writeSome();
    });
    return work;
  };

  return {
    flush,
    add(entry) {
      if (!wants(entry)) return;
      waiting.push(entry);
      if (waiting.length > MOST_WAITING) {
        missing += MOST_AT_ONCE;
        waiting = waiting.slice(MOST_AT_ONCE);
      }
      if (planned === "no" && sink.gather !== undefined && waiting.length < MOST_AT_ONCE) {
        planned = setTimeout(flush, sink.gather);
      } else if (planned === "no" || (planned !== "soon" && waiting.length === MOST_AT_ONCE)) {
        if (typeof planned === "object") clearTimeout(planned);
        planned = "soon";
        queueMicrotask(flush);
      }
    },
    async close() {
      await flush();
      try {
        await sink.close?.();
      } catch (error) {
        reportOnce(error);
      }
    },
  };
}
