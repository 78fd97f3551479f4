import { redactor } from "../config/redact.js";
import type { Storage } from "../storage/storage.js";
import { UTC, type Zone } from "../time/zone.js";
import { type KeptMails, keptMails } from "./keptMails.js";
import { type MailControl, mailControl } from "./mailControl.js";
import type { Mail, Mailer, MailOutcome } from "./mailer.js";
import { redactMail } from "./redactMail.js";

export interface MailboxOptions {
  /** Without it, mails are only kept. */
  readonly mailer?: Mailer | undefined;
  readonly storage: Storage;
  /** Epoch milliseconds UTC. */
  readonly clock: { now(): number };
  /** Whose wall time is stored and shown; default: UTC. */
  readonly zone?: Zone;
  /** What must not be mailed: values of secret settings, from `config.secrets()`. */
  readonly secrets?: readonly string[];
}

/** What a mailbox works with. */
export interface Post {
  readonly zone: Zone;
  readonly control: MailControl;
  readonly keeping: KeptMails;
  now(): number;
  /** The mail without secrets. */
  clean(mail: Mail): Mail;
  /** Sends a mail; gives why it was not sent, undefined where it was. */
  failureOf(mailer: Mailer, mail: Mail): Promise<string | undefined>;
  /** Keeps a mail that was not sent. Where that fails too, the outcome says so. */
  keep(mail: Mail, outcome: Exclude<MailOutcome, { status: "sent" }>): Promise<MailOutcome>;
  /** What an error says, without secrets. */
  messageOf(error: unknown): string;
  /** Works while no other process sends what is kept. */
  alone<T>(wait: number, work: () => Promise<T>): Promise<T>;
}

export function openPost({ storage, clock, zone = UTC, secrets = [] }: MailboxOptions): Post {
  const redact = redactor(secrets);
  const keeping = keptMails(storage);
  const messageOf = (error: unknown): string =>
    redact.text(error instanceof Error ? error.message : String(error));
  return {
    zone,
    control: mailControl(storage, zone),
    keeping,
    now: () => clock.now(),
    clean: (mail) => redactMail(mail, redact),
    messageOf,
    async failureOf(mailer, mail) {
      try {
        await mailer.send(mail);
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
    async keep(mail, outcome) {
      try {
        await keeping.keep(mail, outcome.status, clock.now());
        return outcome;
      } catch (error) {
        const before = outcome.status === "unsent" ? `${outcome.message}; and ` : "";
        const message = `${before}it is not kept: ${messageOf(error)}`;
        return { status: "unsent", subject: mail.subject, message };
      }
    },
    async alone(wait, work) {
      const lease = await storage.lease("mail", { owner: "mail", wait });
      try {
        return await work();
      } finally {
        // One that cannot be given back is taken over when this process has ended.
        await lease.release().catch(() => undefined);
      }
    },
  };
}
