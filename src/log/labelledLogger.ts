import { checkedAttributes } from "./attributes.js";
import type { LogAttributes, Logger, LogLevel } from "./logger.js";

/** Takes down one entry. */
export type TakeEntry = (level: LogLevel, text: string | Error, attributes: LogAttributes) => void;

/** A logger that hands every entry on, with its labels. */
export function labelledLogger(take: TakeEntry, attributes: LogAttributes = {}): Logger {
  let own = checkedAttributes(attributes);
  const log =
    (level: LogLevel): Logger["msg"] =>
    (text, more) =>
      take(level, text, more === undefined ? own : { ...own, ...checkedAttributes(more) });
  return {
    msg: log("msg"),
    terse: log("terse"),
    warn: log("warn"),
    error: log("error"),
    critical: log("critical"),
    setup: (more) => labelledLogger(take, { ...own, ...checkedAttributes(more) }),
    label: (more) => {
      own = { ...own, ...checkedAttributes(more) };
    },
  };
}
