import { ContangoError } from "../errors/contangoError.js";

/** What nodemailer says of a mail that it could not send. */
interface SmtpFailure {
  readonly code?: string;
  readonly message?: string;
  /** The server's number: 4xx may pass, 5xx will not. */
  readonly responseCode?: number;
  /** What the server wrote. */
  readonly response?: string;
}

export interface SmtpErrorContext {
  readonly server: string;
  readonly port: number;
  readonly to: string;
  readonly redact: (text: string) => string;
}

/** Failures that do not go away by waiting, unless the server says so. */
const LASTING = new Set(["EAUTH", "ENOAUTH", "ETLS", "EENVELOPE", "EMESSAGE", "EPROTOCOL", "ECONFIG"]);

/** What went wrong with a mail, and what to do. The cause is left out, as it may hold what was sent to the server. */
export function mailError(error: unknown, subject: string, context: SmtpErrorContext): ContangoError {
  const { server, port, to, redact } = context;
  const { code = "", responseCode, response, message }: SmtpFailure = error instanceof Error ? error : {};
  const answer = (response ?? message ?? "").replace(/\s+/g, " ").trim();
  const said = answer === "" ? "" : ` (${answer})`;
  return new ContangoError(
    "MAIL_FAILED",
    "mail",
    redact(`the mail "${subject}" was not sent: ${problem(code, { server, port, to })}${said}`),
    {
      details: { server, port, ...(responseCode === undefined ? {} : { response: responseCode }) },
      retryable: responseCode === undefined ? !LASTING.has(code) : responseCode < 500,
    },
  );
}

function problem(code: string, { server, port, to }: Omit<SmtpErrorContext, "redact">): string {
  const where = `${server}:${port}`;
  switch (code) {
    case "EAUTH":
    case "ENOAUTH":
      return `${where} refuses the user; check email_address and email_pwd`;
    case "EENVELOPE":
      return `${where} refuses sender or recipient ${to}; check email_address and email_to`;
    case "EMESSAGE":
      return `${where} refuses the message`;
    case "ETLS":
      return `${where} does not speak TLS as it should; check email_server and email_port`;
    case "EDNS":
      return `there is no server ${server}; check email_server and the network`;
    default:
      return `${where} cannot be reached; check email_server, email_port and the network`;
  }
}
