import type { Desk } from "./desk.js";
import { failedItem } from "./eachItem.js";
import type { Outcome, OutcomeItem } from "./outcome.js";
import { outcomeStatus } from "./outcomeStatus.js";
import { countText, withOutcomeText } from "./outcomeText.js";
import type { ProcessResult } from "./process.js";

/** One run of a process: when it began, and the outcome it comes to. */
export interface Run<Item extends OutcomeItem> {
  readonly desk: Desk;
  /** Wall time and epoch milliseconds UTC of its start. */
  readonly time: number;
  readonly started: number;
  readonly dryRun: boolean;
  /** Of a run that came to its end, or was told to stop. */
  ended(done: Done<Item>): Outcome<Item>;
  /** Of one that did nothing, as another is at work. */
  refused(message: string): Outcome<Item>;
  /** Of one that an error ended as a whole: one failed item, which is called as the process is. */
  failed(error: unknown): Outcome<Item>;
}

/** What the work of a run came to. */
export interface Done<Item extends OutcomeItem> {
  readonly result: ProcessResult<Item>;
  readonly stopped: boolean;
}

export function startRun<Item extends OutcomeItem>(process: string, desk: Desk, dryRun: boolean): Run<Item> {
  const started = desk.clock.now();
  const time = desk.wallTime(started);
  const outcome = (
    status: Outcome["status"],
    items: Outcome<Item>["items"],
    message: string,
  ): Outcome<Item> =>
    withOutcomeText({
      process,
      status,
      time,
      seconds: (desk.clock.now() - started) / 1000,
      dryRun,
      items,
      message,
    });
  return {
    desk,
    time,
    started,
    dryRun,
    ended: ({ result: { items, message }, stopped }) =>
      outcome(outcomeStatus(items, stopped), items, message ?? countText(items)),
    refused: (message) => outcome("running", [], message),
    failed: (error) => {
      const item = failedItem(process, error);
      return outcome("failed", [item], item.message);
    },
  };
}
