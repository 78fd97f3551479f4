import type { Outcome, OutcomeItem } from "./outcome.js";

/** What the items of a run come to; `stopped` where it was told to stop before it was through. */
export function outcomeStatus(items: readonly OutcomeItem[], stopped: boolean): Outcome["status"] {
  if (stopped) return "stopped";
  if (items.length > 0 && items.every(({ severity }) => severity === "failed")) return "failed";
  if (items.some(({ severity }) => severity !== "ok")) return "attention";
  return items.every(({ status }) => status === "unchanged") ? "unchanged" : "done";
}
