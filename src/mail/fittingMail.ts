import type { Mail, MailAttachment } from "./mailer.js";

/** The size of the largest mail that is kept, in bytes. */
const LARGEST = 256 * 1024;

/** A mail small enough to be kept: without its attachments where they make it too large, then without HTML, then cut. */
export function fittingMail(mail: Mail): Mail {
  if (mailSize(mail) <= LARGEST) return mail;
  const { subject, text, html, attachments = [] } = mail;
  if (attachments.length > 0) {
    const names = attachments.map(({ filename }) => filename).join(", ");
    const bare = { subject, text: `${text}\n(too large to be kept: ${names})\n` };
    return fittingMail(html === undefined ? bare : { ...bare, html });
  }
  if (html !== undefined)
    return fittingMail({ subject, text: `${text}\n(too large to be kept: its HTML)\n` });
  // A character has at most three bytes for each unit of its length.
  const kept = Math.floor(LARGEST / 4);
  return {
    subject: subject.slice(0, 1000),
    text: `${text.slice(0, kept)}…\n(cut: it was too large to be kept)\n`,
  };
}

/** Bytes of a mail, about. */
export function mailSize({ subject, text, html = "", attachments = [] }: Mail): number {
  const files = attachments.reduce((sum, { content }: MailAttachment) => sum + sizeOf(content), 0);
  return sizeOf(subject) + sizeOf(text) + sizeOf(html) + files;
}

const sizeOf = (content: string | Uint8Array): number =>
  typeof content === "string" ? Buffer.byteLength(content) : content.length;
