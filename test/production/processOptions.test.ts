import { describe, expect, it } from "vitest";
import { defineProcess, type ProcessOptions } from "../../src/production/process.js";
import { ALL_PROCESSES } from "../../src/production/processes.js";
import { readRuns } from "../../src/production/runs.js";
import { testDesk } from "../../src/testing/testDesk.js";

interface UpdateOptions extends ProcessOptions {
  readonly instruments?: readonly string[];
}

const base = { title: "Test", reads: [], writes: [], run: async () => ({ items: [] }) } as const;
const update = defineProcess<never, UpdateOptions>({ ...base, name: "update", options: ["instruments"] });
const mine = defineProcess({ ...base, name: "mine" });

describe("the options of a process", () => {
  it.each([
    [{ dryrun: true }, 'there is no option "dryrun" (did you mean "dryRun"?); it takes dryRun'],
    [{ instrument: "CORN" }, 'there is no option "instrument" (did you mean "instruments"?)'],
    [{ instruments: "CORN" }, 'give a list, as in { instruments: ["CORN"] }'],
    [{ dryRun: "false" }, 'dryRun was "false"; give true or false'],
    ["CORN", 'options were "CORN"; give an object'],
    [["CORN"], "give an object"],
  ])("that it does not have are refused, and nothing is done: %j", async (options, message) => {
    await using desk = await testDesk();
    await expect(update(desk, options as UpdateOptions)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining(message),
    });
    expect(await readRuns(desk.storage)).toEqual([]);
  });

  it("that it has are taken, and none at all, and those that are undefined", async () => {
    await using desk = await testDesk();
    const signal = new AbortController().signal;
    const all = { instruments: ["CORN"], dryRun: false, signal, progress: () => undefined };
    for (const options of [all, {}, undefined, { dryRun: undefined } as unknown as UpdateOptions]) {
      expect((await update(desk, options)).status).toBe("unchanged");
    }
  });

  it("of one that does not say what it takes are only compared with those that all take", async () => {
    await using desk = await testDesk();
    expect((await mine(desk, { folder: "x" } as ProcessOptions)).status).toBe("unchanged");
    await expect(mine(desk, { dryrun: true } as ProcessOptions)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
    });
  });

  it("are said by each process of the library", () => {
    expect(ALL_PROCESSES.filter(({ definition }) => definition.options === undefined)).toEqual([]);
  });
});
