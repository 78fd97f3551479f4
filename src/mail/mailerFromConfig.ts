import type { Config } from "../config/config.js";
import { ContangoError } from "../errors/contangoError.js";
import type { Mailer } from "./mailer.js";
import { isThisMachine, smtpMailer } from "./smtpMailer.js";

/**
 * The mailer that configuration describes: `email_server`, `email_address`, `email_pwd`, and where they differ from the usual,
 * `email_to` (default: the address) and `email_port` (default: 587). Undefined where none of them is set.
 *
 * @throws ContangoError `MAIL_CONFIG` where some are set and others are missing. A server on this machine needs no password.
 */
export function mailerFromConfig(config: Config): Mailer | undefined {
  const server = config.get("email_server");
  const address = config.get("email_address");
  const password = config.get("email_pwd");
  const to = config.get("email_to");
  const port = config.get("email_port");
  if ([server, address, password, to, port].every((value) => value === undefined)) return undefined;
  const mayLackPassword = server !== undefined && isThisMachine(server);
  const missing = [
    ...(server === undefined ? ["email_server"] : []),
    ...(address === undefined ? ["email_address"] : []),
    ...(password === undefined && !mayLackPassword ? ["email_pwd"] : []),
  ];
  if (server === undefined || address === undefined || missing.length > 0) {
    throw new ContangoError(
      "MAIL_CONFIG",
      "mail",
      `mail is set up in part: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing; set ${missing.length === 1 ? "it" : "them"} in the private configuration, or none of email_…`,
      { details: { missing } },
    );
  }
  return smtpMailer({
    server,
    address,
    ...(port === undefined ? {} : { port }),
    ...(password === undefined ? {} : { password }),
    ...(to === undefined ? {} : { to }),
  });
}
