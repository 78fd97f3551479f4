import { alertDigest, warningMail } from "./digest.js";
import type { Mail, Mailer, MailOutcome } from "./mailer.js";
import type { Post } from "./post.js";
import { sendUnsent } from "./sendKeptMails.js";
import { sortAlerts } from "./sortAlerts.js";

/** More alerts than this that come up together go as one mail. */
const HANDFUL = 5;

/** A mail to send: alerts, by their places, and subjects of which it tells that others are held back. */
interface Sending {
  readonly mail: Mail;
  readonly places: readonly number[];
  readonly warns: readonly string[];
}

/** Sends alerts, holds back those whose subject was sent within a day, and gives what became of each. */
export async function sendAlerts(
  post: Post,
  mailer: Mailer,
  alerts: readonly Mail[],
): Promise<readonly MailOutcome[]> {
  const { send, hold, warn } = await sortAlerts(alerts, post.control, post.now());
  const single: Sending[] = [
    ...send.map((place) => ({ mail: alerts[place]!, places: [place], warns: [] })),
    ...warn.map((subject) => ({ mail: warningMail(subject), places: [], warns: [subject] })),
  ];
  const chosen = send.map((place) => alerts[place]!);
  const sendings =
    single.length > HANDFUL ? [{ mail: alertDigest(chosen, warn), places: send, warns: warn }] : single;
  const outcomes: MailOutcome[] = [];
  let failure: string | undefined;
  for (const { mail, places, warns } of sendings) {
    // A server that refused one is not asked again for each of the others.
    failure ??= await post.failureOf(mailer, mail);
    if (failure === undefined) {
      await remember(post, { sent: places.map((place) => alerts[place]!.subject), warned: warns });
    }
    for (const place of places) {
      const { subject } = alerts[place]!;
      outcomes[place] =
        failure === undefined
          ? { status: "sent", subject }
          : await post.keep(alerts[place]!, { status: "unsent", subject, message: failure });
    }
  }
  for (const place of hold) {
    const { subject } = alerts[place]!;
    outcomes[place] = await post.keep(alerts[place]!, { status: "held", subject });
  }
  if (sendings.length > 0 && failure === undefined) await sendUnsent(post, mailer);
  return outcomes;
}

interface Remembered {
  readonly sent: readonly string[];
  readonly warned: readonly string[];
}

/** A mail that was sent and is not remembered may be sent again; that is better than not at all. */
async function remember({ control, now }: Post, { sent, warned }: Remembered): Promise<void> {
  try {
    await control.record(sent, "last_email_sent", now());
    await control.record(warned, "last_warning_sent", now());
  } catch {
    // The store has failed, and whoever writes to it next is told.
  }
}
