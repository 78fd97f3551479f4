import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { readAttention } from "../../src/production/attention.js";
import type { Outcome, OutcomeItem } from "../../src/production/outcome.js";
import { defineProcess } from "../../src/production/process.js";
import { type RunRecord, readRuns, runDocument } from "../../src/production/runs.js";
import { status } from "../../src/production/status.js";
import type { Work } from "../../src/production/work.js";
import { series } from "../../src/series/construct.js";
import { leaseChange, readLease } from "../../src/storage/leaseDocument.js";
import { COLLECTIONS } from "../../src/storage/libraries.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { nodeHost } from "../../src/storage/nodeHost.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { recordingStorage } from "../../src/testing/recordingStorage.js";
import { testDesk } from "../../src/testing/testDesk.js";

const ok = (name: string, status = "written"): OutcomeItem => ({
  name,
  status,
  severity: "ok",
  message: "2 rows",
});

/** A process over pairs that does what it is told for each. */
const process = (
  pairs: readonly string[],
  item: (name: string, work: Work) => Promise<OutcomeItem>,
  complete = true,
) =>
  defineProcess({
    name: "updateTest",
    title: "Test",
    reads: ["fxPrices"],
    writes: ["fxPrices"],
    run: async (work) => ({ items: await work.each(pairs, (name) => item(name, work)), complete }),
  });

const write = async (name: string, { desk, commit }: Work): Promise<OutcomeItem> => {
  await commit((batch) => desk.data.fxPrices.write(name, series(["2024-01-02 23:00"], [1.1]), batch));
  return ok(name);
};

describe("a process", () => {
  it("gives an outcome for each item, in order, and prints as a table", async () => {
    await using desk = await testDesk();
    const outcome = await process(["GBPUSD", "EURUSD"], write)(desk);
    expect(outcome).toMatchObject({
      process: "updateTest",
      status: "done",
      dryRun: false,
      message: "2 written",
    });
    expect(outcome.items.map(({ name }) => name)).toEqual(["GBPUSD", "EURUSD"]);
    expect(String(outcome)).toMatch(
      /^updateTest, 2024-01-02 21:00:00: done, 2 written .*\n {2}GBPUSD {2}written {2}2 rows/,
    );
    expect(await desk.data.fxPrices.list()).toEqual(["EURUSD", "GBPUSD"]);
  });

  it("records when it ran and what came of it", async () => {
    await using desk = await testDesk();
    await process(["GBPUSD"], async (name) => ok(name, "unchanged"))(desk);
    const [run] = await readRuns(desk.storage, { process: "updateTest" });
    expect(run).toMatchObject({ status: "unchanged", items: 1, attention: 0, started: desk.clock.now() });
    expect(run?.ended).toBe(desk.clock.now());
  });

  it("logs what of its outcome needs somebody, each item once", async () => {
    await using desk = await testDesk();
    const open = (name: string): OutcomeItem => ({ ...ok(name, "spike"), severity: "attention" });
    const mixed = defineProcess({
      ...process([], write).definition,
      run: async (work) => ({
        items: [
          ...(await work.each(["GBPUSD"], async (name) => open(name))),
          { ...open("CORN/20241200"), label: { contract_date: "20241200" } },
          ok("CORN"),
        ],
      }),
    });
    await mixed(desk);
    const warned = desk.log.entries.filter(({ level }) => level === "warn");
    expect(warned.map(({ text }) => text)).toEqual(["GBPUSD: spike, 2 rows", "CORN/20241200: spike, 2 rows"]);
    expect(warned[1]?.attributes).toEqual({ type: "updateTest", contract_date: "20241200" });
  });

  it("keeps one item's error from the others, and says where it was", async () => {
    await using desk = await testDesk();
    const outcome = await process(["AUDUSD", "GBPUSD", "EURUSD"], async (name, work) => {
      if (name === "AUDUSD")
        throw new ContangoError("BROKER_DISCONNECTED", "broker", "the link is down; wait");
      if (name === "GBPUSD") throw new TypeError("a bug");
      return write(name, work);
    })(desk);
    expect(outcome.status).toBe("attention");
    expect(outcome.items[0]).toMatchObject({
      status: "failed",
      code: "BROKER_DISCONNECTED",
      message: "the link is down; wait",
    });
    expect(outcome.items[1]).toMatchObject({ status: "failed", code: "UNEXPECTED" });
    expect(outcome.items[1]?.message).toMatch(
      /^TypeError: a bug \(at production\/runProcess\.test\.ts:\d+\)$/,
    );
    expect(desk.log.entries.filter(({ level }) => level === "error")).toMatchObject([
      { code: "BROKER_DISCONNECTED", text: expect.stringContaining("AUDUSD: the link is down; wait") },
      { text: expect.stringMatching(/^GBPUSD: TypeError: a bug\n {4}at /) },
    ]);
    expect(await desk.data.fxPrices.list()).toEqual(["EURUSD"]);
  });

  it("has failed where every item failed", async () => {
    await using desk = await testDesk();
    const outcome = await process(["AUDUSD"], () => Promise.reject(new Error("no")))(desk);
    expect(outcome.status).toBe("failed");
  });

  it("keeps what a person has to see to until it is settled, and since when", async () => {
    await using desk = await testDesk();
    let spike = true;
    const check = process(["GBPUSD"], async (name) =>
      spike ? { name, status: "spike", severity: "attention", message: "1.9 after 1.3" } : ok(name),
    );
    expect((await check(desk)).status).toBe("attention");
    const [found] = await readAttention(desk.storage);
    expect(found).toMatchObject({
      process: "updateTest",
      item: "GBPUSD",
      status: "spike",
      since: desk.clock.now(),
    });
    expect(desk.outbox.mails.map(({ subject }) => subject)).toEqual(["Test: GBPUSD"]);
    desk.clock.advance(3_600_000);
    await check(desk);
    expect((await readAttention(desk.storage))[0]?.since).toBe(found?.since);
    spike = false;
    await check(desk);
    expect(await readAttention(desk.storage)).toEqual([]);
  });

  it("settles what a whole run no longer comes across, and leaves what a part of it left out", async () => {
    await using desk = await testDesk();
    const spike = async (name: string): Promise<OutcomeItem> => ({
      name,
      status: "spike",
      severity: "attention",
      message: "far off",
    });
    await process(["GBPUSD", "EURUSD"], spike)(desk);
    await process(["EURUSD"], spike, false)(desk);
    expect(await readAttention(desk.storage)).toHaveLength(2);
    await process(["EURUSD"], spike, true)(desk);
    expect((await readAttention(desk.storage)).map(({ item }) => item)).toEqual(["EURUSD"]);
  });

  it("does nothing while another of its kind is at work, and says who", async () => {
    const storage = await openStorage(memoryEngine());
    await using desk = await testDesk({ storage });
    const lease = await storage.lease("process/updateTest", { owner: "updateTest" });
    const outcome = await process(["GBPUSD"], write)(desk);
    expect(outcome).toMatchObject({ status: "running", items: [] });
    expect(outcome.message).toContain(`process ${globalThis.process.pid}`);
    expect(await desk.data.fxPrices.list()).toEqual([]);
    expect(await readRuns(storage)).toEqual([]);
    await lease.release();
    expect((await process(["GBPUSD"], write)(desk)).status).toBe("done");
  });

  describe("of which items failed", () => {
    const failing = process(["AUDUSD", "GBPUSD", "EURUSD"], async (name, work) => {
      if (name === "EURUSD") return write(name, work);
      throw new ContangoError("BROKER_PERMISSION", "broker", "no market data permission");
    });

    it("tells of all in one mail, once a day", async () => {
      await using desk = await testDesk();
      await failing(desk);
      expect(desk.outbox.mails).toEqual([
        {
          subject: "Failed: Test: 2 of 3",
          text: "AUDUSD: no market data permission\nGBPUSD: no market data permission\n",
        },
      ]);
      desk.clock.advance(3_600_000);
      desk.outbox.clear();
      await failing(desk);
      await failing(desk);
      expect(desk.outbox.mails, "one that tells of others which are held back").toMatchObject([
        { text: expect.stringContaining("for the digest") },
      ]);
    });

    it("mails nothing where a person calls it", async () => {
      await using desk = await testDesk();
      const { options: _, ...definition } = failing.definition;
      expect((await defineProcess({ ...definition, byHand: true })(desk)).status).toBe("attention");
      expect(desk.outbox.mails).toEqual([]);
    });
  });

  it.each([
    [undefined, "was given undefined: open one with openDesk"],
    [null, "was given null"],
    [Promise.resolve(), "was given a promise of one: await it"],
    [() => undefined, "was given a function that was not called"],
    [{}, "was given another object: open one with openDesk"],
  ])("says clearly where it got no desk, as %s", async (given, message) => {
    await expect(process([], write)(given as never)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining(`updateTest works on an open desk, and ${message}`),
    });
  });

  it("prints a line for each item, whatever its message", async () => {
    await using desk = await testDesk();
    const message = "first line\nsecond line";
    const outcome = await process(["GBPUSD"], async (name) => ({
      ...ok(name),
      severity: "attention",
      message,
    }))(desk);
    expect(String(outcome).split("\n")).toEqual([
      expect.stringContaining("attention, 1 written"),
      "  GBPUSD  written  first line …",
    ]);
    expect(outcome.items[0]?.message).toBe(message);
    const page = String(await status(desk));
    expect(page).toContain("first line …\n");
    expect(page).not.toContain("second line");
  });

  it("writes, records and mails nothing on a dry run", async () => {
    await using desk = await testDesk();
    const item = async (name: string, work: Work): Promise<OutcomeItem> => ({
      ...(await write(name, work)),
      severity: "attention",
    });
    const outcome = await process(["GBPUSD"], item)(desk, { dryRun: true });
    expect(outcome).toMatchObject({ status: "attention", dryRun: true });
    expect(await desk.data.fxPrices.list()).toEqual([]);
    expect(await readRuns(desk.storage)).toEqual([]);
    expect(await readAttention(desk.storage)).toEqual([]);
    expect(desk.outbox.mails).toEqual([]);
  });

  it("refuses to write on a desk that was opened read-only", async () => {
    const storage = await openStorage(memoryEngine());
    await (await testDesk({ storage })).log.flush();
    await using desk = await testDesk({ storage, readOnly: true });
    await expect(process(["GBPUSD"], write)(desk)).rejects.toThrow(/read-only; give \{ dryRun: true \}/);
    expect((await process(["GBPUSD"], write)(desk, { dryRun: true })).status).toBe("done");
    expect(await storage.series.list("spotfx_prices")).toEqual([]);
  });

  it("stops between two items when it is told to", async () => {
    await using desk = await testDesk();
    const stop = new AbortController();
    const outcome = await process(["AUDUSD", "EURUSD", "GBPUSD"], async (name, work) => {
      if (name === "EURUSD") stop.abort();
      return write(name, work);
    })(desk, { signal: stop.signal });
    expect(outcome.status).toBe("stopped");
    expect(await desk.data.fxPrices.list()).toEqual(["AUDUSD", "EURUSD"]);
  });

  it("takes an item that is broken off for one that was not begun", async () => {
    await using desk = await testDesk();
    const stop = new AbortController();
    const outcome = await process(["AUDUSD", "EURUSD"], async (name, work) => {
      if (name === "EURUSD") stop.abort();
      work.signal.throwIfAborted();
      return write(name, work);
    })(desk, { signal: stop.signal });
    expect(outcome).toMatchObject({ status: "stopped", items: [{ name: "AUDUSD" }] });
    expect(await readAttention(desk.storage)).toEqual([]);
  });

  it("tells how far it is", async () => {
    await using desk = await testDesk();
    const seen: string[] = [];
    await process(["AUDUSD", "EURUSD"], write)(desk, {
      progress: ({ item, done, total }) => seen.push(`${item} ${done}/${total}`),
    });
    expect(seen).toEqual(["AUDUSD 1/2", "EURUSD 2/2"]);
  });

  it("does an item again whose commit met a newer version", async () => {
    const storage = await openStorage(memoryEngine());
    await using desk = await testDesk({ storage });
    let tries = 0;
    const outcome = await process(["GBPUSD"], async (name, work) => {
      tries++;
      await work.commit(async (batch) => {
        await work.desk.data.fxPrices.update(name, () => series(["2024-01-02"], [tries]), batch);
        if (tries === 1) {
          await storage.series.apply({
            kind: "write",
            library: "spotfx_prices",
            symbol: name,
            frame: (await storage.series.read("spotfx_prices", "EURUSD"))!.frame,
          });
        }
      });
      return ok(name);
    });
    await desk.data.fxPrices.write("EURUSD", series(["2024-01-01"], [9]));
    expect((await outcome(desk)).status).toBe("done");
    expect(tries).toBe(2);
    expect((await desk.data.fxPrices.get("GBPUSD")).at(-1)).toBe(2);
  });

  it("records a run that throws as failed, and throws on", async () => {
    await using desk = await testDesk();
    const broken = defineProcess({
      name: "broken",
      title: "Broken",
      reads: [],
      writes: [],
      run: () =>
        Promise.reject(new ContangoError("CONFIG_VALUE", "production", "no strategies; set strategy_list")),
    });
    await expect(broken(desk)).rejects.toThrow("set strategy_list");
    expect((await readRuns(desk.storage))[0]).toMatchObject({
      status: "failed",
      message: "no strategies; set strategy_list",
    });
    expect((await broken(desk).catch((error) => error)).code, "the lease was given back").toBe(
      "CONFIG_VALUE",
    );
    expect(desk.log.entries.filter(({ level }) => level === "error")[0]).toMatchObject({
      code: "CONFIG_VALUE",
      text: expect.stringContaining("broken failed: no strategies; set strategy_list"),
    });
  });

  describe("that throws", () => {
    const failing = (error: unknown, byHand = false) =>
      defineProcess({
        name: "updateTest",
        title: "Test",
        byHand,
        reads: [],
        writes: [],
        run: () => Promise.reject(error),
      });
    const down = new ContangoError("BROKER_DISCONNECTED", "broker", "the link is down; wait");

    it("is mailed, once a day, and told to the hook, and leaves what waits for a person as it is", async () => {
      const told: Outcome[] = [];
      await using desk = await testDesk({ onOutcome: (outcome) => void told.push(outcome) });
      await process(["GBPUSD"], async (name) => ({ ...ok(name, "spike"), severity: "attention" }))(desk);
      const open = await readAttention(desk.storage);
      desk.outbox.clear();
      await expect(failing(down)(desk)).rejects.toBe(down);
      expect(desk.outbox.mails).toEqual([
        {
          subject: "Failed: Test",
          text: "updateTest failed, and nothing more was done: the link is down; wait\n",
        },
      ]);
      expect(told.at(-1)).toMatchObject({
        process: "updateTest",
        status: "failed",
        dryRun: false,
        message: "the link is down; wait",
        items: [{ name: "updateTest", status: "failed", code: "BROKER_DISCONNECTED" }],
      });
      expect(await readAttention(desk.storage)).toEqual(open);
      for (const _ of ["again", "and again"]) await expect(failing(down)(desk)).rejects.toBe(down);
      expect(desk.outbox.mails.slice(1), "one that tells of others which are held back").toMatchObject([
        { text: expect.stringContaining("for the digest") },
      ]);
      expect(told).toHaveLength(4);
    });

    it("is not mailed where a person calls it, who sees it", async () => {
      const told: string[] = [];
      await using desk = await testDesk({ onOutcome: ({ status }) => void told.push(status) });
      await expect(failing(down, true)(desk)).rejects.toBe(down);
      expect(desk.outbox.mails).toEqual([]);
      expect(told).toEqual(["failed"]);
    });

    it("throws what it threw, whatever fails after that", async () => {
      const storage = await openStorage(memoryEngine());
      let broken = false;
      const mayBreak = async () => {
        if (broken) throw new ContangoError("STORE_IO", "storage", "the disk is gone");
      };
      await using desk = await testDesk({
        storage: {
          ...storage,
          records: {
            ...storage.records,
            put: async (...write) => {
              await mayBreak();
              await storage.records.put(...write);
            },
          },
          atomically: async (...commit) => {
            await mayBreak();
            return storage.atomically(...commit);
          },
          lease: async (...asked) => {
            await mayBreak();
            const lease = await storage.lease(...asked);
            const release = async () => {
              await mayBreak();
              await lease.release();
            };
            return { ...lease, release };
          },
        },
        onOutcome: ({ status }) => {
          told.push(status);
          throw new Error("the health check is down");
        },
      });
      const told: string[] = [];
      desk.outbox.fail();
      const breaking = defineProcess({
        ...failing(down).definition,
        run: async () => {
          broken = true;
          throw down;
        },
      });
      await expect(breaking(desk)).rejects.toBe(down);
      expect(told).toEqual(["failed"]);
      const errors = desk.log.entries.filter(({ level }) => level === "error").map(({ text }) => text);
      expect(errors).toEqual([
        expect.stringContaining("updateTest: its failure could not be recorded: the disk is gone"),
        expect.stringContaining("the lease of updateTest could not be given back: the disk is gone"),
        expect.stringContaining("updateTest failed: the link is down; wait"),
        expect.stringContaining("onOutcome of updateTest failed: Error: the health check is down"),
      ]);
      await expect(breaking(desk), "not even the lease is to be had").rejects.toMatchObject({
        code: "STORE_IO",
      });
      expect(told).toEqual(["failed", "failed"]);
      broken = false;
    });

    it("counts as stopped where it was told to stop", async () => {
      await using desk = await testDesk();
      const stop = new AbortController();
      const waiting = defineProcess({
        ...failing(down).definition,
        run: async ({ signal }: Work) => {
          stop.abort();
          signal.throwIfAborted();
          return { items: [] };
        },
      });
      expect(await waiting(desk, { signal: stop.signal })).toMatchObject({
        status: "stopped",
        message: "broken off",
        items: [],
      });
      expect(desk.outbox.mails).toEqual([]);
      expect((await readRuns(desk.storage))[0]).toMatchObject({ status: "stopped" });
    });
  });

  it("shows in its record when it was last at work, as long as it is", async () => {
    await using desk = await testDesk();
    const started = desk.clock.now();
    const seen: (number | undefined)[] = [];
    await process(["AUDUSD", "EURUSD", "GBPUSD"], async (name) => {
      const [run] = await readRuns(desk.storage);
      seen.push(run?.status === "running" ? run.seen : Number.NaN);
      desk.clock.advance(40_000);
      return ok(name);
    })(desk);
    expect(seen).toEqual([undefined, started + 40_000, started + 80_000]);
    expect((await readRuns(desk.storage))[0]).toMatchObject({ status: "done", ended: started + 120_000 });
  });

  it("is not kept from running by one that was killed, whose lease and record are still there", async () => {
    const storage = await openStorage(memoryEngine());
    await using desk = await testDesk({ storage, now: "2024-01-02 21:00" });
    const gone = { ...(await nodeHost.self()), pid: spawnSync("true").pid, start: "0" };
    await storage.lease("process/updateTest", { owner: "updateTest" });
    const lease = await readLease(storage.records, "process/updateTest");
    const left = { ...lease, beat: 9, holder: { ...lease.holder!, process: gone } };
    expect(await storage.records.compareAndSet(leaseChange(lease, left))).toBe(true);
    const killed: RunRecord = {
      id: "0",
      process: "updateTest",
      started: desk.clock.now() - 1000,
      status: "running",
      message: "",
      items: 0,
      attention: 0,
      failed: 0,
      host: gone.host,
      pid: gone.pid,
      processStart: gone.start,
    };
    await storage.records.put(COLLECTIONS.runs, runDocument(killed));
    const schedule = { entries: [{ process: "updateTest", start: "20:30" }] };
    expect((await status(desk, { schedule, graceHours: 0 })).processes).toMatchObject([
      { status: "crashed", overdue: true },
    ]);
    expect((await process(["GBPUSD"], write)(desk)).status).toBe("done");
    expect((await status(desk, { schedule, graceHours: 0 })).processes).toMatchObject([
      { status: "done", overdue: false },
    ]);
  });

  it("tells the desk's hook, whose errors are logged", async () => {
    const told: string[] = [];
    await using desk = await testDesk({
      onOutcome: ({ process: name, status }) => {
        told.push(`${name} ${status}`);
        throw new Error("the health check is down");
      },
    });
    expect((await process(["GBPUSD"], write)(desk)).status).toBe("done");
    expect(told).toEqual(["updateTest done"]);
    expect(desk.log.entries.some(({ text }) => text.includes("the health check is down"))).toBe(true);
  });

  it("reads and writes through the storage that it is given", async () => {
    const recorded = recordingStorage(await openStorage(memoryEngine()));
    await using desk = await testDesk({ storage: recorded.storage });
    await process(["GBPUSD"], write)(desk);
    expect([...recorded.writes].sort()).toEqual(["desk", "fxPrices", "runs"]);
  });
});
