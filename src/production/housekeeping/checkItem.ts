import type { OutcomeItem } from "../outcome.js";

/** What a check at start-up found. */
export interface CheckItem extends OutcomeItem {
  /** `cleared`: something that a process left behind when it was killed. */
  readonly status: "ok" | "cleared" | "attention";
}

export const fine = (name: string, message: string): CheckItem => ({
  name,
  status: "ok",
  severity: "ok",
  message,
});

export const cleared = (name: string, message: string): CheckItem => ({
  name,
  status: "cleared",
  severity: "ok",
  message,
});

export const toSeeTo = (name: string, message: string): CheckItem => ({
  name,
  status: "attention",
  severity: "attention",
  message,
});
