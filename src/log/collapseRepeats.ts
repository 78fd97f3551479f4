import type { LogEntry } from "./logger.js";

/** For how long after the first entry the same ones are only counted, in milliseconds. */
const COUNTED_FOR = 60_000;

/** Entries on their way to the sinks. */
export interface RepeatCounter {
  add(entry: LogEntry): void;
  /** Writes how often the last entry came again, if it did. */
  end(): void;
}

/** Passes on an entry that is the same as the one before it, in text, level and labels, as a count once a minute. */
export function collapseRepeats(
  pass: (entry: LogEntry) => void,
  countEntry: (repeated: LogEntry, text: string) => LogEntry,
): RepeatCounter {
  let first: LogEntry | undefined;
  let times = 0;
  let latest = 0;
  const end = (): void => {
    if (first === undefined || times === 0) return;
    const seconds = Math.ceil((latest - first.time) / 1000);
    pass(countEntry(first, `the same came ${times} more ${times === 1 ? "time" : "times"} in ${seconds} s`));
    times = 0;
  };
  return {
    end,
    add(entry) {
      if (first !== undefined && isSame(first, entry) && Math.abs(entry.time - first.time) < COUNTED_FOR) {
        times++;
        latest = Math.max(first.time, entry.time);
        return;
      }
      end();
      first = entry;
      pass(entry);
    },
  };
}

function isSame(a: LogEntry, b: LogEntry): boolean {
  if (a.text !== b.text || a.level !== b.level) return false;
  const [before, after] = [Object.entries(a.attributes), Object.entries(b.attributes)] as const;
  return (
    before.length === after.length &&
    after.every(([name, value]) => (a.attributes as Record<string, unknown>)[name] === value)
  );
}
