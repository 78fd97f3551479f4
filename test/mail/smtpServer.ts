import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** An SMTP server on this machine, which keeps what it is sent. */
export interface TestSmtpServer extends AsyncDisposable {
  readonly port: number;
  /** Whole messages as they came over the wire. */
  readonly messages: string[];
  readonly logins: { readonly user: string; readonly password: string; readonly secure: boolean }[];
  readonly recipients: string[];
}

/** Starts one that lets `me@example.com` with `hunter2` in. */
export async function startSmtpServer(options: SMTPServerOptions = {}): Promise<TestSmtpServer> {
  const messages: string[] = [];
  const logins: TestSmtpServer["logins"] = [];
  const recipients: string[] = [];
  const server = new SMTPServer({
    logger: false,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth({ username, password }, session, done) {
      const user = username ?? "";
      logins.push({ user, password: password ?? "", secure: session.secure });
      if (user === "me@example.com" && password === "hunter2") done(null, { user });
      else done(new Error(`Invalid user or password ${password}`));
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith("nobody"))
        return done(Object.assign(new Error("No such user"), { responseCode: 550 }));
      if (address.startsWith("full"))
        return done(Object.assign(new Error("Mailbox full"), { responseCode: 452 }));
      recipients.push(address);
      done();
    },
    onData(stream, _session, done) {
      let text = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => {
        text += chunk;
      });
      stream.on("end", () => {
        if (/^Subject: refuse me/m.test(text)) {
          return done(Object.assign(new Error("Looks like spam"), { responseCode: 554 }));
        }
        messages.push(text);
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    messages,
    logins,
    recipients,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** A header of a message, unfolded, its encoded words decoded. */
export function header(message: string, name: string): string {
  const head = message.slice(0, message.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const line =
    head.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}: `)) ?? "";
  return line
    .slice(name.length + 2)
    .replace(/\?= =\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) => decoded(kind, text));
}

const decoded = (kind: string, text: string): string =>
  kind.toLowerCase() === "b"
    ? Buffer.from(text, "base64").toString()
    : quotedPrintable(text.replaceAll("_", " "));

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, "")
      .replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();

/** The decoded bodies of the parts of a message, by content type. */
export function bodies(message: string): ReadonlyMap<string, string> {
  const boundaries = [...message.matchAll(/boundary="?([^"\r\n;]+)"?/g)].map(([, boundary]) => boundary!);
  const pieces = boundaries.reduce<readonly string[]>(
    (texts, boundary) => texts.flatMap((text) => text.split(`--${boundary}`)),
    [message],
  );
  const found = new Map<string, string>();
  for (const piece of pieces) {
    const end = piece.indexOf("\r\n\r\n");
    const head = piece.slice(0, end);
    const type = /content-type: ([\w/.+-]+)/i.exec(head)?.[1];
    if (end < 0 || type === undefined || type.startsWith("multipart")) continue;
    const body = piece.slice(end + 4);
    const encoding = /content-transfer-encoding: ([\w-]+)/i.exec(head)?.[1]?.toLowerCase();
    const text =
      encoding === "base64"
        ? Buffer.from(body, "base64").toString()
        : encoding === "quoted-printable"
          ? quotedPrintable(body)
          : body;
    found.set(type, text.replace(/\r\n/g, "\n").trim());
  }
  return found;
}
