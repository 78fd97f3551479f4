import { formatTime } from "../time/text.js";
import type { Zone } from "../time/zone.js";
import { mailSize } from "./fittingMail.js";
import type { StoredMail } from "./keptMails.js";
import type { KeptMail, Mail } from "./mailer.js";

const LONGEST_SUBJECT = 120;
/** More than this is not put into one digest, as servers refuse large mails. */
const LARGEST = 5 * 1024 * 1024;

const REASONS: Readonly<Record<KeptMail["reason"], string>> = {
  held: "held back, as one of its subject was sent within a day",
  unsent: "could not be sent then",
  "no-mailer": "no mail was set up then",
};

/** One part of a digest. */
interface Section {
  readonly title: string;
  readonly note?: string;
  readonly text: string;
}

/** The oldest of some kept mails that fit into one digest. */
export function fittingDigest(kept: readonly StoredMail[]): readonly StoredMail[] {
  let size = 0;
  const end = kept.findIndex(({ mail }, place) => {
    size += mailSize(mail);
    return place > 0 && size > LARGEST;
  });
  return end < 0 ? kept : kept.slice(0, end);
}

/** Kept mails, as one mail. */
export function keptDigest(kept: readonly StoredMail[], zone: Zone): Mail {
  const dropped = kept.reduce((sum, mail) => sum + mail.dropped, 0);
  const attachments = kept.flatMap(({ mail }) => mail.attachments ?? []);
  const sections = kept.map(({ mail, time, reason }) => ({
    title: mail.subject,
    note: `${formatTime(zone.wallTime(time)).slice(0, 19)}, ${REASONS[reason]}`,
    text: mail.text,
  }));
  const lost = dropped === 0 ? "" : ` ${dropped} older ones were dropped, as too many were kept.`;
  return {
    ...pageOf(
      `${countOf(kept.length, "mail")} kept`,
      `${countOf(kept.length, "mail")} kept.${lost}`,
      sections,
    ),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** A report, and a digest below it, as one mail of the report's subject. */
export function reportWith(report: Mail, digest: Mail): Mail {
  const attachments = [...(report.attachments ?? []), ...(digest.attachments ?? [])];
  return {
    subject: report.subject,
    text: `${report.text}\n${"=".repeat(80)}\n\n${digest.text}`,
    ...(report.html === undefined || digest.html === undefined
      ? {}
      : { html: `${report.html}<hr>${digest.html}` }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/**
 * Alerts that came up together, as one mail, with the subjects of which others are held back from now on.
 */
export function alertDigest(alerts: readonly Mail[], heldBack: readonly string[]): Mail {
  const sections: Section[] = alerts.map(({ subject, text }) => ({ title: subject, text }));
  if (heldBack.length > 0)
    sections.push({ title: HELD_BACK, text: `${heldBack.join("\n")}\n\n${HELD_BACK_WHY}` });
  const attachments = alerts.flatMap(({ attachments = [] }) => attachments);
  const subject = `${countOf(alerts.length + heldBack.length, "alert")}: ${someOf([...alerts.map((alert) => alert.subject), ...heldBack])}`;
  return {
    ...pageOf(subject, `${countOf(alerts.length, "alert")} came up together.`, sections),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

const HELD_BACK = "Held back";
const HELD_BACK_WHY =
  "A mail of this subject was sent within the last 24 hours. Another came up, and is kept for the digest, as are all others until a day has passed.";

/** Tells the reader, once a day and subject, that mails are held back. */
export function warningMail(subject: string): Mail {
  return { subject, text: `${HELD_BACK_WHY}\n` };
}

function pageOf(subject: string, intro: string, sections: readonly Section[]): Mail {
  const text = sections.map(
    ({ title, note, text }) => `${title}\n${note === undefined ? "" : `(${note})\n`}\n${text.trim()}\n`,
  );
  const html = sections.map(({ title, note, text }) => {
    const small = note === undefined ? "" : `<p><small>${escaped(note)}</small></p>`;
    return `<h2>${escaped(title)}</h2>${small}<pre style="white-space:pre-wrap">${escaped(text.trim())}</pre>`;
  });
  return {
    subject: subject.length <= LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT)}…`,
    text: [`${intro}\n`, ...text].join(`\n${"-".repeat(80)}\n`),
    html: `<!doctype html><meta charset="utf-8"><p>${escaped(intro)}</p>${html.join("\n")}\n`,
  };
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** The first names of a list, and how many there are besides. */
function someOf(names: readonly string[]): string {
  const rest = names.length - 3;
  return rest <= 0 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${rest} more`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
