import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/errors/codes.js";
import { ContangoError } from "../../src/errors/contangoError.js";
import { addFailure, runItem, runTool, type ToolItem } from "../../src/interactive/toolRun.js";
import { testDesk } from "../../src/testing/testDesk.js";

const done = (name: string, status: ToolItem["status"] = "written"): ToolItem => ({
  name,
  status,
  severity: "ok",
  message: "2 rows",
});

const failing = (code: ErrorCode): Promise<never> =>
  Promise.reject(new ContangoError(code, "test", "see to it"));

describe("a tool's run", () => {
  it("comes to what its items are", async () => {
    await using desk = await testDesk();
    const run = (...items: readonly ToolItem[]) =>
      runTool(desk, "tool", async (at) => {
        for (const item of items) await runItem(at, item.name, async () => item);
      });
    expect((await run()).status).toBe("unchanged");
    expect((await run(done("CORN", "unchanged"))).status).toBe("unchanged");
    expect(await run(done("CORN"), done("GAS_US", "unchanged"))).toMatchObject({
      process: "tool",
      status: "done",
      message: "1 written, 1 unchanged",
    });
    expect((await run({ ...done("CORN", "declined"), severity: "attention" })).status).toBe("attention");
  });

  it("goes on after an item that failed, and logs the error with its code", async () => {
    await using desk = await testDesk();
    const outcome = await runTool(desk, "tool", async (run) => {
      await runItem(run, "CORN", () => failing("BROKER_DISCONNECTED"), { instrument_code: "CORN" });
      await runItem(run, "GAS_US", async () => done("GAS_US"));
    });
    expect(outcome).toMatchObject({
      status: "attention",
      items: [{ name: "CORN", status: "failed", code: "BROKER_DISCONNECTED" }, { name: "GAS_US" }],
    });
    expect(desk.log.entries.filter(({ level }) => level === "error")).toMatchObject([
      {
        code: "BROKER_DISCONNECTED",
        text: expect.stringContaining("CORN: see to it"),
        attributes: { type: "tool", instrument_code: "CORN" },
      },
    ]);
  });

  it("has failed where every item failed", async () => {
    await using desk = await testDesk();
    const outcome = await runTool(desk, "tool", (run) =>
      runItem(run, "CORN", () => failing("BROKER_ANSWER")),
    );
    expect(outcome.status).toBe("failed");
  });

  it("begins an item again that another process wrote meanwhile, five times at most", async () => {
    await using desk = await testDesk();
    const tries = { CORN: 0, GAS_US: 0 };
    const outcome = await runTool(desk, "tool", async (run) => {
      await runItem(run, "CORN", async () =>
        ++tries.CORN < 3 ? failing("STORE_VERSION_CONFLICT") : done("CORN"),
      );
      await runItem(run, "GAS_US", () => {
        tries.GAS_US++;
        return failing("STORE_VERSION_CONFLICT");
      });
    });
    expect(tries).toEqual({ CORN: 3, GAS_US: 5 });
    expect(outcome.items).toMatchObject([
      { name: "CORN", status: "written" },
      { name: "GAS_US", code: "STORE_VERSION_CONFLICT" },
    ]);
  });

  it("ends where the person breaks off, with what was done before", async () => {
    await using desk = await testDesk();
    const outcome = await runTool(desk, "tool", async (run) => {
      await runItem(run, "CORN", async () => done("CORN"));
      await runItem(run, "GAS_US", () => failing("PROMPT_CANCELLED"));
    });
    expect(outcome).toMatchObject({ status: "stopped", items: [{ name: "CORN" }] });
    expect(outcome.message).toBe("1 written; broken off");
  });

  it.each(["STORE_IO", "STORE_CLOSED", "LEASE_LOST"] as const)("throws %s on", async (code) => {
    await using desk = await testDesk();
    const run = runTool(desk, "tool", (at) => runItem(at, "CORN", () => failing(code)));
    await expect(run).rejects.toMatchObject({ code });
  });

  it("throws a bug on", async () => {
    await using desk = await testDesk();
    const bug = new TypeError("a bug");
    await expect(runTool(desk, "tool", async (run) => addFailure(run, "CORN", bug))).rejects.toBe(bug);
  });
});
