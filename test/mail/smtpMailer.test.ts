import { createServer } from "node:net";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config.js";
import { type ContangoError, isContangoError } from "../../src/errors/contangoError.js";
import { loadNodemailer } from "../../src/mail/loadNodemailer.js";
import { mailerFromConfig } from "../../src/mail/mailerFromConfig.js";
import { type SmtpOptions, smtpMailer } from "../../src/mail/smtpMailer.js";
import { bodies, header, startSmtpServer } from "./smtpServer.js";

const me = { server: "127.0.0.1", address: "me@example.com", password: "hunter2" };
const mail = { subject: "Price spike CORN", text: "441.25 is 40 after 401.25" };

/** The error of a mail that cannot be sent. */
async function failure(options: Partial<SmtpOptions>, sent = mail): Promise<ContangoError> {
  const mailer = smtpMailer({ ...me, ...options });
  try {
    const error = await mailer.send(sent).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (isContangoError(error)) return error;
    throw new Error(`it should fail, but: ${inspect(error)}`);
  } finally {
    await mailer.close?.();
  }
}

describe("mail through a real SMTP server [row 27]", () => {
  it("arrives, with the user let in, from and to the right address", async () => {
    await using server = await startSmtpServer();
    const mailer = smtpMailer({ ...me, port: server.port });
    await mailer.send(mail);
    await mailer.send({ subject: "second", text: "another" });
    await mailer.close?.();
    const [first, second] = server.messages;
    expect(header(first!, "Subject")).toBe("Price spike CORN");
    expect(header(first!, "From")).toBe("me@example.com");
    expect(header(first!, "To")).toBe("me@example.com");
    expect(bodies(first!).get("text/plain")).toBe(mail.text);
    expect(header(second!, "Subject")).toBe("second");
    expect(server.logins[0]).toEqual({ user: "me@example.com", password: "hunter2", secure: false });
  });

  it("keeps every character of subject, text and HTML, and its attachments", async () => {
    await using server = await startSmtpServer();
    const mailer = smtpMailer({
      ...me,
      port: server.port,
      address: "Ich <me@example.com>",
      to: "a@b.c, d@e.f",
    });
    await mailer.send({
      subject: "Größe der Position: ≥ 10 % 📈 and so on, over\r\nmore than one line of the header",
      text: "Zeile eins\n.\nпозиция",
      html: "<p>позиция &lt; 3</p>",
      attachments: [
        { filename: "prices.csv", content: "DATE,PRICE\n2024-03-28,442\n" },
        { filename: "bytes.bin", content: Uint8Array.of(65, 66, 67), contentType: "application/x-test" },
      ],
    });
    await mailer.close?.();
    const [message] = server.messages;
    expect(header(message!, "Subject")).toBe(
      "Größe der Position: ≥ 10 % 📈 and so on, over more than one line of the header",
    );
    expect(server.recipients).toEqual(["a@b.c", "d@e.f"]);
    expect(server.logins[0]!.user).toBe("me@example.com");
    const parts = bodies(message!);
    expect(parts.get("text/plain")).toBe("Zeile eins\n.\nпозиция");
    expect(parts.get("text/html")).toBe("<p>позиция &lt; 3</p>");
    expect(parts.get("text/csv")).toBe("DATE,PRICE\n2024-03-28,442");
    expect(parts.get("application/x-test")).toBe("ABC");
    expect(message).toContain("filename=prices.csv");
  });

  it("is told by the server that the user is wrong: it does not help to wait", async () => {
    await using server = await startSmtpServer();
    const error = await failure({ port: server.port, password: "wrong-secret" });
    expect(error).toMatchObject({ code: "MAIL_FAILED", retryable: false });
    expect(error.message).toContain(
      `the mail "Price spike CORN" was not sent: 127.0.0.1:${server.port} refuses the user; check email_address and email_pwd`,
    );
    expect(error.message).toContain("Invalid user or password (secret)");
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("wrong-secret");
  });

  it("tells a recipient that is not there from one whose mailbox is full", async () => {
    await using server = await startSmtpServer();
    const nobody = await failure({ port: server.port, to: "nobody@example.com" });
    expect(nobody).toMatchObject({ code: "MAIL_FAILED", retryable: false, details: { response: 550 } });
    expect(nobody.message).toContain("refuses sender or recipient nobody@example.com");
    expect(nobody.message).toContain("No such user");
    const full = await failure({ port: server.port, to: "full@example.com" });
    expect(full).toMatchObject({ retryable: true, details: { response: 452 } });
  });

  it("reaches who is there where one of several recipients is not", async () => {
    await using server = await startSmtpServer();
    const mailer = smtpMailer({ ...me, port: server.port, to: "nobody@example.com,you@example.com" });
    await mailer.send(mail);
    await mailer.close?.();
    expect(server.recipients).toEqual(["you@example.com"]);
    expect(server.messages).toHaveLength(1);
  });

  it("says that the server refuses the message", async () => {
    await using server = await startSmtpServer();
    const error = await failure({ port: server.port }, { subject: "refuse me", text: "" });
    expect(error.message).toMatch(/refuses the message \(.*Looks like spam\)/);
    expect(error.retryable).toBe(false);
  });

  it("says that the server is down, does not answer, or does not exist: a later try may succeed", async () => {
    const down = await startSmtpServer();
    await down[Symbol.asyncDispose]();
    const refused = await failure({ port: down.port });
    expect(refused).toMatchObject({ code: "MAIL_FAILED", retryable: true });
    expect(refused.message).toContain(
      `127.0.0.1:${down.port} cannot be reached; check email_server, email_port`,
    );

    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const error = await failure({ port, timeout: 100 });
    expect(error).toMatchObject({ code: "MAIL_FAILED", retryable: true });
    await new Promise((resolve) => silent.close(resolve));
  });

  it("can be sent again by the same mailer when the server is back", async () => {
    const first = await startSmtpServer();
    const mailer = smtpMailer({ ...me, port: first.port });
    await first[Symbol.asyncDispose]();
    await expect(mailer.send(mail)).rejects.toThrow("cannot be reached");
    const { server } = await listenAgain(first.port);
    await using _ = server;
    await mailer.send(mail);
    expect(server.messages).toHaveLength(1);
  });

  it("uses TLS on this machine where the server offers it, whatever its certificate", async () => {
    await using server = await startSmtpServer({ hideSTARTTLS: false });
    const mailer = smtpMailer({ ...me, port: server.port });
    await mailer.send(mail);
    expect(server.logins).toEqual([{ user: "me@example.com", password: "hunter2", secure: true }]);

    await using implicit = await startSmtpServer({ secure: true });
    await smtpMailer({ ...me, port: implicit.port, secure: true }).send(mail);
    expect(implicit.logins[0]!.secure).toBe(true);
  });

  it("never gives the password to a server on the network that does not speak TLS", async () => {
    const options: Record<string, unknown>[] = [];
    const load = async () => ({
      createTransport(given: Record<string, unknown>) {
        options.push(given);
        return { sendMail: async () => {}, close: () => {} };
      },
    });
    const network = { ...me, server: "smtp.example.com", load };
    await smtpMailer(network).send(mail);
    await smtpMailer({ ...network, port: 465 }).send(mail);
    await smtpMailer({ ...network, secure: false }).send(mail);
    expect(options).toMatchObject([
      { host: "smtp.example.com", port: 587, secure: false, requireTLS: true },
      { port: 465, secure: true },
      { port: 587, secure: false, requireTLS: false },
    ]);
    for (const each of options) expect(each).not.toHaveProperty("tls");

    // The same rule, kept by nodemailer: a server without TLS is not told the password.
    await using server = await startSmtpServer({ disabledCommands: ["STARTTLS"] });
    const { createTransport } = await loadNodemailer();
    const strict = smtpMailer({
      ...me,
      port: server.port,
      load: async () => ({ createTransport: (given) => createTransport({ ...given, requireTLS: true }) }),
    });
    await expect(strict.send(mail)).rejects.toThrow("does not speak TLS as it should");
    expect(server.logins).toEqual([]);
  });

  it("goes without a password to a server that wants none", async () => {
    await using server = await startSmtpServer({ authOptional: true });
    const { password: _, ...rest } = me;
    await smtpMailer({ ...rest, port: server.port }).send(mail);
    expect(server.logins).toEqual([]);
    expect(server.messages).toHaveLength(1);
  });
});

/** Starts another server on a port that was just given back. */
async function listenAgain(port: number) {
  const { SMTPServer } = await import("smtp-server");
  const messages: string[] = [];
  const smtp = new SMTPServer({
    logger: false,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: "me" }),
    onData(stream, _session, done) {
      stream.resume();
      stream.on("end", () => {
        messages.push("");
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(port, "127.0.0.1", resolve));
  const stop = (): Promise<void> => new Promise((resolve) => smtp.close(resolve));
  return { server: { messages, [Symbol.asyncDispose]: stop } };
}

describe("nodemailer", () => {
  it("that is not installed is named with the command that installs it", async () => {
    const load = () =>
      loadNodemailer(() =>
        Promise.reject(Object.assign(new Error("gone"), { code: "ERR_MODULE_NOT_FOUND" })),
      );
    await expect(load()).rejects.toThrow(
      expect.toSatisfy(
        (error) =>
          isContangoError(error, "DEPENDENCY_MISSING") && /run: npm install nodemailer/.test(error.message),
      ),
    );
    const mailer = smtpMailer({ ...me, load });
    await expect(mailer.send(mail)).rejects.toThrow("npm install nodemailer");
    await expect(mailer.close?.()).resolves.toBeUndefined();
  });

  it("is taken from a module of either kind", async () => {
    const module = { createTransport: () => ({ sendMail: async () => {}, close: () => {} }) };
    expect(await loadNodemailer(async () => module)).toBe(module);
    expect(await loadNodemailer(async () => ({ default: module }))).toBe(module);
  });
});

describe("addresses", () => {
  it.each([
    [{ address: "me" }, 'address is "me"'],
    [{ to: "a@b.c, you" }, 'to is " you"'],
    [{ to: "" }, 'to is ""'],
    [{ to: "a@b c" }, "give a mail address"],
  ])("that are none are refused: %j", (options, part) => {
    expect(() => smtpMailer({ ...me, ...options })).toThrow(
      expect.toSatisfy((error) => isContangoError(error, "MAIL_CONFIG") && error.message.includes(part)),
    );
  });
});

describe("mail from configuration [row 27]", () => {
  it("is set up by address, password and server, and by none of them not at all", async () => {
    expect(mailerFromConfig(configOf({}))).toBeUndefined();
    await using server = await startSmtpServer();
    const mailer = mailerFromConfig(
      configOf({
        email_server: "localhost",
        email_address: "me@example.com",
        email_pwd: "hunter2",
        email_to: "you@example.com",
        email_port: server.port,
      }),
    );
    await mailer!.send(mail);
    expect(server.recipients).toEqual(["you@example.com"]);
  });

  it("that is set up in part is refused, with what is missing", () => {
    const refused = (values: Parameters<typeof configOf>[0], part: string): void =>
      expect(() => mailerFromConfig(configOf(values))).toThrow(
        expect.toSatisfy(
          (error) =>
            isContangoError(error, "MAIL_CONFIG") &&
            error.message.includes(part) &&
            !/hunter2/.test(error.message),
        ),
      );
    refused({ email_pwd: "hunter2" }, "email_server and email_address are missing");
    refused({ email_to: "a@b.c" }, "email_server and email_address and email_pwd are missing");
    refused({ email_server: "smtp.example.com", email_address: "a@b.c" }, "email_pwd is missing; set it in");
    refused(
      { email_server: "smtp.example.com", email_address: "me", email_pwd: "hunter2" },
      'address is "me"',
    );
  });

  it("needs no password for a server on this machine", () => {
    expect(mailerFromConfig(configOf({ email_server: "localhost", email_address: "a@b.c" }))).toBeDefined();
  });
});
