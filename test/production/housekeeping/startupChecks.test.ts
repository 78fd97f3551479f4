import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Broker } from "../../../src/broker/broker.js";
import { ContangoError } from "../../../src/errors/contangoError.js";
import { readRuns, runDocument } from "../../../src/production/runs.js";
import { startupChecks } from "../../../src/production/startupChecks.js";
import { series } from "../../../src/series/construct.js";
import { leaseChange, readLease } from "../../../src/storage/leaseDocument.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import { nodeHost } from "../../../src/storage/nodeHost.js";
import { type TestDesk, type TestDeskOptions, testDesk } from "../../../src/testing/testDesk.js";
import { toTime } from "../../../src/time/text.js";
import { scratchFolders } from "../../storage/composition/scratch.js";

const newFolder = scratchFolders();

/** A desk at which all is well on the night of Thursday 28 March 2024. */
async function soundDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const folder = newFolder();
  const desk = await testDesk({
    now: "2024-03-28 00:05",
    ...options,
    config: { echo_directory: folder, ...options.config },
  });
  await desk.data.fxPrices.write("GBPUSD", series(["2024-03-26 23:00", "2024-03-27 23:00"], [1.26, 1.2625]));
  await desk.data.adjustedPrices.write("CORN", series(["2024-03-27 23:00"], [450]));
  return desk;
}

const itemOf = async (desk: TestDesk, name: string) =>
  (await startupChecks(desk)).items.find((item) => item.name === name)!;

test("where all is well each check says so", async () => {
  await using desk = await soundDesk();
  const outcome = await startupChecks(desk);
  expect(outcome.items.map(({ name, status }) => `${name}: ${status}`)).toEqual(
    [
      "store",
      "configuration",
      "time zone",
      "clock",
      "leases",
      "runs",
      "broker client ids",
      "echo folder",
      "disk space",
      "broker",
      "mail",
      "previous day",
    ].map((name) => `${name}: ok`),
  );
  expect(outcome.status).toBe("done");
});

describe("what killed processes left is cleared away", () => {
  test("leases, runs and client ids [row 55]", async () => {
    await using desk = await soundDesk();
    const self = await nodeHost.self();
    const gone = { ...self, pid: spawnSync("true").pid, start: "0" };
    await desk.storage.lease("process/updateFxPrices", { owner: "updateFxPrices" });
    const lease = await readLease(desk.storage.records, "process/updateFxPrices");
    const dead = { ...lease, beat: 9, holder: { ...lease.holder!, process: gone } };
    await desk.storage.records.compareAndSet(leaseChange(lease, dead));
    const alive = await desk.storage.lease("process/other");
    const run = {
      started: toTime("2024-03-27 06:00"),
      status: "running",
      message: "",
      items: 0,
      attention: 0,
      failed: 0,
    } as const;
    const place = ({ host, pid, start }: typeof self) => ({ host, pid, processStart: start });
    await desk.storage.records.put(
      COLLECTIONS.runs,
      runDocument({ id: "1", process: "updateFxPrices", ...run, ...place(gone) }),
    );
    await desk.storage.records.put(
      COLLECTIONS.runs,
      runDocument({ id: "2", process: "other", ...run, ...place(self) }),
    );
    await desk.storage.records.put(COLLECTIONS.clientIds, { client_id: 100 });

    const { status, items } = await startupChecks(desk);
    expect(status).toBe("done");
    expect(
      items.filter((item) => item.status === "cleared").map(({ name, message }) => [name, message]),
    ).toEqual([
      ["leases", expect.stringMatching(/process\/updateFxPrices of process \d+ on /)],
      ["runs", expect.stringMatching(/marked as failed: updateFxPrices of 2024-03-27 06:00;/)],
      ["broker client ids", "cleared: client 100"],
    ]);
    expect((await readLease(desk.storage.records, "process/updateFxPrices")).holder).toBeNull();
    expect((await readLease(desk.storage.records, "process/other")).holder).not.toBeNull();
    const [other] = await readRuns(desk.storage, { process: "other" });
    const [failed] = await readRuns(desk.storage, { process: "updateFxPrices" });
    expect(other).toMatchObject({ status: "running" });
    expect(failed).toMatchObject({
      status: "failed",
      message: expect.stringMatching(/ended without a word/),
    });
    expect(failed!.ended).toBeUndefined();
    expect((await startupChecks(desk)).items.filter((item) => item.status === "cleared")).toEqual([]);
    await alive.release();
  });
});

describe("a person is told", () => {
  test("of a clock that is behind what is stored", async () => {
    await using desk = await soundDesk();
    await desk.data.strategyCapital.write("trend", series(["2024-03-28 01:30"], [1]));
    desk.clock.set("2024-03-26 00:05");
    const clock = await itemOf(desk, "clock");
    expect(clock.message).toMatch(
      /2024-03-26 00:05:00.*GBPUSD of 2024-03-27; set the clock before anything runs/,
    );
    desk.clock.set("2024-03-27 00:05");
    expect(await itemOf(desk, "clock"), "a price of today stands at today's close").toMatchObject({
      severity: "ok",
    });
    await desk.storage.records.put(COLLECTIONS.fills, { id: "x", time: new Date(toTime("2024-03-29")) });
    expect((await itemOf(desk, "clock")).message).toMatch(/a fill/);
  });

  test("of a launcher that there is not", async () => {
    const strategies = { trend: { overnight_launcher: { function: "runClassicSytem" } } };
    await using desk = await soundDesk({ config: { strategy_list: strategies } });
    expect((await itemOf(desk, "configuration")).message).toMatch(
      /strategy trend: there is no launcher "runClassicSytem"/,
    );
  });

  test("of an echo folder that is not there, or is none", async () => {
    const folder = newFolder();
    await using desk = await soundDesk({ config: { echo_directory: `${folder}/echos` } });
    expect((await itemOf(desk, "echo folder")).message).toMatch(/is not there.*mkdir -p .*echos/);
    writeFileSync(`${folder}/echos`, "");
    expect((await itemOf(desk, "echo folder")).message).toMatch(/is not a folder/);
  });

  test("of a disk that is full, or not mounted", async () => {
    const folder = newFolder();
    await using desk = await soundDesk({ config: { offsystem_backup_directory: `${folder}/nas` } });
    expect((await itemOf(desk, "disk space")).message).toMatch(
      /nas \(offsystem_backup_directory\) is not there; mount/,
    );
    mkdirSync(`${folder}/nas`);
    expect(await itemOf(desk, "disk space")).toMatchObject({ severity: "ok" });
    const { items } = await startupChecks(desk, { leastFree: 1e18 });
    expect(items.find(({ name }) => name === "disk space")!.message).toMatch(
      /only \d+\.\d GB at .*make room/,
    );
  });

  test("of a broker that does not answer", async () => {
    const broker = (accountValues: NonNullable<Broker["account"]>["accountValues"]): Broker => ({
      name: "paper",
      account: { accountValues },
      [Symbol.asyncDispose]: async () => undefined,
    });
    await using well = await soundDesk({ broker: broker(async () => ({ time: 0, values: [] })) });
    expect((await itemOf(well, "broker")).message).toBe("paper answers");
    await using ill = await soundDesk({
      broker: broker(async () => {
        throw new ContangoError("BROKER_DISCONNECTED", "paper", "the gateway is down", { retryable: true });
      }),
    });
    const outcome = await startupChecks(ill);
    expect(outcome.status).toBe("attention");
    expect(outcome.items.find(({ name }) => name === "broker")!.message).toBe(
      "paper does not answer: the gateway is down; start its gateway and log in",
    );
    expect(ill.outbox.mails.map(({ subject }) => subject)).toEqual(["Start-up check: broker"]);
  });
});

describe("the mail server", () => {
  const server = createServer((socket) => socket.end());
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    port = (server.address() as { readonly port: number }).port;
  });
  afterAll(() => server.close());
  const settings = { email_address: "me@example.com", email_pwd: "secret", email_server: "127.0.0.1" };

  test("is reached, and no mail sent", async () => {
    await using desk = await soundDesk({ config: { ...settings, email_port: port } });
    expect((await itemOf(desk, "mail")).message).toBe(`127.0.0.1:${port} can be reached`);
    expect(desk.outbox.mails).toEqual([]);
  });

  test("that does not take a connection is told to a person", async () => {
    const closed = createServer();
    await new Promise<void>((done) => closed.listen(0, "127.0.0.1", done));
    const { port: free } = closed.address() as { readonly port: number };
    await new Promise((done) => closed.close(done));
    await using desk = await soundDesk({ config: { ...settings, email_port: free } });
    expect((await itemOf(desk, "mail")).message).toMatch(
      /cannot be reached \(.*ECONNREFUSED.*check email_server/,
    );
  });
});

test("a dry run, and one that is repeated, change nothing", async () => {
  await using desk = await soundDesk();
  await desk.storage.records.put(COLLECTIONS.clientIds, { client_id: 100 });
  const outcome = await startupChecks(desk, { dryRun: true });
  expect(outcome.items.find(({ name }) => name === "broker client ids")).toMatchObject({ status: "cleared" });
  expect((await desk.storage.records.find(COLLECTIONS.clientIds)).documents).toHaveLength(1);
});
