import { fittingDigest, keptDigest, reportWith } from "./digest.js";
import type { Mail, Mailer, MailOutcome } from "./mailer.js";
import type { Post } from "./post.js";
import { sendUnsent } from "./sendKeptMails.js";

/** Sends a report, and then what could not be sent before; keeps it where it cannot be sent either. */
export async function sendReport(post: Post, mailer: Mailer, report: Mail): Promise<MailOutcome> {
  const outcome = await sendOrKeep(post, mailer, report, report);
  if (outcome.status === "sent") await sendUnsent(post, mailer);
  return outcome;
}

/** How long to wait while another process sends what is kept, in milliseconds. */
const WAIT = 60_000;

/**
 * Sends a report with what is kept below it. What is kept stays where that fails, and where it cannot be read, or another process
 * is at it for long, the report goes alone.
 */
export async function sendWithDigest(post: Post, mailer: Mailer, report: Mail): Promise<MailOutcome> {
  let outcome: MailOutcome | undefined;
  try {
    return await post.alone(WAIT, async () => {
      const kept = fittingDigest(await post.keeping.list());
      if (kept.length > 0) {
        outcome = await sendOrKeep(post, mailer, reportWith(report, keptDigest(kept, post.zone)), report);
        if (outcome.status === "sent") await post.keeping.forget(kept).catch(() => undefined);
      }
      outcome ??= await sendOrKeep(post, mailer, report, report);
      return outcome;
    });
  } catch {
    return outcome ?? (await sendOrKeep(post, mailer, report, report));
  }
}

/** Sends a mail; where that fails, the report is kept. */
async function sendOrKeep(post: Post, mailer: Mailer, mail: Mail, report: Mail): Promise<MailOutcome> {
  const { subject } = report;
  const message = await post.failureOf(mailer, mail);
  if (message === undefined) return { status: "sent", subject };
  return post.keep(report, { status: "unsent", subject, message });
}
