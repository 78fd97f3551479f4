/** Every process reads and writes what it says that it reads and writes, and nothing else. */
import { describe, expect, it } from "vitest";
import { HOUSEKEEPING } from "../../src/production/dataNames.js";
import type { Process } from "../../src/production/process.js";
import { ALL_PROCESSES } from "../../src/production/processes.js";
import { recordingStorage } from "../../src/testing/recordingStorage.js";
import { everyProcess, optionsOf, scenariosOf } from "./support/everyProcess.js";
import { scenarioDesk } from "./support/scenarioDesk.js";

const processes = await everyProcess();

const BESIDE: ReadonlySet<string> = new Set(HOUSEKEEPING);
const data = (names: ReadonlySet<string>) => [...names].filter((name) => !BESIDE.has(name)).sort();

/** Runs all scenarios of a process: what it touched, and how it ended. */
async function touchedBy(process: Process) {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const statuses: string[] = [];
  for (const scenario of scenariosOf(process.definition.name)) {
    let recorded: ReturnType<typeof recordingStorage> | undefined;
    await using floor = await scenarioDesk(scenario, (storage) => {
      recorded = recordingStorage(storage);
      return recorded.storage;
    });
    recorded!.reads.clear();
    recorded!.writes.clear();
    statuses.push((await process(floor.desk, optionsOf(scenario, floor.folder))).status);
    for (const name of recorded!.reads) reads.add(name);
    for (const name of recorded!.writes) writes.add(name);
  }
  return { reads: data(reads), writes: data(writes), statuses };
}

describe("what a process declares", () => {
  it("is known of every one that can be scheduled", () => {
    expect(processes).toEqual(expect.arrayContaining([...ALL_PROCESSES]));
  });

  it.each(processes.map((process) => [process.definition.name, process] as const))(
    "is what %s reads and writes [row 63] [row 18]",
    async (_, process) => {
      const { reads, writes } = process.definition;
      const touched = await touchedBy(process);
      expect(touched.statuses.join()).not.toMatch(/failed|running|stopped/);
      expect(reads).toEqual(expect.arrayContaining(touched.reads));
      expect(data(new Set(writes))).toEqual(touched.writes);
    },
  );
});
