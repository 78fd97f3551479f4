import { redactor } from "../config/redact.js";
import { ContangoError } from "../errors/contangoError.js";
import { loadNodemailer, type Nodemailer, type Transport } from "./loadNodemailer.js";
import type { Mail, MailAttachment, Mailer } from "./mailer.js";
import { mailError } from "./smtpError.js";

export interface SmtpOptions {
  /** Name of the SMTP server. */
  readonly server: string;
  /** 587 where it is left out, which begins in the clear and turns to TLS; 465 is TLS from the start. */
  readonly port?: number;
  /** Whom mails come from, and the user's name at the server. */
  readonly address: string;
  /** Without it, the server is not asked to let the user in. */
  readonly password?: string;
  /** Whom mails go to, several with commas between; default: `address`. */
  readonly to?: string;
  /**
   * True: TLS from the start. False: TLS only if the server offers it, so that the password may go in the clear. Default: TLS
   * from the start on port 465, else TLS after the greeting, without which nothing is sent; a server on this machine may do
   * without, and its certificate is not checked.
   */
  readonly secure?: boolean;
  /** How long to wait for an answer of the server, in milliseconds (default 30 seconds). */
  readonly timeout?: number;
  /** Loads nodemailer; tests give their own. */
  readonly load?: () => Promise<Nodemailer>;
}

const SUBMISSION = 587;
const TLS_FROM_THE_START = 465;
const HALF_A_MINUTE = 30_000;

/**
 * Sends mails through an SMTP server, each over a connection of its own. nodemailer is loaded with the first.
 *
 * @throws ContangoError `MAIL_CONFIG` for an address without an @; from `send`: `MAIL_FAILED`, retryable where the server may
 * take the mail later; `DEPENDENCY_MISSING`.
 */
export function smtpMailer(options: SmtpOptions): Mailer {
  const { server, port = SUBMISSION, address, password, to = address, load = loadNodemailer } = options;
  requireAddress("address", address);
  for (const each of to.split(",")) requireAddress("to", each);
  const redact = redactor(password === undefined ? [] : [password]);
  let transport: Promise<Transport> | undefined;
  const opened = async (): Promise<Transport> => {
    const { createTransport } = await load();
    return createTransport(transportOptions({ ...options, port }));
  };
  return {
    async send(mail) {
      transport ??= opened();
      // What could not be loaded may be there the next time.
      transport.catch(() => {
        transport = undefined;
      });
      const open = await transport;
      try {
        await open.sendMail({ from: address, to, ...message(mail) });
      } catch (error) {
        throw mailError(error, mail.subject, { server, port, to, redact: redact.text });
      }
    },
    async close() {
      (await transport?.catch(() => undefined))?.close();
    },
  };
}

function transportOptions({
  server,
  port = SUBMISSION,
  address,
  password,
  secure,
  timeout = HALF_A_MINUTE,
}: SmtpOptions): Readonly<Record<string, unknown>> {
  const local = isThisMachine(server);
  return {
    host: server,
    port,
    secure: secure ?? port === TLS_FROM_THE_START,
    requireTLS: secure === undefined && !local,
    ...(password === undefined ? {} : { auth: { user: bareAddress(address), pass: password } }),
    ...(local ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** True for a server that no network lies between. */
export function isThisMachine(server: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(server);
}

function message({ subject, text, html, attachments = [] }: Mail): Readonly<Record<string, unknown>> {
  return {
    subject: subject.replace(/\s+/g, " "),
    text,
    ...(html === undefined ? {} : { html }),
    attachments: attachments.map(({ filename, content, contentType }: MailAttachment) => ({
      filename,
      content: typeof content === "string" ? content : Buffer.from(content),
      ...(contentType === undefined ? {} : { contentType }),
    })),
  };
}

/** `me@example.com` of `Me <me@example.com>`. */
const bareAddress = (address: string): string => /<([^>]+)>/.exec(address)?.[1] ?? address;

function requireAddress(name: string, address: string): void {
  if (/^[^\s@]+@[^\s@]+$/.test(bareAddress(address.trim()))) return;
  throw new ContangoError(
    "MAIL_CONFIG",
    "mail",
    `${name} is "${address}"; give a mail address, as me@example.com`,
  );
}
