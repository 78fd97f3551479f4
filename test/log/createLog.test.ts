import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ContangoError, isContangoError } from "../../src/errors/contangoError.js";
import { consoleLog } from "../../src/log/consoleLog.js";
import { createLog } from "../../src/log/createLog.js";
import { LOG_ATTRIBUTES, LOG_LEVELS, type LogEntry, type LogSink } from "../../src/log/logger.js";

/** A clock that tests set. */
const clockAt = (time: number) => ({ time, now: () => clock.time });
const clock = clockAt(0);
afterEach(() => {
  clock.time = 0;
  vi.restoreAllMocks();
});

interface KeepingSink extends LogSink {
  readonly entries: LogEntry[];
  readonly batches: number[];
  closed: boolean;
}
const keeping = (options: Partial<LogSink> = {}): KeepingSink => {
  const sink: KeepingSink = {
    entries: [],
    batches: [],
    closed: false,
    shows: true,
    async write(entries) {
      sink.batches.push(entries.length);
      sink.entries.push(...entries);
    },
    async close() {
      sink.closed = true;
    },
    ...options,
  };
  return sink;
};
const texts = ({ entries }: KeepingSink): string[] => entries.map(({ text }) => text);

describe("a log", () => {
  it("has five levels [row 23]", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink] });
    for (const level of LOG_LEVELS) log[level](`at ${level}`);
    await log.close();
    expect(sink.entries.map(({ level, text }) => [level, text])).toEqual(
      LOG_LEVELS.map((level) => [level, `at ${level}`]),
    );
    expect(sink.closed).toBe(true);
  });

  it("has ten labels, and refuses others, with the nearest [row 24]", () => {
    const log = createLog({ clock, sinks: [keeping()] });
    expect(LOG_ATTRIBUTES).toHaveLength(10);
    const wrong = { instrument_cod: "CORN" } as object;
    for (const call of [
      () => log.msg("x", wrong),
      () => log.setup(wrong),
      () => log.label(wrong),
      () => createLog({ clock, sinks: [], attributes: wrong }),
    ]) {
      expect(call).toThrow(
        expect.toSatisfy(
          (error) =>
            isContangoError(error, "LOG_ATTRIBUTE") && /did you mean "instrument_code"\?/.test(error.message),
        ),
      );
    }
  });

  it("labels a child by setup, and itself by label [row 24]", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink], attributes: { type: "nightly" } });
    const child = log.setup({ component: "prices", currency_code: "GBPUSD" });
    log.label({ type: "daily", stage: "first" });
    const { msg } = log;
    msg("own", { instrument_code: "CORN", stage: "second", strategy_name: undefined } as object);
    log.msg("own again");
    child.msg("child");
    child.label({ currency_code: "EURUSD", instrument_order_id: 7 });
    child.setup({ stage: "last" }).msg("grandchild");
    log.msg("parent");
    await log.flush();
    expect(sink.entries.map(({ attributes }) => attributes)).toEqual([
      { type: "daily", stage: "second", instrument_code: "CORN" },
      { type: "daily", stage: "first" },
      { type: "nightly", component: "prices", currency_code: "GBPUSD" },
      {
        type: "nightly",
        component: "prices",
        currency_code: "EURUSD",
        instrument_order_id: 7,
        stage: "last",
      },
      { type: "daily", stage: "first" },
    ]);
  });

  it("gives ids that sort as the entries came, although the clock stands still or goes back", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink] });
    for (const time of [5, 5, 3, 9, 1]) {
      clock.time = time;
      log.msg(`at ${time} ${sink.batches.length}${Math.random()}`);
    }
    await log.flush();
    const ids = sink.entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    expect([...ids].sort()).toEqual(ids);
    expect(sink.entries.map(({ time }) => time)).toEqual([5, 5, 3, 9, 1]);
  });

  it("writes to each sink in order what is grave enough for it", async () => {
    const [all, some] = [keeping(), keeping({ least: "warn" })];
    const log = createLog({ clock, sinks: [all, some] });
    for (const level of LOG_LEVELS) log[level](level);
    await log.flush();
    expect(texts(all)).toEqual([...LOG_LEVELS]);
    expect(texts(some)).toEqual(["warn", "error", "critical"]);
  });

  it("takes an error, with its code and what caused it", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink] });
    const cause = new Error("socket closed", { cause: new Error("cable cut") });
    log.error(new ContangoError("BROKER_DISCONNECTED", "ib", "no answer", { cause }), {
      instrument_code: "CORN",
    });
    log.warn(new Error("plain"));
    await log.flush();
    expect(sink.entries).toMatchObject([
      {
        text: "[contango] [ib] no answer; caused by: socket closed; caused by: cable cut",
        code: "BROKER_DISCONNECTED",
        attributes: { instrument_code: "CORN" },
      },
      { text: "plain", level: "warn" },
    ]);
    expect(sink.entries[1]).not.toHaveProperty("code");
  });

  it("masks secrets in texts and labels, and cuts what is too long", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink], secrets: ["hunter2"] });
    log.msg("login with hunter2 at mongodb://me:other@db failed, email_pwd: third", {
      component: "a hunter2",
    });
    log.error(new Error("refused", { cause: new Error("hunter2") }));
    log.msg("x".repeat(10_500));
    log.msg(`${"y".repeat(9_998)}hunter2`);
    await log.flush();
    const [first, second, long, edge] = sink.entries;
    expect(first!.text).toBe("login with (secret) at mongodb://(secret)@db failed, email_pwd: (secret)");
    expect(first!.attributes).toEqual({ component: "a (secret)" });
    expect(second!.text).toBe("refused; caused by: (secret)");
    expect(long!.text).toBe(`${"x".repeat(10_000)}… (500 more characters)`);
    expect(edge!.text).not.toContain("hu");
  });
});

describe("critical entries", () => {
  const stderr = () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation(((text: string, done?: () => void) => {
      written.push(text);
      done?.();
      return true;
    }) as typeof process.stderr.write);
    return written;
  };

  it("are printed, even where no sink shows anything [row 23]", async () => {
    const written = stderr();
    const log = createLog({ clock, sinks: [keeping({ shows: false })] });
    log.error("only stored");
    log.critical("the account lost 12%", { type: "updateTotalCapital" });
    await log.flush();
    expect(written.join("")).toBe(
      "1970-01-01 00:00:00Z critical the account lost 12% (type updateTotalCapital)\n",
    );
  });

  it("are printed once where a console shows them", async () => {
    const written = stderr();
    const log = createLog({ clock, sinks: [consoleLog({ colour: false, least: "error" })] });
    log.warn("no");
    log.critical("yes");
    await log.flush();
    expect(written).toEqual(["1970-01-01 00:00:00Z critical yes\n"]);
  });
});

describe("the way to a sink", () => {
  it("gathers entries, and writes them together when their time has come, or there are many", async () => {
    const sink = keeping({ gather: 30 });
    const log = createLog({ clock, sinks: [sink] });
    log.msg("a");
    log.msg("b");
    await sleep(0);
    expect(sink.batches).toEqual([]);
    await vi.waitFor(() => expect(sink.batches).toEqual([2]));
    for (let i = 0; i < 500; i++) log.msg(`${i}`);
    await Promise.resolve();
    await Promise.resolve();
    expect(sink.batches).toEqual([2, 500]);
    log.msg("last");
    await log.flush();
    expect(sink.batches).toEqual([2, 500, 1]);
    expect(texts(sink).slice(0, 4)).toEqual(["a", "b", "0", "1"]);
  });

  it("without gathering is short: entries are there before the next turn of the event loop", async () => {
    const sink = keeping();
    createLog({ clock, sinks: [sink] }).msg("a");
    await sleep(0);
    expect(texts(sink)).toEqual(["a"]);
  });

  it("waits for a slow sink without mixing its entries up", async () => {
    const sink = keeping({
      async write(entries) {
        await sleep(5);
        sink.entries.push(...entries);
      },
    });
    const log = createLog({ clock, sinks: [sink] });
    for (let i = 0; i < 5; i++) {
      log.msg(`${i}`);
      await sleep(2);
    }
    await log.flush();
    expect(texts(sink)).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("that fails is reported once, hinders nobody, and says later what is missing", async () => {
    let broken = true;
    const told: string[] = [];
    const failing = keeping({
      write: async (entries) => {
        if (broken) throw new ContangoError("STORE_IO", "test", "disk full of hunter2");
        failing.entries.push(...entries);
      },
      close: async () => {
        throw new Error("cannot close");
      },
    });
    const thrower = keeping({
      write: () => {
        throw new Error("at once");
      },
    });
    const good = keeping();
    const log = createLog({
      clock,
      sinks: [failing, thrower, good],
      secrets: ["hunter2"],
      onSinkError: (message) => told.push(message),
    });
    for (const text of ["a", "b", "c"]) {
      log.msg(text);
      await log.flush();
    }
    broken = false;
    log.msg("d");
    await log.flush();
    log.msg("e");
    await log.close();
    expect(told.sort()).toEqual([
      "[contango] [log] entries of the log are not written: [contango] [test] disk full of (secret)",
      "[contango] [log] entries of the log are not written: at once",
    ]);
    expect(texts(good)).toEqual(["a", "b", "c", "d", "e"]);
    expect(texts(failing)).toEqual(["3 entries before this one are missing here", "d", "e"]);
  });

  it("survives a hook that fails, and reports on stderr without one", async () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const sinks = [keeping({ write: () => Promise.reject(new Error("no disk")) })];
    const hooked = createLog({
      clock,
      sinks,
      onSinkError: () => {
        throw new Error("hook");
      },
    });
    hooked.msg("a");
    await hooked.close();
    expect(write).not.toHaveBeenCalled();
    const log = createLog({ clock, sinks });
    log.msg("a");
    await log.close();
    expect(write.mock.calls).toEqual([["[contango] [log] entries of the log are not written: no disk\n"]]);
  });

  it("keeps a bounded number of entries for a sink that hangs", async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const sink = keeping({
      async write(entries) {
        await held;
        sink.entries.push(...entries);
      },
    });
    const log = createLog({ clock, sinks: [sink] });
    for (let i = 0; i < 25_000; i++) log.msg(`${i}`);
    await sleep(0);
    for (let i = 25_000; i < 40_000; i++) log.msg(`${i}`);
    release();
    await log.flush();
    const last = texts(sink).at(-1);
    const notes = texts(sink).filter((text) => text.includes("missing"));
    const missing = notes.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
    expect(last).toBe("39999");
    expect(sink.entries.length).toBeLessThan(21_000);
    expect(missing + sink.entries.length - notes.length).toBe(40_000);
  });
});

describe("entries that repeat", () => {
  it("are counted for a minute, and written as a count", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink] });
    for (let second = 0; second < 150; second++) {
      clock.time = second * 1000;
      log.critical("no connection", { type: "prices" });
    }
    log.msg("other");
    log.msg("other", { type: "prices" });
    log.warn("other");
    await log.flush();
    expect(sink.entries.map(({ level, text }) => `${level} ${text}`)).toEqual([
      "critical no connection",
      "error the same came 59 more times in 59 s",
      "critical no connection",
      "error the same came 59 more times in 59 s",
      "critical no connection",
      "error the same came 29 more times in 29 s",
      "msg other",
      "msg other",
      "warn other",
    ]);
    expect(sink.entries[1]!.attributes).toEqual({ type: "prices" });
  });

  it("are told of when the log is flushed", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink] });
    log.msg("a");
    log.msg("a");
    await log.flush();
    expect(texts(sink)).toEqual(["a", "the same came 1 more time in 0 s"]);
    log.msg("a");
    await log.close();
    expect(sink.entries).toHaveLength(3);
  });

  it("do not flood a long run [row 23]", async () => {
    const sink = keeping();
    const log = createLog({ clock, sinks: [sink] });
    for (let i = 0; i < 86_400; i++) {
      clock.time = i * 1000;
      log.warn("the gateway is not there");
    }
    await log.close();
    expect(sink.entries.length).toBe(2 * 24 * 60);
  });
});

it("a console that breaks does not end the process", async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error("EPIPE")) });
  const told: string[] = [];
  const log = createLog({
    clock,
    sinks: [consoleLog({ stream: broken })],
    onSinkError: (message) => told.push(message),
  });
  log.msg("a");
  await log.flush();
  log.msg("b");
  await log.close();
  await sleep(5);
  expect(told).toEqual(["[contango] [log] entries of the log are not written: EPIPE"]);
});
