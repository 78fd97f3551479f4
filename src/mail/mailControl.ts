import { COLLECTIONS } from "../storage/libraries.js";
import { isNumeric } from "../storage/recordValues.js";
import type { Storage } from "../storage/storage.js";
import { DAY } from "../time/civil.js";
import { fromLongDate, toLongDate } from "../time/longDate.js";
import type { Zone } from "../time/zone.js";

/** What is remembered of a subject: when a mail of it was last sent, and when its reader was told that others are held back. */
export type MailControlType = "last_email_sent" | "last_warning_sent";

export interface MailControl {
  /** True where it was done less than 24 hours from an instant. */
  isRecent(subject: string, type: MailControlType, now: number): Promise<boolean>;
  record(subjects: readonly string[], type: MailControlType, now: number): Promise<void>;
}

/** The store's record of sent mails, one document a subject and type, dated in wall time as pysystemtrade does. */
export function mailControl(storage: Storage, zone: Zone): MailControl {
  return {
    async isRecent(subject, type, now) {
      const stored = await storage.records.get(COLLECTIONS.mailControl, { subject, type });
      const long = stored?.datetime;
      if (!isNumeric(long)) return false;
      const then = zone.instant(fromLongDate(Number(long)));
      return Math.abs(now - then) < DAY;
    },
    async record(subjects, type, now) {
      if (subjects.length === 0) return;
      const datetime = toLongDate(zone.wallTime(now));
      await storage.atomically((batch) => {
        for (const subject of subjects) batch.putRecord(COLLECTIONS.mailControl, { subject, type, datetime });
      });
    },
  };
}
