import type { Desk } from "./desk.js";
import { failedItem } from "./eachItem.js";
import type { Outcome } from "./outcome.js";
import { withOutcomeText } from "./outcomeText.js";
import type { Process, ProcessOptions } from "./process.js";
import { DAY_PROCESSES } from "./processes.js";

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
 * @example
 * for (const outcome of await runDay(desk)) console.log(String(outcome));
 */
export async function runDay(desk: Desk, options: RunDayOptions = {}): Promise<readonly Outcome[]> {
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
  const { name } = process.definition;
  const [time, started] = [desk.now(), desk.clock.now()];
  try {
    return await process(desk, options);
  } catch (error) {
    const item = failedItem(name, error);
    const seconds = (desk.clock.now() - started) / 1000;
    const { dryRun = false } = options;
    return withOutcomeText({
      process: name,
      status: "failed",
      time,
      seconds,
      dryRun,
      items: [item],
      message: item.message,
    });
  }
}
