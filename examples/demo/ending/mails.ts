import type { Outbox } from "contango/testing";
import { table } from "../print.js";

/** The mails of the weeks, those of one subject together. */
export function printMails({ mails }: Outbox): void {
  const counts = new Map<string, number>();
  for (const { subject } of mails) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  table([...counts].map(([subject, count]) => ({ mails: count, subject })));
}
