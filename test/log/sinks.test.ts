import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isContangoError } from "../../src/errors/contangoError.js";
import { consoleLog } from "../../src/log/consoleLog.js";
import { createLog } from "../../src/log/createLog.js";
import { fileLog } from "../../src/log/fileLog.js";
import type { LogEntry } from "../../src/log/logger.js";
import { mailSink } from "../../src/log/mailSink.js";
import { createMailbox } from "../../src/mail/createMailbox.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { outbox } from "../../src/testing/outbox.js";
import { timeZone } from "../../src/time/zone.js";

const time = Date.UTC(2024, 6, 1, 12, 0, 0, 700);
const entry = (more: Partial<LogEntry> = {}): LogEntry => ({
  id: "1",
  time,
  level: "warn",
  text: "no bars",
  attributes: { instrument_code: "CORN", type: "prices" },
  ...more,
});

describe("the console", () => {
  const terminal = (isTTY: boolean) => {
    const written: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    });
    return { written, stream: Object.assign(stream, { isTTY }) };
  };

  it("shows an entry on a line", async () => {
    const { written, stream } = terminal(false);
    const { write } = consoleLog({ stream });
    await write([
      entry(),
      entry({ level: "msg", attributes: {}, text: "done" }),
      entry({ code: "STORE_IO" }),
    ]);
    expect(written).toEqual([
      "2024-07-01 12:00:00Z warn     no bars (type prices, instrument_code CORN)\n" +
        "2024-07-01 12:00:00Z msg      done\n" +
        "2024-07-01 12:00:00Z warn     no bars (type prices, instrument_code CORN, STORE_IO)\n",
    ]);
  });

  it("shows the wall time of a zone", async () => {
    const { written, stream } = terminal(false);
    await consoleLog({ stream, zone: timeZone("America/Chicago") }).write([entry()]);
    expect(written[0]).toMatch(/^2024-07-01 07:00:00 warn/);
  });

  it("keeps a text of several lines, or with orders to the terminal, on one", async () => {
    const { written, stream } = terminal(false);
    const text = " first\r\n  second\u2028third\x1b[2J\x07\u202Etxt\n";
    await consoleLog({ stream }).write([entry({ text, attributes: { component: "a\nb" } })]);
    expect(written).toEqual([
      "2024-07-01 12:00:00Z warn     first | second | third·[2J··txt (component a | b)\n",
    ]);
  });

  it("has colour on a terminal only, and not against the reader's will", async () => {
    const shown = async (isTTY: boolean, colour?: boolean): Promise<string> => {
      const { written, stream } = terminal(isTTY);
      await consoleLog({ stream, ...(colour === undefined ? {} : { colour }) }).write([
        entry({ level: "critical" }),
      ]);
      return written.join("");
    };
    vi.stubEnv("NO_COLOR", "");
    expect(await shown(true)).toContain("\x1b[1;37;41m2024-07-01 12:00:00Z critical\x1b[0m no bars");
    expect(await shown(true)).toContain("\x1b[2m(type prices, instrument_code CORN)\x1b[0m\n");
    expect(await shown(false)).not.toContain("\x1b");
    expect(await shown(false, true)).toContain("\x1b");
    vi.stubEnv("NO_COLOR", "1");
    expect(await shown(true)).not.toContain("\x1b");
    vi.unstubAllEnvs();
  });
});

describe("a log file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "contango-log-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("grows by whole lines, also after it was moved away", async () => {
    const file = join(folder, "deep", "desk.log");
    const sink = fileLog(file, { least: "warn" });
    await sink.write([entry(), entry({ text: "two\nlines" })]);
    await sink.write([entry({ text: "third" })]);
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines).toEqual([
      "2024-07-01 12:00:00Z warn     no bars (type prices, instrument_code CORN)",
      "2024-07-01 12:00:00Z warn     two | lines (type prices, instrument_code CORN)",
      "2024-07-01 12:00:00Z warn     third (type prices, instrument_code CORN)",
      "",
    ]);
    renameSync(file, join(folder, "old.log"));
    await sink.write([entry()]);
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(2);
    expect(sink.least).toBe("warn");
  });

  it("has a line that a crash cut short ended first", async () => {
    const file = join(folder, "desk.log");
    writeFileSync(file, "");
    appendFileSync(file, "2024-06-30 cut sh");
    await fileLog(file, { zone: timeZone("Europe/London") }).write([entry()]);
    expect(readFileSync(file, "utf8")).toBe(
      "2024-06-30 cut sh\n2024-07-01 13:00:00 warn     no bars (type prices, instrument_code CORN)\n",
    );
  });

  it("that cannot be written is named", async () => {
    writeFileSync(join(folder, "file"), "");
    for (const path of [folder, join(folder, "file", "desk.log")]) {
      await expect(fileLog(path).write([entry()])).rejects.toThrow(
        expect.toSatisfy(
          (error) =>
            isContangoError(error, "LOG_FILE") &&
            error.message.includes(path) &&
            error.cause instanceof Error,
        ),
      );
    }
  });
});

describe("the mail sink", () => {
  const setUp = async () => {
    const storage = await openStorage(memoryEngine());
    const box = outbox();
    const clock = { now: () => time };
    const told: string[] = [];
    const mailbox = createMailbox({ mailer: box, storage, clock });
    const log = createLog({
      clock,
      sinks: [{ shows: true, write: async () => {} }, mailSink(mailbox)],
      onSinkError: (message) => told.push(message),
    });
    return { box, mailbox, log, told };
  };

  it("mails critical entries, one a day about one thing [row 23]", async () => {
    const { box, mailbox, log, told } = await setUp();
    log.error("not mailed");
    log.critical("more than 10% in a day\nsee to it", { type: "updateTotalCapital" });
    log.critical("CORN has expired", { type: "prices", instrument_code: "CORN", stage: "x" });
    log.critical(`no labels ${"y".repeat(100)}`);
    await log.flush();
    expect(box.mails.map(({ subject }) => subject)).toEqual([
      "critical: updateTotalCapital",
      "critical: prices CORN",
      `critical: no labels ${"y".repeat(60)}…`,
    ]);
    expect(box.mails[1]!.text).toBe(
      "CORN has expired\n\ntype prices, stage x, instrument_code CORN\n2024-07-01T12:00:00.700Z\n",
    );
    log.critical("CORN has expired again", { type: "prices", instrument_code: "CORN" });
    await log.flush();
    expect((await mailbox.kept()).map(({ reason }) => reason)).toEqual(["held"]);
    expect(told).toEqual([]);
  });

  it("tells of a mail that could not be sent", async () => {
    const { box, mailbox, log, told } = await setUp();
    box.fail();
    log.critical("help", { type: "prices" });
    await log.flush();
    expect(told).toEqual([expect.stringMatching(/the outbox was told to fail; the mail is kept$/)]);
    expect((await mailbox.kept()).map(({ reason }) => reason)).toEqual(["unsent"]);
  });
});
