/** A message to the trader. Neither subject nor body holds secrets. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  /** The same for who reads HTML. */
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly filename: string;
  readonly content: string | Uint8Array;
  /** MIME type; from the file's ending where it is left out. */
  readonly contentType?: string;
}

/** Sends one mail to the trader: SMTP, or an outbox in tests. */
export interface Mailer {
  /** @throws ContangoError `MAIL_FAILED`; retryable where the server may take it later. */
  send(mail: Mail): Promise<void>;
  close?(): Promise<void>;
}

/** What became of a mail. */
export type MailOutcome =
  | { readonly status: "sent"; readonly subject: string }
  /** Another of its subject was sent within the day: kept for the digest. */
  | { readonly status: "held"; readonly subject: string }
  /** The server refused it, or cannot be reached: kept, and sent with the next one. */
  | { readonly status: "unsent"; readonly subject: string; readonly message: string }
  /** No mail is set up; it is kept. */
  | { readonly status: "no-mailer"; readonly subject: string };

/** A mail that was not sent, and why. */
export interface KeptMail {
  readonly id: string;
  /** The moment, epoch milliseconds UTC. */
  readonly time: number;
  readonly reason: "held" | "unsent" | "no-mailer";
  readonly mail: Mail;
}

/**
 * The mails of a desk: sends each subject at most once in 24 hours, keeps the others for a digest, and what could not be
 * sent until it can be. Never throws for a mail that cannot be sent.
 */
export interface Mailbox {
  /** An `alert` is throttled by its subject; a `report` is always sent. */
  send(mail: Mail, kind: "alert" | "report"): Promise<MailOutcome>;
  /** Alerts that came up together: more than a handful go as one digest. */
  sendAll(mails: readonly Mail[]): Promise<readonly MailOutcome[]>;
  /** Mails that are kept, oldest first. */
  kept(): Promise<readonly KeptMail[]>;
  /** Sends what is kept as one digest, and forgets it when it is sent; `undefined` where nothing is kept. */
  sendDigest(): Promise<MailOutcome | undefined>;
  /** Sends a report, and what is kept below it, as one mail; what is kept is forgotten when it is sent. */
  sendWithDigest(report: Mail): Promise<MailOutcome>;
  close(): Promise<void>;
}
