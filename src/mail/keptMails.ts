import { randomUUID } from "node:crypto";
import { COLLECTIONS } from "../storage/libraries.js";
import type { RecordDocument, RecordValue } from "../storage/recordStore.js";
import { isNumeric } from "../storage/recordValues.js";
import type { Storage } from "../storage/storage.js";
import { sortedIds } from "../time/sortedIds.js";
import { fittingMail } from "./fittingMail.js";
import type { KeptMail, Mail, MailAttachment } from "./mailer.js";

/** How many mails are kept; for a new one the oldest goes. */
const MOST_KEPT = 200;

/** A kept mail, and how many older ones had to go for it. */
export interface StoredMail extends KeptMail {
  readonly dropped: number;
}

export interface KeptMails {
  /** Oldest first; only those kept for one reason, where it is given. */
  list(reason?: KeptMail["reason"]): Promise<readonly StoredMail[]>;
  keep(mail: Mail, reason: KeptMail["reason"], time: number): Promise<void>;
  forget(mails: readonly KeptMail[]): Promise<void>;
}

/** The mails that the store keeps: at most 200, each cut to 256 KiB. */
export function keptMails(storage: Storage): KeptMails {
  const { mails: collection } = COLLECTIONS;
  const nextId = sortedIds(randomUUID().slice(0, 8));
  const list: KeptMails["list"] = async (reason) => {
    const { documents } = await storage.records.find(collection, reason ? { equals: { reason } } : {});
    return documents.map(storedMail);
  };
  return {
    list,
    async keep(mail, reason, time) {
      const stored = await list();
      const tooMany = stored.slice(0, Math.max(0, stored.length + 1 - MOST_KEPT));
      const dropped = tooMany.reduce((sum, old) => sum + 1 + old.dropped, 0);
      await storage.atomically((batch) => {
        for (const { id } of tooMany) batch.deleteRecord(collection, { id });
        batch.putRecord(
          collection,
          mailDocument({ id: nextId(time), time, reason, mail: fittingMail(mail), dropped }),
        );
      });
    },
    forget: (mails) =>
      storage.atomically((batch) => {
        for (const { id } of mails) batch.deleteRecord(collection, { id });
      }),
  };
}

function mailDocument({ id, time, reason, mail, dropped }: StoredMail): RecordDocument {
  const { subject, text, html, attachments = [] } = mail;
  return {
    id,
    time: new Date(time),
    reason,
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    attachments: attachments.map(({ filename, content, contentType }) => ({
      filename,
      content,
      ...(contentType === undefined ? {} : { contentType }),
    })),
    dropped,
  };
}

function storedMail(document: RecordDocument): StoredMail {
  const { id, time, reason, subject, text, html, attachments, dropped } = document;
  const files = Array.isArray(attachments) ? attachments.flatMap(storedAttachment) : [];
  return {
    id: String(id),
    time: time instanceof Date ? time.getTime() : 0,
    reason: reason === "held" || reason === "no-mailer" ? reason : "unsent",
    mail: {
      subject: String(subject ?? ""),
      text: String(text ?? ""),
      ...(typeof html === "string" ? { html } : {}),
      ...(files.length === 0 ? {} : { attachments: files }),
    },
    dropped: isNumeric(dropped) ? Number(dropped) : 0,
  };
}

function storedAttachment(value: RecordValue): readonly MailAttachment[] {
  const { filename, content, contentType } = value as RecordDocument;
  if (typeof content !== "string" && !(content instanceof Uint8Array)) return [];
  const type = typeof contentType === "string" ? { contentType } : {};
  return [{ filename: String(filename), content, ...type }];
}
