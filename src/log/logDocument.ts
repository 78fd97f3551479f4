import type { ErrorCode } from "../errors/codes.js";
import { ContangoError } from "../errors/contangoError.js";
import type { RecordDocument } from "../storage/recordStore.js";
import { isNumeric } from "../storage/recordValues.js";
import { LOG_ATTRIBUTES, LOG_LEVELS, type LogAttributes, type LogEntry, type LogLevel } from "./logger.js";

/** An entry as it is stored: the level as its place among the levels, each label a field. */
export function logDocument({ id, level, time, text, attributes, code }: LogEntry): RecordDocument {
  return {
    id,
    level: LOG_LEVELS.indexOf(level),
    time: new Date(time),
    text,
    ...(attributes as RecordDocument),
    ...(code === undefined ? {} : { code }),
  };
}

/** @throws ContangoError `STORE_CORRUPT` for a document that is no log entry. */
export function logEntry(document: RecordDocument): LogEntry {
  const { id, level, time, text, code } = document;
  if (typeof id !== "string" || !(time instanceof Date)) {
    throw new ContangoError("STORE_CORRUPT", "log", `the log entry ${String(id)} has no time`, {
      details: { id: String(id) },
    });
  }
  return {
    id,
    time: time.getTime(),
    level: storedLevel(level),
    text: String(text ?? ""),
    attributes: storedAttributes(document),
    ...(typeof code === "string" ? { code: code as ErrorCode } : {}),
  };
}

/** The level of a number; beyond the last, the gravest. */
export function storedLevel(level: RecordDocument[string] | undefined): LogLevel {
  const place = isNumeric(level) ? Math.trunc(Number(level)) : 0;
  return LOG_LEVELS[Math.max(0, Math.min(place, LOG_LEVELS.length - 1))] ?? "msg";
}

/** The labels among the fields of a document. */
export function storedAttributes(document: RecordDocument): LogAttributes {
  const labels: Record<string, string | number> = {};
  for (const name of LOG_ATTRIBUTES) {
    const value = document[name];
    if (typeof value === "string") labels[name] = value;
    else if (isNumeric(value)) labels[name] = Number(value);
  }
  return labels;
}
