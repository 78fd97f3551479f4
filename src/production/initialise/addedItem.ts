import type { OutcomeItem } from "../outcome.js";

/** What became of an instrument that was to be added. */
export interface AddedItem extends OutcomeItem {
  /**
   * `unchanged`: it is there already; `refused`: something speaks against it; `spikes`: it has prices that a person has to look
   * at first; nothing was written then.
   */
  readonly status: "written" | "replaced" | "unchanged" | "refused" | "spikes";
  /** What was found on the way, in sentences without their points. */
  readonly notes: readonly string[];
  /** The page that shows what is, or would be, stored. */
  readonly chart?: string;
}

/** The outcome of one that is not written. */
export function notAdded(
  name: string,
  status: "unchanged" | "refused" | "spikes",
  message: string,
  notes: readonly string[] = [],
): AddedItem {
  return { name, status, severity: status === "unchanged" ? "ok" : "attention", message, notes };
}
