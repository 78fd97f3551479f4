import type { MailControl } from "./mailControl.js";
import type { Mail } from "./mailer.js";

/** What is to become of alerts. */
export interface SortedAlerts {
  /** Places, in the list of alerts, of those to send. */
  readonly send: readonly number[];
  /** Places of those whose subject was sent within a day. */
  readonly hold: readonly number[];
  /** Subjects of which the reader was not yet told that mails are held back. */
  readonly warn: readonly string[];
}

/** Sorts alerts by what was sent within the day. Where that cannot be read, they are sent. */
export async function sortAlerts(
  alerts: readonly Mail[],
  control: MailControl,
  now: number,
): Promise<SortedAlerts> {
  const isRecent: MailControl["isRecent"] = (...what) => control.isRecent(...what).catch(() => false);
  const begun = new Set<string>();
  const warned = new Set<string>();
  const send: number[] = [];
  const hold: number[] = [];
  for (const [place, { subject }] of alerts.entries()) {
    if (begun.has(subject) || (await isRecent(subject, "last_email_sent", now))) {
      hold.push(place);
      if (!warned.has(subject) && !(await isRecent(subject, "last_warning_sent", now))) warned.add(subject);
    } else {
      begun.add(subject);
      send.push(place);
    }
  }
  return { send, hold, warn: [...warned] };
}
