import type { Redactor } from "../config/redact.js";
import type { Mail } from "./mailer.js";

/** A mail without secrets. */
export function redactMail({ subject, text, html, attachments }: Mail, redact: Redactor): Mail {
  return {
    subject: redact.text(subject.replace(/\s+/g, " ").trim()),
    text: redact.text(text),
    ...(html === undefined ? {} : { html: redact.values(html) }),
    ...(attachments === undefined
      ? {}
      : {
          attachments: attachments.map((file) => ({
            ...file,
            content: typeof file.content === "string" ? redact.values(file.content) : file.content,
          })),
        }),
  };
}
