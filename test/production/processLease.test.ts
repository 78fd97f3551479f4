import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { ALL_PROCESSES } from "../../src/production/processes.js";
import { leaseName, takeProcessLease } from "../../src/production/processLease.js";
import { removeInstrument } from "../../src/production/removeInstrument.js";
import { memoryEngine } from "../../src/storage/memory/engine.js";
import { openStorage } from "../../src/storage/openStorage.js";
import { everyProcess } from "./support/everyProcess.js";

const WRITER = { name: "write" };
const ALONE = { name: "alone", excludes: ["write", "another"] };

async function held(desk: { storage: Awaited<ReturnType<typeof openStorage>> }, definition: typeof WRITER) {
  const taken = await takeProcessLease(definition, desk);
  if (taken.status !== "held") throw new Error(taken.message);
  return taken.lease;
}

describe("a process that excludes others", () => {
  it("is refused while one of them is at work, and keeps none of their leases", async () => {
    const desk = { storage: await openStorage(memoryEngine()) };
    const writing = await held(desk, WRITER);
    expect(await takeProcessLease(ALONE, desk)).toMatchObject({
      status: "refused",
      message: `another write is at work (process ${process.pid} on ${hostname()}); nothing was done`,
    });
    await using _ = await held(desk, { name: "another" });
    await writing.release();
  });

  it("is waited for", async () => {
    const desk = { storage: await openStorage(memoryEngine()) };
    const alone = await held(desk, ALONE);
    const order: string[] = [];
    const waiting = held(desk, WRITER).then((lease) => {
      order.push("write");
      return lease;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push("alone");
    await alone.release();
    await using lease = await waiting;
    expect(lease.name).toBe(leaseName("write"));
    expect(order).toEqual(["alone", "write"]);
  });

  it("holds its own lease, which commits are made under", async () => {
    const desk = { storage: await openStorage(memoryEngine()) };
    await using lease = await held(desk, ALONE);
    expect(lease.name).toBe(leaseName("alone"));
    await lease.renew();
  });
});

describe("the removal of an instrument", () => {
  it("excludes whatever writes what it removes", async () => {
    const data = new Set<string>(removeInstrument.definition.writes);
    const writers = [...new Set([...ALL_PROCESSES, ...(await everyProcess())])]
      .filter((one) => one !== removeInstrument && one.definition.writes.some((name) => data.has(name)))
      .map((one) => one.definition.name);
    expect([...removeInstrument.definition.excludes!].sort()).toEqual(writers.sort());
  });
});
