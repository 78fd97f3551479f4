import { describe, expect, it } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { defineProcess, type ProcessOptions } from "../../src/production/process.js";
import { ALL_PROCESSES } from "../../src/production/processes.js";
import { checkOptions } from "../../src/production/processOptions.js";
import { restoreFromCsv } from "../../src/production/restoreFromCsv.js";
import { type RunDayOptions, runDay } from "../../src/production/runDay.js";
import { readRuns } from "../../src/production/runs.js";
import { testDesk } from "../../src/testing/testDesk.js";
import { everyProcess } from "./support/everyProcess.js";

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

  it("are refused by runDay before anything runs", async () => {
    await using desk = await testDesk();
    await expect(runDay(desk, { dryrun: true } as RunDayOptions)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining('did you mean "dryRun"?'),
    });
    await expect(runDay(undefined as never)).rejects.toMatchObject({
      code: "PROCESS_OPTION",
      message: expect.stringContaining("runDay works on an open desk"),
    });
    expect(await readRuns(desk.storage)).toEqual([]);
  });
});

describe("the options of a function on a desk", () => {
  const taken = { name: "adjust", takes: ["amount", "of", "note"], needs: ["amount", "of"] };
  it.each([
    [undefined, "adjust: it needs amount, of; call it as adjust(desk, { amount, of }). Nothing was done"],
    [{ of: "x" }, "it needs amount; call it as adjust(desk, { amount, of })"],
    [{ amount: 1, of: undefined }, "it needs of;"],
    [
      { amuont: 1, of: "x" },
      'there is no option "amuont" (did you mean "amount"?); it takes amount, of, note',
    ],
    [null, "options were null; give an object, as in adjust(desk, { amount, of })"],
    [5, "options were 5;"],
  ])("are asked for where it cannot do without: %j", (given, message) => {
    expect(() => checkOptions(taken, given)).toThrow(
      expect.objectContaining({ code: "PROCESS_OPTION", message: expect.stringContaining(message) }),
    );
  });

  it("are taken where they are right", () => {
    checkOptions(taken, { amount: 0, of: "" });
    checkOptions({ name: "look", takes: ["at"] }, undefined);
    expect(() => checkOptions({ name: "look", takes: ["at"] }, [])).toThrow("as in look(desk, { at })");
  });
});

/** Those that do all there is where they are given no options. */
const NEED_NONE: readonly unknown[] = [...ALL_PROCESSES, restoreFromCsv];

describe("every process of the library", () => {
  it("says what to give, where it is called without what it needs, with null, or a misspelt name", async () => {
    for (const process of await everyProcess()) {
      await using desk = await testDesk();
      const wrong = [null, { instrumnet: "CORN" }] as unknown as ProcessOptions[];
      for (const options of NEED_NONE.includes(process) ? wrong : [undefined, {}, ...wrong]) {
        const told = await process(desk, options).catch((error: unknown) => error);
        expect(told, process.definition.name).toBeInstanceOf(ContangoError);
      }
    }
  });
});
