import { fittingDigest, keptDigest } from "./digest.js";
import type { StoredMail } from "./keptMails.js";
import type { Mailer, MailOutcome } from "./mailer.js";
import type { Post } from "./post.js";

/** How long to wait while another process sends what is kept, in milliseconds. */
const WAIT = 60_000;

/** Sends all that is kept as a digest; undefined where nothing is. */
export async function sendDigest(post: Post, mailer: Mailer | undefined): Promise<MailOutcome | undefined> {
  try {
    const kept = await post.keeping.list();
    if (kept.length === 0) return undefined;
    if (mailer === undefined) return { status: "no-mailer", subject: keptDigest(kept, post.zone).subject };
    return await post.alone(WAIT, async () => sendOldest(post, mailer, await post.keeping.list()));
  } catch (error) {
    return { status: "unsent", subject: "kept mails", message: post.messageOf(error) };
  }
}

/** Sends mails that failed before, now that one went through, unless another process is at it. */
export async function sendUnsent(post: Post, mailer: Mailer): Promise<void> {
  try {
    if ((await post.keeping.list("unsent")).length === 0) return;
    await post.alone(0, async () => sendOldest(post, mailer, await post.keeping.list("unsent")));
  } catch {
    // They stay where they are until the next time.
  }
}

/** Sends as much of what is kept as goes into one mail, and forgets it. */
async function sendOldest(
  post: Post,
  mailer: Mailer,
  kept: readonly StoredMail[],
): Promise<MailOutcome | undefined> {
  const chosen = fittingDigest(kept);
  const [first] = chosen;
  if (first === undefined) return undefined;
  const asItWas = chosen.length === 1 && first.reason === "unsent" && first.dropped === 0;
  const mail = asItWas ? first.mail : keptDigest(chosen, post.zone);
  const { subject } = mail;
  const message = await post.failureOf(mailer, mail);
  if (message !== undefined) return { status: "unsent", subject, message };
  await post.keeping.forget(chosen).catch(() => undefined);
  return { status: "sent", subject };
}
