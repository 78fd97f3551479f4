import { isContangoError } from "../errors/contangoError.js";
import type { LogAttributes } from "../log/logger.js";
import type { Desk } from "../production/desk.js";
import { failedItem } from "../production/eachItem.js";
import { errorAbout } from "../production/errorText.js";
import { isFatal } from "../production/fatal.js";
import type { FailedItem, Outcome, OutcomeItem } from "../production/outcome.js";
import { outcomeStatus } from "../production/outcomeStatus.js";
import { countText, withOutcomeText } from "../production/outcomeText.js";

/** What became of one contract, pair, instrument or change. */
export interface ToolItem extends OutcomeItem {
  /** `declined`: the person did not want it written. */
  readonly status: "written" | "unchanged" | "declined";
}

/** A tool at work: what was done so far. */
export interface ToolRun {
  readonly tool: string;
  readonly desk: Desk;
  readonly items: (ToolItem | FailedItem)[];
}

/**
 * Runs a tool to its end or to where the person breaks off; what was written before stays.
 *
 * @param work adds an item for whatever is through.
 */
export async function runTool(
  desk: Desk,
  tool: string,
  work: (run: ToolRun) => Promise<void>,
): Promise<Outcome<ToolItem>> {
  const started = desk.clock.now();
  const items: ToolRun["items"] = [];
  let stopped = false;
  try {
    await work({ tool, desk, items });
  } catch (error) {
    if (!isContangoError(error, "PROMPT_CANCELLED")) throw error;
    stopped = true;
  }
  return withOutcomeText({
    process: tool,
    status: outcomeStatus(items, stopped),
    time: desk.wallTime(started),
    seconds: (desk.clock.now() - started) / 1000,
    dryRun: false,
    items,
    message: `${countText(items)}${stopped ? "; broken off" : ""}`,
  });
}

/** How often an item is begun again that another process writes at the same time. */
const ATTEMPTS = 5;

/**
 * Works on one contract, pair or instrument, adds what became of it to the run, and shows it. Where another process wrote it
 * meanwhile, the person is told and it is begun again; another error ends only this item.
 *
 * @param labels of log entries about it.
 */
export async function runItem(
  run: ToolRun,
  name: string,
  work: () => Promise<ToolItem>,
  labels: LogAttributes = {},
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const item = await work();
      run.items.push(item);
      tell(run, "msg", `${name}: ${item.status}, ${item.message}`, labels);
      return;
    } catch (error) {
      if (!isContangoError(error, "STORE_VERSION_CONFLICT") || attempt === ATTEMPTS) {
        addFailure(run, name, error, labels);
        return;
      }
      tell(run, "warn", `${name}: written by another process meanwhile; it is begun again`, labels);
    }
  }
}

/** Adds what an error ended. @throws the error, where nothing more can be done after it. */
export function addFailure(run: ToolRun, name: string, error: unknown, labels: LogAttributes = {}): void {
  if (!isContangoError(error) || isContangoError(error, "PROMPT_CANCELLED") || isFatal(error)) throw error;
  const item = failedItem(name, error);
  run.items.push(item);
  const { desk, tool } = run;
  desk.prompt?.show(`${name}: ${item.message}`);
  desk.log.error(errorAbout(name, error), { type: tool, ...labels });
}

function tell({ tool, desk }: ToolRun, level: "msg" | "warn", text: string, labels: LogAttributes): void {
  desk.prompt?.show(text);
  desk.log[level](text, { type: tool, ...labels });
}
