import { describe, expect, it } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { readAttention } from "../../src/production/attention.js";
import type { OutcomeItem } from "../../src/production/outcome.js";
import { defineProcess } from "../../src/production/process.js";
import { readRuns } from "../../src/production/runs.js";
import type { Work } from "../../src/production/work.js";
import { series } from "../../src/series/construct.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
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
    expect(outcome.items[1]?.message).toContain("TypeError: a bug\n    at ");
    expect(desk.log.entries.filter(({ level }) => level === "error")).toMatchObject([
      { code: "BROKER_DISCONNECTED", text: expect.stringContaining("AUDUSD: the link is down; wait") },
      { text: expect.stringMatching(/^GBPUSD: TypeError: a bug/) },
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
