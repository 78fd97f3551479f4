import type { Collection, RecordDocument } from "../storage/recordStore.js";
import { isNumeric } from "../storage/recordValues.js";
import { fromLongDate } from "../time/longDate.js";
import type { Zone } from "../time/zone.js";
import { storedAttributes, storedLevel } from "./logDocument.js";
import type { LogEntry } from "./logger.js";

/** Where pysystemtrade kept its log. */
export const LEGACY_LOGS: Collection = { name: "Logs", key: ["_Log_Record_id"] };

/** The field with the long date of its entries. */
export const LEGACY_TIME = "_Timestamp";

/** An entry of pysystemtrade's log; undefined where its time cannot be read. */
export function legacyEntry(document: RecordDocument, zone: Zone): LogEntry | undefined {
  const { _Timestamp: stamp, _Level: level, _Text: text, _Log_Record_id: id } = document;
  if (!isNumeric(stamp)) return undefined;
  try {
    const wallTime = fromLongDate(typeof stamp === "bigint" ? stamp : Number(stamp));
    return {
      id: `${LEGACY_LOGS.name}/${String(Number(id))}`,
      time: zone.instant(wallTime),
      level: storedLevel(level),
      text: String(text ?? ""),
      attributes: storedAttributes(document),
    };
  } catch {
    return undefined;
  }
}
