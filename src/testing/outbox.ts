import { ContangoError } from "../errors/contangoError.js";
import type { Mail, Mailer } from "../mail/mailer.js";

/** A mailer that keeps what it is given. */
export interface Outbox extends Mailer {
  /** What was sent, in order. */
  readonly mails: readonly Mail[];
  /** From now on every mail fails as where the server cannot be reached; with `false` they are sent again. */
  fail(failing?: boolean): void;
  /** Forgets what was sent. */
  clear(): void;
}

/**
 * A mailer for tests, which sends nothing.
 *
 * @example
 * const box = outbox();
 * const desk = await openDesk({ storage: memoryEngine(), mailer: box });
 * box.mails.map(({ subject }) => subject);
 */
export function outbox(): Outbox {
  const mails: Mail[] = [];
  let failing = false;
  return {
    mails,
    fail(now = true) {
      failing = now;
    },
    clear() {
      mails.length = 0;
    },
    async send(mail) {
      if (failing) {
        throw new ContangoError(
          "MAIL_FAILED",
          "testing",
          `the mail "${mail.subject}" was not sent: the outbox was told to fail`,
          { retryable: true },
        );
      }
      mails.push(mail);
    },
  };
}
