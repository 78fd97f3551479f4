import { ContangoError } from "../errors/contangoError.js";
import type { Mail, Mailbox } from "../mail/mailer.js";
import { attributesText } from "./entryLine.js";
import type { LogAttributes, LogEntry, LogLevel, LogSink } from "./logger.js";

export interface MailSinkOptions {
  /** Entries below it are not mailed (default: critical). */
  readonly least?: LogLevel;
}

const LONGEST_SUBJECT = 80;

/**
 * Mails entries as alerts. The subject is made of the labels, so that the mailbox sends one a day of what goes wrong with one
 * thing; an entry without labels has its text as the subject.
 */
export function mailSink(mailbox: Mailbox, { least = "critical" }: MailSinkOptions = {}): LogSink {
  return {
    least,
    async write(entries) {
      for (const outcome of await mailbox.sendAll(entries.map(mailOf))) {
        if (outcome.status === "unsent") {
          throw new ContangoError("MAIL_FAILED", "log", `${outcome.message}; the mail is kept`);
        }
      }
    },
  };
}

function mailOf(entry: LogEntry): Mail {
  const { level, text, attributes, code } = entry;
  const subject = `${level}: ${aboutWhat(attributes) || text.replace(/\s+/g, " ")}`;
  const facts = [attributesText(attributes), code ?? "", new Date(entry.time).toISOString()];
  return {
    subject: subject.length <= LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT)}…`,
    text: `${text}\n\n${facts.filter((fact) => fact !== "").join("\n")}\n`,
  };
}

function aboutWhat(attributes: LogAttributes): string {
  const { type, strategy_name, instrument_code, contract_date, currency_code } = attributes;
  return [type, strategy_name, instrument_code, contract_date, currency_code]
    .filter((label) => label !== undefined)
    .join(" ");
}
