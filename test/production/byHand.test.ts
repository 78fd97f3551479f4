import { expect, it } from "vitest";
import * as contango from "../../src/index.js";
import type { Process } from "../../src/production/process.js";
import { ALL_PROCESSES } from "../../src/production/processes.js";

const isProcess = (value: unknown): value is Process => typeof value === "function" && "definition" in value;

it("every process that cannot be scheduled is one that a person calls, whose failures are not mailed, and no other", () => {
  const processes = Object.values<unknown>(contango).filter(isProcess);
  expect(processes).toEqual(expect.arrayContaining([...ALL_PROCESSES]));
  expect(processes.length).toBeGreaterThan(ALL_PROCESSES.length + 10);
  for (const process of processes) {
    const { name, byHand = false } = process.definition;
    expect([name, byHand]).toEqual([name, !ALL_PROCESSES.includes(process)]);
  }
});
