import type { CopiedPart } from "../../storage/copyReport.js";
import { dataNameOf } from "../dataNames.js";
import type { OutcomeItem } from "../outcome.js";

/** What was restored of one kind of data, or why nothing was. */
export interface RestoredItem extends OutcomeItem {
  readonly status: "restored" | "unchanged" | "incomplete" | "refused";
}

export function restoredItem({ name, kind, items, written, rows }: CopiedPart): RestoredItem {
  const what = kind === "series" ? `series, ${rows} rows,` : "records";
  return {
    name: dataNameOf(name) ?? name,
    status: written > 0 ? "restored" : "unchanged",
    severity: "ok",
    message: `${written} of ${items} ${what} restored and read back`,
  };
}

export const refusal = (name: string, message: string): RestoredItem => ({
  name,
  status: "refused",
  severity: "attention",
  message,
});

/** What a person should know of a back-up that was broken off. */
export const incomplete = (folder: string): RestoredItem => ({
  name: "back-up",
  status: "incomplete",
  severity: "attention",
  message: `the last back-up to ${folder} was broken off: each series is whole, but some may be older than others`,
});

/** Names, as many as a person reads, and how many more there are. */
export function someOf(names: readonly string[], shown = 5): string {
  const rest = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
