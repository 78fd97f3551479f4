import type { Mail } from "../mail/mailer.js";
import type { Desk } from "./desk.js";
import { errorAbout } from "./errorText.js";
import type { FailedItem, Outcome, OutcomeItem } from "./outcome.js";

/** A process as it is told of. */
interface Told {
  readonly name: string;
  readonly title: string;
  readonly byHand?: boolean;
}

/**
 * Mails what a person has to see to, each on its own, and what failed, in one mail, unless a person called the process and sees
 * it; and hands the outcome to the desk's hook. What goes wrong with it is logged.
 */
export async function tellOutcome(
  { name, title, byHand = false }: Told,
  desk: Desk,
  outcome: Outcome,
): Promise<void> {
  const { items } = outcome;
  const mails = items
    .filter(({ severity }) => severity === "attention")
    .map(({ name: item, subject, message }: OutcomeItem | FailedItem) => ({
      subject: subject ?? `${title}: ${item}`,
      text: `${item}: ${message}\n`,
    }));
  const failed = items.filter(({ severity }) => severity === "failed");
  if (failed.length > 0 && !byHand) {
    mails.push({
      subject: `Failed: ${title}: ${failed.length} of ${items.length}`,
      text: failed.map(({ name: item, message }) => `${item}: ${message}\n`).join(""),
    });
  }
  desk.log.msg(`ended: ${outcome.status}, ${outcome.message}`, { type: name });
  await mailAndHandOver(name, desk, mails, outcome);
}

/** The same of a run that an error ended as a whole. */
export async function tellFailure(
  { name, title, byHand = false }: Told,
  desk: Desk,
  outcome: Outcome,
): Promise<void> {
  const text = `${name} failed, and nothing more was done: ${outcome.message}\n`;
  await mailAndHandOver(name, desk, byHand ? [] : [{ subject: `Failed: ${title}`, text }], outcome);
}

async function mailAndHandOver(
  name: string,
  desk: Desk,
  mails: readonly Mail[],
  outcome: Outcome,
): Promise<void> {
  const attempt = async (what: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      desk.log.error(errorAbout(what, error), { type: name });
    }
  };
  if (mails.length > 0) {
    await attempt(`mails of ${name} failed`, async () => {
      for (const sent of await desk.mail.sendAll(mails)) {
        if (sent.status === "unsent")
          desk.log.warn(`mail "${sent.subject}" is unsent: ${sent.message}`, { type: name });
      }
    });
  }
  await attempt(`onOutcome of ${name} failed`, async () => desk.onOutcome?.(outcome));
  await desk.log.flush();
}
