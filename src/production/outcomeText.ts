import { printsAs } from "../series/printsAs.js";
import { textTable } from "../series/textTable.js";
import { formatTime } from "../time/text.js";
import { oneLine } from "./oneLine.js";
import type { Outcome, OutcomeItem, Severity } from "./outcome.js";

/** Items that are printed in full beside those that need something. */
const SHOWN = 12;

/** An outcome that prints as a short table: what needs something first and in full, then the others. */
export function withOutcomeText<Item extends OutcomeItem>(outcome: Outcome<Item>): Outcome<Item> {
  return printsAs(outcome, () => outcomeText(outcome));
}

function outcomeText({ process, status, time, seconds, dryRun, items, message }: Outcome): string {
  const started = formatTime(time).slice(0, 19);
  const head = `${process}${dryRun ? " (dry run)" : ""}, ${started}: ${status}, ${oneLine(message)} (${seconds.toFixed(1)} s)`;
  const rank: Readonly<Record<Severity, number>> = { failed: 0, attention: 1, ok: 2 };
  const sorted = items
    .map((item, place) => ({ item, place }))
    .sort((a, b) => rank[a.item.severity] - rank[b.item.severity] || a.place - b.place)
    .map(({ item }) => item);
  const urgent = sorted.filter(({ severity }) => severity !== "ok").length;
  const shown = sorted.slice(0, Math.max(urgent, SHOWN));
  const lines = textTable(shown.map((item) => [item.name, item.status, oneLine(item.message)])).map(
    (line) => `  ${line}`,
  );
  const rest = sorted.length - shown.length;
  return [head, ...lines, ...(rest > 0 ? [`  … and ${rest} more without trouble`] : [])].join("\n");
}

/** How many items there are of each status: `3 written, 9 unchanged`. */
export function countText(items: readonly OutcomeItem[]): string {
  if (items.length === 0) return "nothing to do";
  const counts = new Map<string, number>();
  for (const { status } of items) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}
