import type { Mail } from "../mail/mailer.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { type DeskStatus, STATUS_OPTIONS, type StatusOptions, status } from "./status.js";
import { withStatusText } from "./statusText.js";

export interface MorningMailOptions extends ProcessOptions, StatusOptions {
  /** Reports to go with it, made by functions of your own: a heading and what follows it. */
  readonly reports?: readonly MorningReport[];
}

/** A part of the morning mail. */
export interface MorningReport {
  readonly title: string;
  readonly text: string;
}

export interface MorningMailItem extends OutcomeItem {
  readonly status: "sent" | "held" | "unsent" | "no-mailer" | "unchanged";
}

/**
 * The one mail of the morning: what waits for a person, processes that are overdue or failed, stale prices, and below it the
 * mails that were held back or could not be sent since the last one, which are forgotten once it is sent.
 */
export const morningMail = defineProcess<MorningMailItem, MorningMailOptions>({
  name: "morningMail",
  title: "Morning mail",
  options: ["reports", ...STATUS_OPTIONS],
  reads: ["adjustedPrices"],
  writes: [],
  async run({ desk, dryRun }, { reports = [], dryRun: _, signal: __, progress: ___, ...options }) {
    const now = await status(desk, options);
    // That it is at work itself is no news, nor that mails wait which go with it.
    const processes = now.processes.filter(({ process }) => process !== "morningMail");
    const mail = morningMailText(withStatusText({ ...now, processes, keptMails: 0 }, desk), reports);
    if (dryRun) {
      const kept = counted(now.keptMails, "kept mail goes with it", "kept mails go with it") ?? "";
      const message = `${mail.text}${kept}`.trimEnd();
      return { items: [{ name: "mail", status: "unchanged", severity: "ok", message }] };
    }
    const sent = await desk.mail.sendWithDigest(mail);
    const failed = sent.status === "unsent" || sent.status === "no-mailer";
    return {
      items: [
        {
          name: "mail",
          status: sent.status,
          severity: sent.status === "unsent" ? "failed" : "ok",
          message: sent.status === "unsent" ? sent.message : failed ? "no mail is set up" : mail.subject,
        },
      ],
      complete: true,
    };
  },
});

/** The morning mail of a status. */
export function morningMailText(now: DeskStatus, reports: readonly MorningReport[] = []): Mail {
  const { attention, processes, stalePrices } = now;
  const trouble = processes.filter(
    ({ overdue, status: how }) => overdue || how === "failed" || how === "crashed",
  ).length;
  const parts = [
    counted(attention.length, "thing for you to see to", "things for you to see to"),
    counted(trouble, "process overdue or failed", "processes overdue or failed"),
    counted(stalePrices.length, "instrument with old prices", "instruments with old prices"),
  ].filter((part) => part !== undefined);
  const subject = `contango: ${parts.length === 0 ? "all is well" : parts.join(", ")}`;
  const text = [String(now), ...reports.map(({ title, text: body }) => `\n\n${title}\n\n${body}`)].join("");
  return { subject, text: `${text}\n` };
}

const counted = (count: number, one: string, many: string): string | undefined =>
  count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
