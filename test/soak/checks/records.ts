import { readAttention } from "../../../src/production/attention.js";
import type { Outcome, OutcomeItem } from "../../../src/production/outcome.js";
import { runOf } from "../../../src/production/runs.js";
import { COLLECTIONS } from "../../../src/storage/libraries.js";
import type { World } from "../world.js";
import { hold } from "./fail.js";
import { grouped } from "./grouped.js";

/** Every run since a moment has a record, and every record has an end. */
export async function checkRuns({ desk, outcomes }: World, since: number): Promise<void> {
  const range = { field: "started", from: new Date(since) };
  const runs = (await desk.storage.records.find(COLLECTIONS.runs, { range })).documents.map(runOf);
  const counts = grouped(runs, ({ process }) => process);
  for (const { process, started, ended, status } of runs) {
    const text = `the run of ${process} at ${new Date(started).toISOString()}`;
    hold(ended !== undefined && status !== "running", () => `${text} never ended`);
    hold(ended! >= started, () => `${text} ended before it began`);
  }
  for (const [process, own] of grouped(outcomes, (outcome) => outcome.process)) {
    const recorded = counts.get(process)?.length ?? 0;
    hold(
      recorded >= own.length,
      () => `${process} ran ${own.length} times, and ${recorded} runs are recorded`,
    );
  }
}

/** What the last runs of each process found, by item. */
export type Findings = Map<string, Map<string, Pick<OutcomeItem, "severity" | "message">>>;

/** True for a run that failed as a whole: its one item has the process's name. */
export const hasThrown = ({ process, items }: Outcome): boolean => items.some(({ name }) => name === process);

/** Takes an outcome in; a run that was stopped found only what it came to, and one that failed as a whole nothing. */
export function takeIn(findings: Findings, outcome: Outcome): void {
  if (hasThrown(outcome)) return;
  const { process, status, items } = outcome;
  const found = new Map(items.map(({ name, severity, message }) => [name, { severity, message }]));
  const before = status === "stopped" ? findings.get(process) : undefined;
  findings.set(process, new Map([...(before ?? []), ...found]));
}

/** What is on the list is what the last runs found. */
export async function checkAttention({ desk }: World, findings: Findings): Promise<readonly string[]> {
  const entries = await readAttention(desk.storage);
  for (const { process, item, message } of entries) {
    const found = findings.get(process)?.get(item);
    hold(
      found !== undefined && found.severity !== "ok" && found.message === message,
      () =>
        `${process} ${item} is on the list (${message}), and its last run found ${found?.message ?? "nothing"}`,
    );
  }
  return entries.map(({ process, item, message }) => `${process} ${item}: ${message}`);
}
