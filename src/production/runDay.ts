import type { Desk } from "./desk.js";
import type { Outcome } from "./outcome.js";
import type { Process, ProcessOptions } from "./process.js";
import { DAY_PROCESSES } from "./processes.js";
import { checkOptions, processOptions } from "./processOptions.js";
import { requireDesk } from "./requireDesk.js";
import { startRun } from "./startRun.js";

export interface RunDayOptions extends ProcessOptions {
  /** Which processes, in their order (default: {@link DAY_PROCESSES}). */
  readonly processes?: readonly Process[];
  /** Told of every outcome as it comes. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/**
 * Runs every process of a day once, one after the other: to catch up after days without a run, or to go through a day at a prompt.
 * One that throws counts as failed, and the others go on; told to stop, it stops between two items.
 *
 * @throws ContangoError `PROCESS_OPTION` for an option that it does not have, or where there is no desk.
 * @example
 * for (const outcome of await runDay(desk)) console.log(String(outcome));
 */
export async function runDay(desk: Desk, options: RunDayOptions = {}): Promise<readonly Outcome[]> {
  requireDesk(desk, "runDay");
  checkOptions(processOptions({ name: "runDay", options: ["processes", "onOutcome"] }), options);
  const { processes = DAY_PROCESSES, onOutcome, ...each } = options;
  const outcomes: Outcome[] = [];
  for (const process of processes) {
    if (each.signal?.aborted === true) break;
    const outcome = await outcomeOf(process, desk, each);
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }
  return outcomes;
}

async function outcomeOf(process: Process, desk: Desk, options: ProcessOptions): Promise<Outcome> {
  const run = startRun(process.definition.name, desk, options.dryRun ?? false);
  try {
    return await process(desk, options);
  } catch (error) {
    return run.failed(error);
  }
}
