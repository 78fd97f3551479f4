import { describe, expect, it } from "vitest";
import { createMailbox, type MailboxOptions } from "../../src/mail/createMailbox.js";
import type { Mail, Mailer } from "../../src/mail/mailer.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import type { Storage } from "../../src/storage/storage.js";
import { outbox } from "../../src/testing/outbox.js";
import { DAY, SECOND } from "../../src/time/civil.js";
import { toLongDate } from "../../src/time/longDate.js";
import { toTime } from "../../src/time/text.js";
import { timeZone } from "../../src/time/zone.js";

const start = toTime("2024-07-10 12:00");
const alert = (subject: string, text = `text of ${subject}`): Mail => ({ subject, text });

async function setUp(options: Partial<MailboxOptions> = {}) {
  const storage = options.storage ?? (await openStorage(memoryEngine()));
  const box = outbox();
  const clock = { time: start, now: () => clock.time };
  const mailbox = createMailbox({ mailer: box, storage, clock, ...options });
  const subjects = (): string[] => box.mails.map(({ subject }) => subject);
  const reasons = async (): Promise<string[]> =>
    (await mailbox.kept()).map(({ reason, mail }) => `${reason} ${mail.subject}`);
  return { storage, box, clock, mailbox, subjects, reasons };
}

describe("alerts of one subject", () => {
  it("are sent once in 24 hours, then a warning, then they are kept [row 27]", async () => {
    const { box, clock, mailbox, reasons } = await setUp();
    expect(await mailbox.send(alert("Spike"), "alert")).toEqual({ status: "sent", subject: "Spike" });
    clock.time += DAY - 1;
    expect(await mailbox.send(alert("Spike", "second"), "alert")).toEqual({
      status: "held",
      subject: "Spike",
    });
    expect(await mailbox.send(alert("Spike", "third"), "alert")).toMatchObject({ status: "held" });
    expect(await mailbox.send(alert("Other"), "alert")).toMatchObject({ status: "sent" });
    expect(box.mails.map(({ subject, text }) => `${subject}: ${text.slice(0, 21)}`)).toEqual([
      "Spike: text of Spike",
      "Spike: A mail of this subjec",
      "Other: text of Other",
    ]);
    expect(await reasons()).toEqual(["held Spike", "held Spike"]);
    clock.time += 1;
    expect(await mailbox.send(alert("Spike"), "alert")).toMatchObject({ status: "sent" });
    // The warning was of this day, so that no other follows it.
    expect(await mailbox.send(alert("Spike"), "alert")).toMatchObject({ status: "held" });
    expect(box.mails).toHaveLength(4);
  });

  it("are remembered in documents as pysystemtrade's, in wall time", async () => {
    const zone = timeZone("America/Chicago");
    const { storage, mailbox, clock } = await setUp({ zone });
    await mailbox.send(alert("Spike"), "alert");
    clock.time += 60 * SECOND;
    await mailbox.send(alert("Spike"), "alert");
    const { documents } = await storage.records.find(COLLECTIONS.mailControl);
    expect(documents).toEqual([
      { subject: "Spike", type: "last_email_sent", datetime: toLongDate(toTime("2024-07-10 07:00")) },
      { subject: "Spike", type: "last_warning_sent", datetime: toLongDate(toTime("2024-07-10 07:01")) },
    ]);
  });

  it("heed what pysystemtrade sent, whatever the kind of its number", async () => {
    const { storage, mailbox } = await setUp();
    const put = (subject: string, datetime: number | bigint) =>
      storage.records.put(COLLECTIONS.mailControl, { subject, type: "last_email_sent", datetime });
    await put("a", toLongDate(start - DAY + SECOND));
    await put("b", BigInt(toLongDate(start - DAY + SECOND)));
    await put("c", toLongDate(start - DAY));
    await put("broken", 7);
    const outcomes = await mailbox.sendAll(["a", "b", "c", "broken"].map((subject) => alert(subject)));
    expect(outcomes.map(({ status }) => status)).toEqual(["held", "held", "sent", "sent"]);
  });

  it("are throttled over all mailboxes of a store, and over calls at once", async () => {
    const { storage, box, mailbox, clock } = await setUp();
    const outcomes = await Promise.all([1, 2, 3].map(() => mailbox.send(alert("Spike"), "alert")));
    expect(outcomes.map(({ status }) => status)).toEqual(["sent", "held", "held"]);
    const other = createMailbox({ mailer: box, storage, clock });
    expect(await other.send(alert("Spike"), "alert")).toMatchObject({ status: "held" });
  });
});

describe("reports", () => {
  it("are always sent", async () => {
    const { mailbox, subjects } = await setUp();
    for (let i = 0; i < 3; i++) await mailbox.send(alert("Roll report"), "report");
    expect(subjects()).toEqual(["Roll report", "Roll report", "Roll report"]);
    expect(await mailbox.kept()).toEqual([]);
  });

  it("that cannot be sent are kept whole, and come with the next mail that can", async () => {
    const { box, mailbox, subjects } = await setUp();
    const report: Mail = {
      subject: "Roll report",
      text: "CORN",
      html: "<b>CORN</b>",
      attachments: [
        { filename: "a.csv", content: "A,B\n" },
        { filename: "b.bin", content: Uint8Array.of(1, 2), contentType: "application/x" },
      ],
    };
    box.fail();
    expect(await mailbox.send(report, "report")).toEqual({
      status: "unsent",
      subject: "Roll report",
      message: expect.stringContaining("the outbox was told to fail"),
    });
    expect(await mailbox.kept()).toEqual([
      { id: expect.any(String), time: start, reason: "unsent", mail: report },
    ]);
    box.fail(false);
    await mailbox.send(alert("Spike"), "alert");
    expect(subjects()).toEqual(["Spike", "Roll report"]);
    expect(box.mails[1]).toEqual(report);
    expect(await mailbox.kept()).toEqual([]);
  });
});

describe("alerts that cannot be sent", () => {
  it("are not remembered as sent, and go together with the next success", async () => {
    const { storage, box, mailbox, subjects, reasons } = await setUp();
    box.fail();
    for (const subject of ["a", "b", "a"]) {
      expect(await mailbox.send(alert(subject), "alert")).toMatchObject({ status: "unsent", subject });
    }
    expect((await storage.records.find(COLLECTIONS.mailControl)).documents).toEqual([]);
    expect(await reasons()).toEqual(["unsent a", "unsent b", "unsent a"]);
    box.fail(false);
    await mailbox.send(alert("c"), "report");
    expect(subjects()).toEqual(["c", "3 mails kept"]);
    expect(box.mails[1]!.text).toContain("a\n(2024-07-10 12:00:00, could not be sent then)\n\ntext of a\n");
    expect(await reasons()).toEqual([]);
  });

  it("are tried once, if they come together", async () => {
    let tries = 0;
    const mailer: Mailer = {
      async send() {
        tries++;
        throw new Error("down");
      },
    };
    const { mailbox } = await setUp({ mailer });
    const outcomes = await mailbox.sendAll([alert("a"), alert("b"), alert("c")]);
    expect(outcomes).toEqual(
      ["a", "b", "c"].map((subject) => ({ status: "unsent", subject, message: "down" })),
    );
    expect(tries).toBe(1);
  });

  it("stay kept while what is kept cannot be sent", async () => {
    const sent: string[] = [];
    const mailer: Mailer = {
      async send({ subject }) {
        if (subject !== "good") throw new Error("refused");
        sent.push(subject);
      },
    };
    const { mailbox, reasons } = await setUp({ mailer });
    await mailbox.send(alert("bad"), "alert");
    expect(await mailbox.send(alert("good"), "alert")).toMatchObject({ status: "sent" });
    expect(await reasons()).toEqual(["unsent bad"]);
    expect(await mailbox.sendDigest()).toEqual({
      status: "unsent",
      subject: "bad",
      message: "refused",
    });
    expect(await reasons()).toEqual(["unsent bad"]);
  });
});

describe("alerts that come up together", () => {
  const many = (count: number): Mail[] => Array.from({ length: count }, (_, i) => alert(`Spike ${i}`));

  it("go one by one up to five, and as one mail beyond", async () => {
    const { box, mailbox, subjects, clock } = await setUp();
    await mailbox.sendAll(many(5));
    expect(subjects()).toHaveLength(5);
    clock.time += DAY;
    box.clear();
    const outcomes = await mailbox.sendAll(many(6));
    expect(outcomes).toEqual(many(6).map(({ subject }) => ({ status: "sent", subject })));
    expect(subjects()).toEqual(["6 alerts: Spike 0, Spike 1, Spike 2 and 3 more"]);
    for (const { text } of many(6)) expect(box.mails[0]!.text).toContain(text);
    expect(await mailbox.send(alert("Spike 3"), "alert")).toMatchObject({ status: "held" });
  });

  it("are told of once where many of them are held back", async () => {
    const { box, mailbox, subjects, reasons, clock } = await setUp();
    await mailbox.sendAll(many(6));
    clock.time += SECOND;
    box.clear();
    const outcomes = await mailbox.sendAll([...many(6), alert("new")]);
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(6).fill("held"), "sent"]);
    expect(subjects()).toEqual(["7 alerts: new, Spike 0, Spike 1 and 4 more"]);
    expect(box.mails[0]!.text).toContain("Held back\n\nSpike 0\nSpike 1\n");
    expect(await reasons()).toHaveLength(6);
    box.clear();
    await mailbox.sendAll(many(6));
    expect(subjects()).toEqual([]);
    expect(await mailbox.sendAll([])).toEqual([]);
  });

  it("are each kept where the one mail cannot be sent", async () => {
    const { box, mailbox, reasons } = await setUp();
    box.fail();
    await mailbox.sendAll(many(7));
    expect(await reasons()).toEqual(many(7).map(({ subject }) => `unsent ${subject}`));
  });

  it("keep their attachments", async () => {
    const { box, mailbox } = await setUp();
    const attachments = [{ filename: "a.txt", content: "a" }];
    await mailbox.sendAll([...many(6), { ...alert("x"), attachments }]);
    expect(box.mails[0]!.attachments).toEqual(attachments);
  });
});

describe("the digest", () => {
  it("holds all that is kept, and forgets it when it is sent", async () => {
    const { box, mailbox, clock } = await setUp({ zone: timeZone("Asia/Tokyo") });
    expect(await mailbox.sendDigest()).toBeUndefined();
    await mailbox.send(alert("Spike"), "alert");
    await mailbox.send(alert("Spike", "441 < 442 & more"), "alert");
    clock.time += 61 * SECOND;
    await mailbox.send(
      { ...alert("Spike <b>", "x"), attachments: [{ filename: "a.txt", content: "a" }] },
      "alert",
    );
    await mailbox.send(alert("Spike <b>", '<script>alert("x")</script>'), "alert");
    box.clear();
    box.fail();
    expect(await mailbox.sendDigest()).toMatchObject({ status: "unsent", subject: "2 mails kept" });
    expect(await mailbox.kept()).toHaveLength(2);
    box.fail(false);
    expect(await mailbox.sendDigest()).toEqual({ status: "sent", subject: "2 mails kept" });
    const line = "-".repeat(80);
    expect(box.mails[0]!.text).toBe(
      `2 mails kept.\n\n${line}\nSpike\n(2024-07-10 21:00:00, held back, as one of its subject was sent within a day)\n\n441 < 442 & more\n` +
        `\n${line}\nSpike <b>\n(2024-07-10 21:01:01, held back, as one of its subject was sent within a day)\n\n<script>alert("x")</script>\n`,
    );
    expect(box.mails[0]!.html).toContain('<pre style="white-space:pre-wrap">441 &lt; 442 &amp; more</pre>');
    expect(box.mails[0]!.html).toContain("<h2>Spike &lt;b&gt;</h2>");
    expect(box.mails[0]!.html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(box.mails[0]!.html).not.toMatch(/<script|<b>/);
    expect(await mailbox.kept()).toEqual([]);
    expect(await mailbox.sendDigest()).toBeUndefined();
  });

  it("is not larger than servers take; the rest goes with the next", async () => {
    const { box, mailbox } = await setUp();
    await mailbox.send(alert("big"), "alert");
    const attachments = [{ filename: "a.bin", content: new Uint8Array(200_000) }];
    for (let i = 0; i < 30; i++) await mailbox.send({ ...alert("big", `${i}`), attachments }, "alert");
    box.clear();
    await mailbox.sendDigest();
    expect(box.mails[0]!.attachments).toHaveLength(26);
    expect((await mailbox.kept()).map(({ mail }) => mail.text)).toEqual(["26", "27", "28", "29"]);
    await mailbox.sendDigest();
    expect(box.mails[1]!.attachments).toHaveLength(4);
    expect(await mailbox.kept()).toEqual([]);
  });

  it("is sent by one process at a time", async () => {
    const { storage, box, mailbox, clock } = await setUp();
    await mailbox.send(alert("a"), "alert");
    await mailbox.send(alert("a"), "alert");
    box.clear();
    const other = createMailbox({ mailer: box, storage, clock });
    const outcomes = await Promise.all([mailbox.sendDigest(), other.sendDigest()]);
    expect(outcomes.filter((outcome) => outcome?.status === "sent")).toHaveLength(1);
    expect(outcomes).toContain(undefined);
    expect(box.mails).toHaveLength(1);
  });
});

describe("a report with the digest", () => {
  const report: Mail = { subject: "Morning", text: "all is well\n" };

  it("is one mail, which forgets what was kept; alone where nothing is", async () => {
    const { box, mailbox } = await setUp();
    expect(await mailbox.sendWithDigest(report)).toEqual({ status: "sent", subject: "Morning" });
    expect(box.mails).toEqual([report]);
    await mailbox.send(alert("Spike"), "alert");
    await mailbox.send(alert("Spike", "second"), "alert");
    const attachments = [{ filename: "a.txt", content: "a" }];
    box.fail();
    await mailbox.send({ ...alert("bad"), attachments }, "report");
    box.fail(false);
    box.clear();
    const more = [{ filename: "b.txt", content: "b" }];
    await mailbox.sendWithDigest({ ...report, html: "<p>all is well</p>", attachments: more });
    expect(box.mails).toHaveLength(1);
    const [mail] = box.mails;
    expect(mail).toMatchObject({ subject: "Morning", attachments: [...more, ...attachments] });
    expect(mail!.text).toMatch(/^all is well\n\n=+\n\n2 mails kept\.\n.*second\n.*text of bad\n$/s);
    expect(mail!.html).toMatch(/^<p>all is well<\/p><hr><!doctype html>.*2 mails kept/);
    expect(await mailbox.kept()).toEqual([]);
  });

  it("is kept where it cannot be sent, with all that was kept before", async () => {
    const { box, mailbox, reasons } = await setUp();
    await mailbox.send(alert("Spike"), "alert");
    await mailbox.send(alert("Spike"), "alert");
    box.fail();
    box.clear();
    expect(await mailbox.sendWithDigest(report)).toMatchObject({ status: "unsent", subject: "Morning" });
    expect(await reasons()).toEqual(["held Spike", "unsent Morning"]);
    expect((await mailbox.kept())[1]!.mail).toEqual(report);
  });

  it("is kept where no mail is set up", async () => {
    const { mailbox, reasons } = await setUp({ mailer: undefined });
    expect(await mailbox.sendWithDigest(report)).toEqual({ status: "no-mailer", subject: "Morning" });
    expect(await reasons()).toEqual(["no-mailer Morning"]);
  });

  it("does not tell the same twice where two are sent at once", async () => {
    const { storage, box, mailbox, clock } = await setUp();
    await mailbox.send(alert("a"), "alert");
    await mailbox.send(alert("a"), "alert");
    box.clear();
    const other = createMailbox({ mailer: box, storage, clock });
    await Promise.all([mailbox.sendWithDigest(report), other.sendWithDigest(report)]);
    expect(box.mails.map(({ text }) => text.includes("1 mail kept")).sort()).toEqual([false, true]);
  });
});

describe("what is kept", () => {
  it("is at most 200 mails, and the digest says how many had to go", async () => {
    const { box, mailbox } = await setUp();
    await mailbox.send(alert("a"), "alert");
    for (let i = 0; i < 207; i++) await mailbox.send(alert("a", `number ${i}`), "alert");
    const kept = await mailbox.kept();
    expect(kept).toHaveLength(200);
    expect(kept[0]!.mail.text).toBe("number 7");
    expect(kept[0]).not.toHaveProperty("dropped");
    box.clear();
    await mailbox.sendDigest();
    expect(box.mails[0]!.text).toMatch(
      /^200 mails kept\. 7 older ones were dropped, as too many were kept\.\n/,
    );
  });

  it("is small: without attachments, without HTML, or cut", async () => {
    const { box, mailbox } = await setUp();
    box.fail();
    const big = "x".repeat(300_000);
    await mailbox.send(
      { ...alert("a"), html: "<p>", attachments: [{ filename: "a.csv", content: big }] },
      "report",
    );
    await mailbox.send({ ...alert("b"), html: big }, "report");
    await mailbox.send({ subject: "€".repeat(2000), text: "€".repeat(300_000), html: big }, "report");
    const [first, second, third] = (await mailbox.kept()).map(({ mail }) => mail);
    expect(first).toEqual({ subject: "a", text: "text of a\n(too large to be kept: a.csv)\n", html: "<p>" });
    expect(second).toEqual({ subject: "b", text: "text of b\n(too large to be kept: its HTML)\n" });
    expect(third!.text).toMatch(/^€{65536}…\n\(cut: it was too large to be kept\)\n$/);
    expect(third!.subject).toHaveLength(1000);
  });

  it("is everything where no mail is set up", async () => {
    const { mailbox, reasons } = await setUp({ mailer: undefined });
    expect(await mailbox.send(alert("a"), "alert")).toEqual({ status: "no-mailer", subject: "a" });
    expect(await mailbox.send(alert("b"), "report")).toEqual({ status: "no-mailer", subject: "b" });
    expect(await mailbox.sendAll([alert("a")])).toEqual([{ status: "no-mailer", subject: "a" }]);
    expect(await reasons()).toEqual(["no-mailer a", "no-mailer b", "no-mailer a"]);
    expect(await mailbox.sendDigest()).toEqual({ status: "no-mailer", subject: "3 mails kept" });
    await expect(mailbox.close()).resolves.toBeUndefined();
  });
});

describe("secrets", () => {
  it("are in no mail that is sent or kept, nor in an outcome", async () => {
    const mailer: Mailer = {
      async send() {
        throw new Error("535 hunter2 refused");
      },
    };
    const { storage, mailbox } = await setUp({ mailer, secrets: ["hunter2"] });
    const outcome = await mailbox.send(
      {
        subject: "about\n hunter2",
        text: "hunter2, email_pwd: other",
        html: "<b>hunter2</b>",
        attachments: [{ filename: "a", content: "hunter2" }],
      },
      "alert",
    );
    expect(outcome).toEqual({ status: "unsent", subject: "about (secret)", message: "535 (secret) refused" });
    const { documents } = await storage.records.find(COLLECTIONS.mails);
    expect(documents).toMatchObject([
      {
        subject: "about (secret)",
        text: "(secret), email_pwd: (secret)",
        html: "<b>(secret)</b>",
        attachments: [{ filename: "a", content: "(secret)" }],
      },
    ]);
    expect(JSON.stringify(documents)).not.toMatch(/hunter2|other/);
  });
});

describe("a store that fails", () => {
  const broken = (storage: Storage, what: "reads" | "writes"): Storage => {
    const fail = (): Promise<never> => Promise.reject(new Error("disk gone"));
    return what === "writes"
      ? { ...storage, atomically: fail, lease: fail }
      : { ...storage, records: { ...storage.records, get: fail, find: fail } };
  };

  it("keeps no mail from being sent", async () => {
    for (const what of ["reads", "writes"] as const) {
      const storage = broken(await openStorage(memoryEngine()), what);
      const { mailbox, subjects } = await setUp({ storage });
      expect(await mailbox.send(alert("a"), "alert")).toMatchObject({ status: "sent" });
      expect(await mailbox.send(alert("b"), "report")).toMatchObject({ status: "sent" });
      expect(await mailbox.sendWithDigest(alert("c"))).toMatchObject({ status: "sent" });
      expect(subjects()).toEqual(["a", "b", "c"]);
    }
  });

  it("is told of where a mail cannot be kept", async () => {
    const storage = broken(await openStorage(memoryEngine()), "writes");
    const { box, mailbox } = await setUp({ storage });
    box.fail();
    expect(await mailbox.send(alert("a"), "alert")).toMatchObject({
      status: "unsent",
      message: expect.stringMatching(/told to fail; and it is not kept: disk gone$/),
    });
    const none = await setUp({ storage, mailer: undefined });
    expect(await none.mailbox.send(alert("a"), "alert")).toEqual({
      status: "unsent",
      subject: "a",
      message: "it is not kept: disk gone",
    });
    const unreadable = await setUp({ storage: broken(storage, "reads") });
    expect(await unreadable.mailbox.sendDigest()).toMatchObject({ status: "unsent", message: "disk gone" });
  });
});

it("closing ends the mailer, after what is under way", async () => {
  const done: string[] = [];
  const mailer: Mailer = {
    async send({ subject }) {
      await Promise.resolve();
      done.push(subject);
    },
    async close() {
      done.push("closed");
      throw new Error("ignored");
    },
  };
  const { mailbox } = await setUp({ mailer });
  void mailbox.send(alert("a"), "alert");
  await mailbox.close();
  expect(done).toEqual(["a", "closed"]);
});
