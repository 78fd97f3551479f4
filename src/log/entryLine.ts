import { formatTime } from "../time/text.js";
import { UTC, type Zone } from "../time/zone.js";
import { LOG_ATTRIBUTES, type LogAttributes, type LogEntry } from "./logger.js";

const LINE_BREAK = /\s*[\r\n\u2028\u2029]+\s*/g;
const CONTROL = /\p{Cc}|\p{Bidi_Control}/gu;

/** An entry in three parts: when and how grave, what, and about what. */
export function entryParts(entry: LogEntry, zone: Zone = UTC): readonly [string, string, string] {
  const time = formatTime(Math.floor(zone.wallTime(entry.time) / 1000) * 1000);
  const about = [attributesText(entry.attributes), entry.code ?? ""].filter((part) => part !== "");
  return [
    `${time}${zone.name === "UTC" ? "Z" : ""} ${entry.level.padEnd(8)}`,
    onOneLine(entry.text),
    about.length === 0 ? "" : `(${about.join(", ")})`,
  ];
}

/** An entry on one line: `2024-03-28 23:00:05Z warn     no bars (type updateFxPrices, currency_code GBPUSD)`. */
export function entryLine(entry: LogEntry, zone?: Zone): string {
  return entryParts(entry, zone).join(" ").trimEnd();
}

/** `type updateFxPrices, currency_code GBPUSD`. */
export function attributesText(attributes: LogAttributes): string {
  return LOG_ATTRIBUTES.filter((name) => attributes[name] !== undefined)
    .map((name) => `${name} ${onOneLine(String(attributes[name]))}`)
    .join(", ");
}

/** Line breaks become bars; what would move a terminal's cursor, or lead its reader astray, becomes a dot. */
const onOneLine = (text: string): string => text.trim().replace(LINE_BREAK, " | ").replace(CONTROL, "·");
