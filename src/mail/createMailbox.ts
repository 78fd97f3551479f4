import type { StoredMail } from "./keptMails.js";
import type { KeptMail, Mail, Mailbox, MailOutcome } from "./mailer.js";
import { type MailboxOptions, openPost, type Post } from "./post.js";
import { sendAlerts } from "./sendAlerts.js";
import { sendDigest } from "./sendKeptMails.js";
import { sendReport, sendWithDigest } from "./sendReport.js";

export type { MailboxOptions } from "./post.js";

/**
 * The mails of a desk, in whose store it is remembered what was sent, and kept what was not. The first alert of a subject
 * that is held back is told of in a mail of its own. What could not be sent goes with the next mail that can be. At most 200
 * mails are kept, each cut to 256 KiB.
 *
 * @example
 * const mailbox = createMailbox({ mailer: mailerFromConfig(config), storage, clock: Date });
 * await mailbox.send({ subject: "Price spike CORN", text: "…" }, "alert");
 */
export function createMailbox(options: MailboxOptions): Mailbox {
  const { mailer } = options;
  const post = openPost(options);
  const inTurn = oneAfterTheOther();
  const sendAll = (mails: readonly Mail[]): Promise<readonly MailOutcome[]> => {
    const clean = mails.map(post.clean);
    return inTurn(() => (mailer === undefined ? keepAll(post, clean) : sendAlerts(post, mailer, clean)));
  };
  return {
    async send(mail, kind) {
      if (kind === "alert" || mailer === undefined) return (await sendAll([mail]))[0]!;
      return inTurn(() => sendReport(post, mailer, post.clean(mail)));
    },
    sendAll,
    kept: () => inTurn(async () => (await post.keeping.list()).map(publicMail)),
    sendDigest: () => inTurn(() => sendDigest(post, mailer)),
    async sendWithDigest(report) {
      if (mailer === undefined) return (await sendAll([report]))[0]!;
      return inTurn(() => sendWithDigest(post, mailer, post.clean(report)));
    },
    close: () => inTurn(async () => await mailer?.close?.().catch(() => undefined)),
  };
}

async function keepAll(post: Post, mails: readonly Mail[]): Promise<readonly MailOutcome[]> {
  const outcomes: MailOutcome[] = [];
  for (const mail of mails) {
    outcomes.push(await post.keep(mail, { status: "no-mailer", subject: mail.subject }));
  }
  return outcomes;
}

const publicMail = ({ dropped: _, ...mail }: StoredMail): KeptMail => mail;

/** Runs tasks in the order in which they are given, each after the one before has ended. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
