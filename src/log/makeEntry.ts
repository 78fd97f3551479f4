import { randomUUID } from "node:crypto";
import { redactor } from "../config/redact.js";
import { isContangoError } from "../errors/contangoError.js";
import { sortedIds } from "../time/sortedIds.js";
import type { LogAttributes, LogEntry, LogLevel } from "./logger.js";

/** Longer texts are cut. */
const LONGEST = 10_000;
/** Of a longer text the end is not even looked at. */
const LONGEST_READ = 10 * LONGEST;
const MOST_CAUSES = 5;

/** Makes log entries: with an id and a time, without secrets, of bounded length. */
export function entryMaker(
  clock: { now(): number },
  secrets: readonly string[] = [],
): (level: LogLevel, text: string | Error, attributes: LogAttributes) => LogEntry {
  const redact = redactor(secrets);
  const nextId = sortedIds(randomUUID().slice(0, 8));
  return (level, text, attributes) => {
    const time = clock.now();
    return {
      id: nextId(time),
      time,
      level,
      text: cut(redact.text(textOf(text).slice(0, LONGEST_READ))),
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          typeof value === "number" ? value : redact.text(String(value)),
        ]),
      ),
      ...(isContangoError(text) ? { code: text.code } : {}),
    };
  };
}

const cut = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length - LONGEST} more characters)`;

/** What an error says, and what caused it. */
function textOf(text: string | Error): string {
  if (!(text instanceof Error)) return String(text);
  let said = text.message;
  let cause = text.cause;
  for (let depth = 0; depth < MOST_CAUSES && cause instanceof Error; depth++) {
    said += `; caused by: ${cause.message}`;
    cause = cause.cause;
  }
  return said;
}
